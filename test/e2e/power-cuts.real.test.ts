/**
 * Power cuts in every phase of the update.
 *
 * Each test brings the device into one state, cuts the power at once, and powers it on again. In the end the
 * right containers run, nothing else is left, and no service was away longer than its strategy allows.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeReal } from '../rig/use-rig.ts'
import { lengthOf, type Span } from './engine-eye.ts'
import type { Run } from './operator.ts'
import { openScene, type Scene } from './scene.ts'
import { type ShopOptions, shop } from './shop.ts'
import { until } from './until.ts'

/** From the old one's stop to the new one's start, on a machine with other things to do. */
const SWITCH_MS = 20_000

describeReal('a power cut', (rig) => {
  let scene: Scene
  let gatePath: string
  let running: Promise<Run> | null = null
  /** The epoch that was tried last, and the version that runs. */
  let epoch = 0
  let stands = { version: 'v1', epoch: 1 }

  const versions = Array.from({ length: 24 }, (_, index) => `v${index + 1}`)

  beforeAll(async () => {
    scene = await openScene(rig, { versions, bytes: 1_500_000 })
    gatePath = join(scene.operator.desk, 'gate')
    await mkdir(gatePath)
    scene.device.powerOn()
    const { code } = await deploy()
    expect(code).toBe(0)
    stands = { version: 'v1', epoch: 1 }
  })

  afterAll(() => scene?.close())

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
    scene.engine.forget()
  })

  afterEach(async () => {
    scene.gate.open()
    scene.link.flow()
    // What failed must not make the next test fail as well.
    if (!scene.device.isOn) scene.device.powerOn()
    await running
  })

  /** The next version, published and followed; not waited for. */
  function deploy(changes: Partial<ShopOptions> = {}) {
    epoch += 1
    const options = { version: `v${epoch}`, port: scene.port, gate: gatePath, ...changes }
    const deployment = scene.operator.deploy(shop(scene.images, options), scene.fleet)
    running = deployment
    return deployment
  }

  const send = (...words: string[]) => scene.operator.run('send', scene.device.name, ...words, '--json')

  /** Power on, and what the test held shut is open again. */
  function powerOn(): void {
    scene.gate.open()
    scene.link.flow()
    scene.device.powerOn()
  }

  /** The new version runs, healthy, alone. */
  async function standsOnTheNew(): Promise<void> {
    const before = stands
    stands = { version: `v${epoch}`, epoch }
    await isWhole(before.version)
  }

  /** The old version runs as before, and nothing of the new is left. */
  async function standsOnTheOld(): Promise<void> {
    await isWhole(null)
  }

  async function isWhole(previous: string | null): Promise<void> {
    const { device, engine, images } = scene
    await device.settlesOn(stands.epoch)
    await scene.answers('/version', stands.version)
    expect((await engine.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual([
      'db running',
      'migrate exited',
      'web running',
    ])
    expect(await engine.networks()).toEqual(['back'])
    expect(await engine.volumes()).toEqual(['data'])
    const kept = await engine.images(images.place)
    const web = (version: string) => images.web[version] ?? ''
    expect(kept).toContain(web(stands.version))
    expect(kept).not.toContain(web(`v${epoch}`) === web(stands.version) ? '' : web(`v${epoch}`))
    if (previous !== null) expect(kept).toEqual(new Set([images.base, web(previous), web(stands.version)]))
    // Neither the database nor the migration has anything to do with it.
    expect(engine.outages('db')).toEqual([])
    expect(engine.starts('db')).toBe(1)
    expect(await scene.ask('/data/migrations')).toBe('1')
  }

  /** The web server was away so often, each time for a switch; what the test itself held up does not count. */
  function wasAway(times: number, held: Span | null = null): void {
    const outages = scene.engine.outages('web')
    expect(outages).toHaveLength(times)
    for (const outage of outages) {
      const heldMs = held === null ? 0 : Math.max(0, Math.min(held.to, outage.to) - Math.max(held.from, outage.from))
      expect(lengthOf(outage) - heldMs).toBeLessThan(SWITCH_MS)
    }
  }

  const converges = async (deployment: Promise<Run>) => expect((await deployment).code).toBe(0)
  const isRefused = async (deployment: Promise<Run>) => expect((await deployment).code).toBe(1)

  it('while it admits', async () => {
    const held = scene.gate.hold(/^GET \/info/)
    const deployment = deploy()
    await scene.device.powerCutAt(held, 'admitting')
    powerOn()
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
  })

  it('while it plans', async () => {
    const admission = /^GET \/info/
    const admitting = scene.gate.hold(admission)
    const deployment = deploy()
    await admitting
    const planning = scene.gate.hold(/^GET \/images\//)
    scene.gate.open(admission)
    await scene.device.powerCutAt(planning, 'planning')
    powerOn()
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
  })

  it('while it waits: the hold of the operator holds on', async () => {
    expect((await send('hold', 'the', 'shop', 'is', 'open')).code).toBe(2)
    expect((await send('hold', 'the shop is open')).code).toBe(0)
    const blocked = scene.device.comesTo('waiting.blocked')
    const deployment = deploy()
    await scene.device.powerCutAt(blocked, 'waiting')
    powerOn()
    const report = await scene.device.reports('that it is held', ({ blockers }) =>
      blockers.some(({ kind, gate }) => kind === 'hold' && gate === 'apply'),
    )
    expect(report.blockers[0]?.message).toContain('the shop is open')
    expect(await scene.ask('/version')).toBe(stands.version)
    expect((await send('unhold')).code).toBe(0)
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
  })

  it('while it fetches, with a part of the image there', async () => {
    const deployment = deploy()
    scene.link.stallAfter(600_000)
    await scene.device.reports('bytes', ({ phase, progress }) => phase === 'fetching' && (progress?.doneBytes ?? 0) > 0)
    await scene.device.powerCut()
    expect(scene.engine.outages('web')).toEqual([])
    powerOn()
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
  })

  it.each(['request', 'answer'] as const)('while it stages, at the %s of the new container', async (way) => {
    const held = scene.gate.hold(/^POST \/containers\/create/, way)
    const deployment = deploy()
    await scene.device.powerCutAt(held, 'staging')
    expect(scene.engine.outages('web')).toEqual([])
    powerOn()
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
  })

  it.each([
    ['the old one is asked to stop', 'request', /^POST \/containers\/\w+\/stop/],
    ['the old one has stopped', 'answer', /^POST \/containers\/\w+\/stop/],
    ['the new one is to start', 'request', /^POST \/containers\/\w+\/start/],
    ['the new one has started', 'answer', /^POST \/containers\/\w+\/start/],
    ['its restart policy is to be set', 'request', /^POST \/containers\/\w+\/update/],
  ] as const)('while it switches, when %s', async (_, way, pattern) => {
    const held = scene.gate.hold(pattern, way)
    const deployment = deploy()
    await held
    const since = Date.now()
    await scene.device.powerCutAt(held, 'switching')
    powerOn()
    await scene.device.comesTo('switching')
    const dark = { from: since, to: Date.now() }
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1, dark)
  })

  it('while it gathers proof: the new version is asked again, and is not started again', async () => {
    const healthy = `test -e /gate/v${epoch + 1}`
    const gathering = scene.device.comesTo('proving.gathering.quiet')
    const deployment = deploy({ healthy, retries: 1_000 })
    await scene.device.powerCutAt(gathering, 'proving')
    powerOn()
    await scene.device.comesTo('proving.gathering.quiet')
    await writeFile(join(gatePath, `v${epoch}`), '')
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
    expect(scene.engine.starts('web')).toBe(2)
  })

  it('while it soaks', async () => {
    const deployment = deploy({ soak: '2s' })
    await scene.device.powerCutIn('proving.soaking')
    powerOn()
    await scene.device.comesTo('proving.soaking')
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
  })

  it.each(['request', 'answer'] as const)('while it commits, at the %s of removing the old container', async (way) => {
    const held = scene.gate.hold(/^DELETE \/containers\//, way)
    const deployment = deploy()
    await scene.device.powerCutAt(held, 'committing')
    powerOn()
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
    expect(scene.engine.starts('web')).toBe(2)
  })

  it('while it reverts', async () => {
    const proving = scene.device.comesTo('proving')
    const deployment = deploy({ healthy: 'false', retries: 2 })
    await proving
    const held = scene.gate.hold(/^POST \/containers\/\w+\/start/)
    await held
    const since = Date.now()
    await scene.device.powerCutAt(held, 'reverting')
    powerOn()
    await scene.device.comesTo('reverting')
    const dark = { from: since, to: Date.now() }
    await isRefused(deployment)
    await standsOnTheOld()
    wasAway(2, dark)
  })

  it('while it cancels', async () => {
    expect((await send('hold')).code).toBe(0)
    const blocked = scene.device.comesTo('waiting.blocked')
    const deployment = deploy()
    await blocked
    const held = scene.gate.hold(/^DELETE \/containers\//)
    expect((await send('cancel')).code).toBe(0)
    await scene.device.powerCutAt(held, 'cancelling')
    powerOn()
    await isRefused(deployment)
    expect((await send('unhold')).code).toBe(0)
    await standsOnTheOld()
    wasAway(0)
  })

  it('while it comes back from one', async () => {
    const held = scene.gate.hold(/^POST \/containers\/\w+\/stop/)
    const deployment = deploy()
    await scene.device.powerCutAt(held, 'switching')
    for (let times = 0; times < 3; times++) {
      const reconciling = scene.gate.hold(/^GET \/(info|version)/)
      scene.device.powerOn()
      await reconciling
      await scene.device.powerCut()
      scene.gate.open()
    }
    powerOn()
    await converges(deployment)
    await standsOnTheNew()
    wasAway(1)
  })

  it('while it repairs', async () => {
    const { id } = await scene.engine.container('web')
    const held = scene.gate.hold(/^POST \/containers\/\w+\/start/)
    await scene.engine.docker.getContainer(id).remove({ force: true })
    await scene.device.powerCutAt(held, 'switching')
    const since = Date.now()
    powerOn()
    await until('web runs again', () => scene.engine.starts('web') === 2, scene.story)
    const dark = { from: since, to: Date.now() }
    await isWhole(null)
    wasAway(1, dark)
  })

  it('again and again: after so many in one update the device goes back, and says why', async () => {
    const proving = scene.device.comesTo('proving')
    const deployment = deploy({ healthy: 'test -e /gate/never', retries: 1_000 })
    await proving
    for (let times = 0; times < 5; times++) {
      await scene.device.powerCut()
      const again = scene.device.comesTo('proving')
      scene.device.powerOn()
      await again
    }
    await scene.device.powerCut()
    scene.device.powerOn()
    await isRefused(deployment)
    const report = await scene.device.settlesOn(stands.epoch)
    expect(report.refused.at(-1)).toMatchObject({ epoch, code: 'HF_RESUMED_TOO_OFTEN' })
    await standsOnTheOld()
  })
})
