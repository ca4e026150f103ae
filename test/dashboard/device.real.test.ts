/** A device's state charts in a real Chromium, while a real agent goes through an update on a clock that stands still. */
import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { openPage } from './browser.ts'
import { describePage } from './describe-page.ts'
import { attributes, eventually, firedEdges, goTo, litStates, lookAt, waitLit, waitRest } from './eye.ts'
import { Stage } from './stage.ts'

/** Slow to stop, so that each phase lasts long enough to be told of. */
const SLOW = { stopsAfterMs: 2_000 }
const HEALTHY = { web: { health: true, volumes: ['data'], behaviour: SLOW }, cache: { behaviour: SLOW } }
const SICK = {
  web: { health: true, volumes: ['data'], behaviour: { ...SLOW, healthyAfterMs: null } },
  cache: { behaviour: SLOW },
}

describePage("a device's page", (browser) => {
  let stage: Stage
  let page: Page
  let complaints: string[]

  const isAtRest = (epoch: number) => (report: { phase: string; current: { epoch: number } | null }) =>
    report.phase === 'idle' && report.current?.epoch === epoch

  beforeEach(async () => {
    stage = await Stage.open()
    stage.device('till-1')
    stage.deploy(1, stage.app('1', HEALTHY))
    await stage.passUntil('till-1', isAtRest(1))
    ;({ page, complaints } = await openPage(browser()))
    await lookAt(page, stage, 'till-1')
  })
  afterEach(async () => {
    await page.context().close()
    await stage.close()
  })

  it('lights the states of an update one after the other, with all that is around each', async () => {
    expect(await waitRest(page, stage, 'update.idle.steady')).toEqual(['update', 'update.idle', 'update.idle.steady'])
    stage.deploy(2, stage.app('2', HEALTHY))
    for (const phase of ['fetching', 'switching', 'proving']) {
      await stage.passUntil('till-1', (report) => report.phase === phase)
      await stage.pass(400)
      await waitLit(page, `update.${phase}`)
      expect((await litStates(page)).filter((id) => id.split('.').length === 2)).toEqual([`update.${phase}`])
      expect(await page.locator('.state-now').textContent()).toMatch(new RegExp(`^${phase}\\.`))
    }
    await stage.passUntil('till-1', isAtRest(2))
    await waitRest(page, stage, 'update.idle.steady')
    expect(await firedEdges(page)).toEqual(['update.idle.checking→update.idle.steady'])
    const phases = await page.locator('.phases .name').allTextContents()
    expect(phases).toEqual(expect.arrayContaining(['fetching', 'switching', 'proving']))
    expect(complaints).toEqual([])
  })

  it('shows what holds it up, what is under way, and what its services are', async () => {
    stage.deploy(2, stage.app('2', SICK))
    await stage.passUntil('till-1', (report) => report.phase === 'proving')
    // Until the next report.
    await stage.pass(1_500)
    await eventually(() => attributes(page, '[data-reason]', 'data-reason')).toContain('health')
    await eventually(() => page.getByRole('region', { name: 'Effects in flight' }).textContent()).toContain(
      'proofBudget',
    )
    await eventually(() => page.locator('[data-service="web"]').textContent()).toContain('starting')
  })

  it('plots what goes over its links, by class', async () => {
    const network = page.getByRole('region', { name: 'Network' })
    await eventually(() => network.textContent()).toMatch(/ethernet.*reports [\d.]+ k?B today/)
    expect(await network.locator('.spark polyline').count()).toBe(4)
  })

  it('lights the way back of a sick release, and says why', async () => {
    stage.deploy(2, stage.app('2', SICK))
    await stage.passUntil('till-1', (report) => report.phase === 'reverting')
    await stage.pass(400)
    await waitLit(page, 'update.reverting')
    await stage.passUntil('till-1', isAtRest(1))
    await waitRest(page, stage, 'update.idle.steady')
    await eventually(() => attributes(page, '[data-reason]', 'data-reason')).toContain('refused')
  })

  it('goes on after a power cut, with the chart of the new life', async () => {
    stage.deploy(2, stage.app('2', HEALTHY))
    await stage.passUntil('till-1', (report) => report.phase === 'switching')
    await stage.cutPower('till-1')
    await stage.passUntil('till-1', (report) => report.phase === 'proving')
    await stage.pass(1_000)
    await waitLit(page, 'update.proving')
    await stage.passUntil('till-1', isAtRest(2))
    await waitRest(page, stage, 'update.idle.steady')
    await eventually(() => page.getByRole('region', { name: 'Machine', exact: true }).textContent()).toContain('boot-2')
  })

  it('shows regions that are active at the same time', async () => {
    await page.getByRole('button', { name: /^device serving/ }).click()
    const lit = await waitLit(page, 'device.serving.operation.free')
    expect(lit).toEqual(
      expect.arrayContaining(['device.serving', 'device.serving.logs.quiet', 'device.serving.stops.none']),
    )
  })

  it('moves by the keyboard, and tells of a state that is chosen', async () => {
    await waitRest(page, stage, 'update.idle.steady')
    const chart = page.getByRole('application', { name: /State chart of update: in update\.idle\.steady/ })
    await chart.focus()
    const place = () => page.locator('.chart-pane svg > g').getAttribute('transform')
    const before = await place()
    await page.keyboard.press('ArrowDown')
    const moved = await place()
    await page.keyboard.press('+')
    expect(new Set([before, moved, await place()]).size).toBe(3)
    await page.getByLabel('State', { exact: true }).selectOption('update.switching')
    await eventually(() => page.locator('.state-details').textContent()).toContain('markSwitched')
    await page.getByRole('button', { name: 'Show what is inside' }).click()
    await page.locator('[data-state-id="update.switching.acting"]').waitFor({ state: 'attached' })
  })

  it('asks the device to tell only while somebody looks', async () => {
    await waitRest(page, stage, 'update.idle.steady')
    await goTo(page, stage, '#/')
    await page.locator('[data-device="till-1"]').waitFor()
    await stage.pass(1_000)
    const heard: string[] = []
    stage.hear((topic) => heard.push(topic))
    stage.deploy(2, stage.app('2', HEALTHY))
    await stage.passUntil('till-1', isAtRest(2))
    await stage.pass(1_000)
    expect(heard).toContain(deviceTopics('till-1').report)
    expect(heard).not.toContain(deviceTopics('till-1').chart)
  })

  it('shows the chart that an agent itself tells of, whatever machines it has', async () => {
    const topics = deviceTopics('old-1')
    const json = JSON.stringify({
      id: 'update',
      type: 'compound',
      initial: 'resting',
      states: {
        resting: { type: 'atomic', on: { GO: [{ target: ['update.marching'] }] } },
        marching: { type: 'atomic' },
      },
    })
    const definition = createHash('sha256').update(json).digest('hex')
    let sequence = 0
    const tell = (state: string, definitions: { hash: string; machine: string; json: string }[], moved: boolean) => {
      sequence += 1
      const transition = { machine: 'update', from: 'resting', to: 'marching', event: 'GO', sequence, bootId: 'b' }
      const chart = {
        device: 'old-1',
        sequence,
        bootId: 'b',
        machines: [{ machine: 'update', definition, state, context: '{}' }],
        transitions: moved ? [transition] : [],
        definitions,
      }
      stage.tells(topics.chart, encode(KINDS.Chart, chart))
    }
    stage.onOperator((topic, payload) => {
      if (topic !== topics.watch) return
      const { forMs, definitions } = decode(KINDS.Watch, payload)
      if (forMs > 0)
        tell('resting', definitions.includes(definition) ? [{ hash: definition, machine: 'update', json }] : [], false)
    })
    stage.says('old-1', { online: true, connection: 1 }, { phase: 'idle', sequence: 1 })
    await eventually(async () => {
      await goTo(page, stage, '#/device/old-1')
      return page.getByRole('heading', { name: 'old-1' }).count()
    }).toBe(1)
    expect(await waitLit(page, 'update.resting')).toEqual(['update', 'update.resting'])
    tell('marching', [], true)
    await waitLit(page, 'update.marching')
    expect(await firedEdges(page)).toEqual(['update.resting→update.marching'])
  })

  it('does not animate for those who asked for that', async () => {
    const calm = await openPage(browser(), { reducedMotion: 'reduce' })
    await lookAt(calm.page, stage, 'till-1')
    await waitRest(calm.page, stage, 'update.idle.steady')
    stage.deploy(2, stage.app('2', HEALTHY))
    await stage.passUntil('till-1', isAtRest(2))
    await waitRest(calm.page, stage, 'update.idle.steady')
    await eventually(() => firedEdges(calm.page)).toHaveLength(1)
    expect(await calm.page.evaluate('document.getAnimations().length')).toBe(0)
    await calm.page.context().close()
  })
})
