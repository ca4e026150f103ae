/** What everybody needs of the page: to be read by all, on any screen, and to be light. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { gzipSync } from 'node:zlib'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from './browser.ts'
import { gather } from './crowd.ts'
import { describePage } from './describe-page.ts'
import { eventually, goTo, waitLit } from './eye.ts'
import { Stage } from './stage.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const LARGEST_BYTES = 300 * 1024

/** What axe finds that keeps somebody out. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
}

describePage('the page', (browser) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.open()
    gather(stage, 60)
    stage.device('till-1')
    stage.deploy(1, stage.app('1', { web: { health: true }, cache: {} }))
    await stage.passUntil('till-1', ({ phase, current }) => phase === 'idle' && current?.epoch === 1)
  })
  afterAll(() => stage.close())

  for (const colorScheme of ['light', 'dark'] as const)
    it(`keeps nobody out, ${colorScheme}: axe finds nothing serious`, async () => {
      const { page } = await openPage(browser(), { colorScheme })
      await page.goto(stage.url)
      await page.getByLabel('Token').waitFor()
      expect(await serious(page), 'signing in').toEqual([])
      await goTo(page, stage, '#/')
      await page.locator('[data-device]').first().waitFor()
      expect(await serious(page), 'the grid').toEqual([])
      await goTo(page, stage, '#/?view=table&state=blocked')
      await page.locator('a.row').first().waitFor()
      expect(await serious(page), 'the table').toEqual([])
      await goTo(page, stage, '#/device/till-1')
      stage.flow(5)
      await waitLit(page, 'update.idle.steady')
      await page.getByLabel('State', { exact: true }).selectOption('update.switching')
      expect(await serious(page), 'a device').toEqual([])
      await page.getByRole('button', { name: 'Pause' }).click()
      await page.getByRole('dialog').waitFor()
      expect(await serious(page), 'a question').toEqual([])
      await page.keyboard.press('Escape')
      await goTo(page, stage, '#/device/till-1/flight')
      await page.locator('.player').waitFor()
      expect(await serious(page), 'the player').toEqual([])
      stage.hold()
      await page.context().close()
    })

  it('fits a telephone', async () => {
    const { page } = await openPage(browser(), { width: 390, height: 800 })
    stage.flow(5)
    for (const hash of ['#/', '#/?view=table', '#/device/till-1', '#/device/till-1/flight']) {
      await goTo(page, stage, hash)
      await page.locator('[data-device], [data-service], .player').first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth'), hash).toBeLessThanOrEqual(390)
    }
    stage.hold()
    await page.context().close()
  })

  it('is dark or light as one chooses, also the next time', async () => {
    const { page } = await openPage(browser(), { colorScheme: 'light' })
    await goTo(page, stage, '#/')
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
    const light = await ground()
    await page.getByLabel('Colours').selectOption('dark')
    const dark = await ground()
    expect(dark).not.toBe(light)
    await page.reload()
    await eventually(ground).toBe(dark)
    await page.context().close()
  })

  it('weighs little, but for the layout of charts, which comes with the first one', async () => {
    const { page } = await openPage(browser())
    const fetched: string[] = []
    page.on('response', (response) => fetched.push(new URL(response.url()).pathname))
    await goTo(page, stage, '#/')
    await page.locator('[data-device]').first().waitFor()
    expect(fetched).not.toContain('/layout-worker.js')
    const files = fetched.filter((path) => !path.startsWith('/api/'))
    const bodies = await Promise.all(
      [...new Set(files)].map(async (path) => (await fetch(new URL(path, stage.url))).arrayBuffer()),
    )
    const bytes = bodies.reduce((all, body) => all + gzipSync(Buffer.from(body)).length, 0)
    expect(bytes).toBeLessThan(LARGEST_BYTES)
    await page.context().close()
  })
})
