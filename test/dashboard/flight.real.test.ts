/** The player of flight records in a real Chromium. */
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPage } from './browser.ts'
import { describePage } from './describe-page.ts'
import { eventually, goTo, lookAt, waitLit } from './eye.ts'
import { Stage } from './stage.ts'

const APP = { web: { health: true }, cache: { behaviour: { stopsAfterMs: 2_000 } } }

describePage('the player of a flight record', (browser) => {
  let stage: Stage
  let page: Page

  /** A device that was cut off in mid-switching and went on. */
  beforeAll(async () => {
    stage = await Stage.open()
    stage.device('till-1')
    stage.deploy(1, stage.app('1', APP))
    await stage.passUntil('till-1', ({ phase, current }) => phase === 'idle' && current !== null)
    stage.deploy(2, stage.app('2', APP))
    await stage.passUntil('till-1', ({ phase }) => phase === 'switching')
    await stage.cutPower('till-1')
    await stage.passUntil('till-1', ({ phase, current }) => phase === 'idle' && current?.epoch === 2)
    ;({ page } = await openPage(browser()))
    // Somebody has looked at the device: its charts are known from then on.
    await lookAt(page, stage, 'till-1')
    stage.flow(10)
    await page.getByRole('link', { name: 'Play the flight record' }).click()
    await page.locator('.player').waitFor()
    stage.hold()
  })
  afterAll(async () => {
    await page.context().close()
    await stage.close()
  })

  const now = () => page.locator('.player div.now').textContent()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  it('begins at the end, and steps back and forward across the cut', async () => {
    expect(await page.locator('[data-cut="power"]').count()).toBe(1)
    await press('Cut before')
    await eventually(now).toContain('Before this the power went')
    expect(await page.locator('[data-active="true"]').count(), 'nothing is known of a life that begins').toBe(0)
    await press('Back')
    const lit = await waitLit(page, 'update.switching')
    expect(lit).toContain('update')
    await eventually(now).not.toContain('the power went')
    // The new life: first the agent, then its machines.
    for (let steps = 0; steps < 3; steps++) await press('Forward')
    await waitLit(page, 'update.reconciling')
    await press('Last')
    await waitLit(page, 'update.idle')
  })

  it('has a link to each moment', async () => {
    await press('Cut before')
    await press('Back')
    await waitLit(page, 'update.switching')
    const link = page.url()
    expect(link).toMatch(/at=\d+/)
    const said = await now()
    await goTo(page, stage, '#/')
    stage.flow(10)
    await page.goto(link)
    await eventually(now).toBe(said)
    stage.hold()
    await waitLit(page, 'update.switching')
  })

  it('is scrubbed on an axis of time, also by the keyboard', async () => {
    const axis = page.getByLabel('Moment')
    await axis.focus()
    await page.keyboard.press('Home')
    await eventually(() => page.locator('.player').getAttribute('data-at')).toBe('1')
    await page.keyboard.press('ArrowRight')
    await eventually(() => page.locator('.player').getAttribute('data-at')).toBe('2')
    await page.keyboard.press('End')
    await waitLit(page, 'update.idle')
  })

  it('plays by itself', async () => {
    await press('First')
    await press('Play')
    await eventually(() => page.locator('.player').getAttribute('data-at')).toBe('3')
    await press('Pause')
  })

  it('writes a file that it reads again, and says which line of one it cannot', async () => {
    const download = page.waitForEvent('download')
    await press('Export')
    const path = await (await download).path()
    const text = await readFile(path, 'utf8')
    const lines = text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as { sequence: number })).toMatchObject(
      lines.map((_, index) => ({ sequence: index + 1 })),
    )
    const copy = join(tmpdir(), `holdfast-${process.pid}.flight.jsonl`)
    await writeFile(copy, text)
    await goTo(page, stage, '#/record')
    await page.getByLabel('Import').setInputFiles(copy)
    await page.locator('.player').waitFor()
    expect(await page.locator('[data-cut="power"]').count()).toBe(1)
    await waitLit(page, 'update.idle')
    const bad = { name: 'bad.jsonl', mimeType: 'text/plain', buffer: Buffer.from(`${lines[0]}\n{"machine":7}\n`) }
    await page.getByLabel('Import').setInputFiles(bad)
    await eventually(() => page.getByRole('alert').textContent()).toContain('line 2 is no entry')
  })
})
