/** What can be asked of a device from its page, and what really comes of it. */

import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deviceTopics } from '../../protocol/topics.ts'
import { openPage } from './browser.ts'
import { describePage } from './describe-page.ts'
import { eventually, goTo } from './eye.ts'
import { Stage } from './stage.ts'

const LINES = [
  { afterMs: 100, text: 'listening on port 80', stderr: false },
  { afterMs: 200, text: 'the cache does not answer', stderr: true },
]
const APP = { web: { health: true, behaviour: { lines: LINES } }, cache: {} }

describePage('actions', (browser) => {
  let stage: Stage
  let page: Page

  const begin = async (readOnly = false) => {
    stage = await Stage.open({ readOnly })
    stage.device('till-1')
    for (const [epoch, version] of [
      [1, '1'],
      [2, '2'],
    ] as const) {
      stage.deploy(epoch, stage.app(version, APP))
      await stage.passUntil('till-1', ({ phase, current }) => phase === 'idle' && current?.epoch === epoch)
    }
    ;({ page } = await openPage(browser()))
    await goTo(page, stage, '#/device/till-1')
    await page.locator('[data-service="web"]').waitFor()
    stage.flow(5)
  }
  beforeEach((context) => begin(context.task.name.includes('read only')))
  afterEach(async () => {
    await page.context().close()
    await stage.close()
  })

  const ask = (name: string) => page.getByRole('group', { name: 'Actions' }).getByRole('button', { name, exact: true })
  const dialog = () => page.getByRole('dialog')
  const confirm = async (name: string) => {
    await dialog().getByRole('button', { name, exact: true }).click()
    await dialog().locator('[data-outcome]').waitFor()
    return dialog().locator('[data-outcome]').getAttribute('data-outcome')
  }

  it('pause holds the device back, for the reason that was given, until resume', async () => {
    await ask('Pause').click()
    await page.getByLabel('Reason').fill('market day')
    expect(await confirm('Pause')).toBe('ok')
    await eventually(() => stage.reportOf('till-1')?.hold?.reason).toBe('market day')
    await dialog().getByRole('button', { name: 'Close' }).click()
    await eventually(() => ask('Pause').count(), 'what is so already is not offered').toBe(0)
    await ask('Resume').click()
    expect(await confirm('Resume')).toBe('ok')
    await eventually(() => stage.reportOf('till-1')?.hold).toBeNull()
  })

  it('nothing is sent before it was confirmed', async () => {
    const heard: string[] = []
    stage.onOperator((topic) => heard.push(topic))
    await ask('Revert').click()
    await dialog().getByRole('button', { name: 'Close' }).click()
    await eventually(() => dialog().count()).toBe(0)
    await ask('Revert').click()
    // A key that comes before the question is heard by nobody.
    await dialog().getByRole('button', { name: 'Close' }).waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => dialog().count()).toBe(0)
    expect(heard).not.toContain(deviceTopics('till-1').command)
  })

  it('revert takes it back to the release before', async () => {
    await ask('Revert').click()
    expect(await confirm('Revert')).toBe('ok')
    await eventually(() => stage.reportOf('till-1')?.current?.epoch).toBe(1)
    await dialog().getByRole('button', { name: 'Close' }).click()
    await eventually(() => page.locator('.head').textContent()).toContain('1 · shop 1')
  })

  it('restart replaces one service, or all', async () => {
    await page.getByRole('button', { name: 'Restart web' }).click()
    expect(await confirm('Restart')).toBe('ok')
    await dialog().getByRole('button', { name: 'Close' }).click()
    await ask('Restart services').click()
    expect(await confirm('Restart services')).toBe('ok')
  })

  it('identify shows what the device answers', async () => {
    await ask('Identify').click()
    expect(await confirm('Identify')).toBe('ok')
    expect(await dialog().textContent()).toContain('till-1')
  })

  it('cancel gives up the update that is under way', async () => {
    stage.hold()
    stage.deploy(3, stage.app('3', { web: { health: true, behaviour: { healthyAfterMs: null } }, cache: {} }))
    await stage.passUntil('till-1', ({ phase }) => phase === 'proving')
    await ask('Cancel the update').click()
    stage.flow()
    expect(await confirm('Cancel the update')).toBe('ok')
    await eventually(() => stage.reportOf('till-1')?.current?.epoch).toBe(2)
    await eventually(() => stage.reportOf('till-1')?.refused.map(({ code }) => code)).toContain('HF_CANCELLED')
  })

  it('of a dashboard that is read only are none', async () => {
    await page.getByRole('heading', { name: 'Services' }).waitFor()
    expect(await page.getByRole('group', { name: 'Actions' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: /Restart|Revert|Pause/ }).count()).toBe(0)
    expect(await page.getByText('read only').count()).toBe(1)
  })

  it('logs come from the service that is asked, and can be filtered', async () => {
    await page.locator('[data-service="web"]').getByRole('button', { name: 'Logs' }).click()
    const lines = page.getByRole('log').locator('div')
    await eventually(() => lines.allTextContents()).toEqual([
      expect.stringContaining('web listening on port 80'),
      expect.stringContaining('web the cache does not answer'),
    ])
    expect(await page.getByRole('log').locator('.stderr').count()).toBe(1)
    await page.getByLabel('Filter lines').fill('CACHE')
    await eventually(() => lines.count()).toBe(1)
    await page.getByRole('button', { name: 'Close' }).click()
    await eventually(() => page.getByRole('log').count()).toBe(0)
  })
})
