/** Broker and engine go away, also in the middle, and come back: the device holds on and converges by itself. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { startMosquitto } from '../rig/mosquitto.ts'
import type { Part } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { type ShopOptions, shop } from './shop.ts'
import { until } from './until.ts'

describeReal('a broker that goes away', (rig) => {
  let broker: Part
  let scene: Scene

  beforeAll(async () => {
    broker = await startMosquitto()
    scene = await openScene({ ...rig, broker: broker.address }, { versions: ['v1', 'v2', 'v3', 'v4', 'v5'] })
    scene.device.powerOn()
    expect((await deploy('v1')).code).toBe(0)
  })

  afterAll(async () => {
    await scene?.close()
    await broker?.stop()
  })

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
    scene.engine.forget()
  })

  // What failed must not make the next test fail as well.
  afterEach(async () => {
    await comeBack()
    if (!scene.device.isOn) scene.device.powerOn()
  })

  let isAway = false

  async function goAway(): Promise<void> {
    isAway = true
    await broker.kill()
  }

  async function comeBack(): Promise<void> {
    if (isAway) await broker.restart()
    isAway = false
  }

  const deploy = (version: string, changes: Partial<ShopOptions> = {}, ...flags: string[]) =>
    scene.operator.deploy(shop(scene.images, { version, port: scene.port, ...changes }), scene.fleet, ...flags)

  it('is not needed to hold the release: without it the agent starts, repairs, and connects when it is back', async () => {
    await scene.device.powerCut()
    await goAway()
    const { id } = await scene.engine.container('web')
    await scene.engine.docker.getContainer(id).remove({ force: true })
    scene.device.powerOn()
    await scene.device.writes(/not connected to the broker code=HF_BROKER_UNAVAILABLE/)
    await scene.answers('/version', 'v1')
    expect(scene.engine.outages('db')).toEqual([])

    await comeBack()
    await scene.device.writes(/INFO {2}connected to the broker/)
    await until(
      'its birth',
      () => scene.device.seen?.presence?.online,
      () => scene.story(),
    )
    await scene.device.settlesOn(1)
  })

  it('goes away while the new release is proved: it is not committed without contact, also over a power cut', async () => {
    const soaking = scene.device.comesTo('proving.soaking')
    const contacting = scene.device.comesTo('proving.contacting')
    const deployment = deploy('v2', { soak: '1500ms' })
    await soaking
    await goAway()
    await contacting
    await scene.device.powerCutAt(contacting, 'proving')
    const again = scene.device.comesTo('proving.contacting')
    scene.device.powerOn()
    await again
    expect(await scene.ask('/version')).toBe('v2')
    // The old one is kept for as long as nothing is committed.
    expect((await scene.engine.containers()).filter(({ service }) => service === 'web')).toHaveLength(2)

    await comeBack()
    expect((await deployment).code).toBe(0)
    const report = await scene.device.settlesOn(2)
    expect(report.refused).toEqual([])
    expect((await scene.engine.container('web')).image).toBe(scene.images.web.v2)
  })

  it('stays away for longer than the policy allows: the device goes back to what had contact', async () => {
    const soaking = scene.device.comesTo('proving.soaking')
    const back = scene.device.comesTo('idle')
    const deployment = deploy('v3', { soak: '1500ms', contact: '1s' })
    await soaking
    await goAway()
    await back
    await scene.answers('/version', 'v2')
    // A new life connects at once; the old one would wait ever longer, as it should.
    await scene.device.powerCut()
    await comeBack()
    scene.device.powerOn()
    expect((await deployment).code).toBe(1)
    const report = await scene.device.settlesOn(2)
    expect(report.refused.at(-1)).toMatchObject({ epoch: 3, code: 'HF_CONTACT_TIMEOUT' })
  })

  it('a share that leaves the device out keeps it at the gate before the download; widened, it goes on; reverted, it goes back', async () => {
    const published = await deploy('v4', {}, '--share', '0%', '--no-wait')
    expect(published.code).toBe(0)
    const blocked = await scene.device.reports('that it is left out', ({ target, blockers }) =>
      Boolean(target?.epoch === 4 && blockers.some(({ kind }) => kind === 'rollout')),
    )
    expect(blocked.blockers).toMatchObject([{ gate: 'download', kind: 'rollout' }])
    await scene.device.powerCutAt(Promise.resolve(), 'waiting')
    scene.device.powerOn()
    await scene.device.comesTo('waiting.blocked')
    expect(await scene.engine.images(scene.images.place)).not.toContain(scene.images.web.v4)

    const rollout = (...words: string[]) => scene.operator.run('rollout', ...words, '--fleet', scene.fleet)
    expect((await rollout('pause')).code).toBe(0)
    expect((await rollout('resume', '--share', '100%')).code).toBe(0)
    await scene.device.settlesOn(4)
    await scene.answers('/version', 'v4')

    // Not to v3, which was published before v4 and refused.
    expect((await rollout('revert')).code).toBe(0)
    await scene.answers('/version', 'v2')
    await scene.device.reports('that it is back', ({ phase, current }) => phase === 'idle' && current?.version === 'v2')
  })
})

describeReal('an engine that goes away', (rig) => {
  let dockerd: Dockerd
  let scene: Scene

  beforeAll(async () => {
    dockerd = await startDockerd()
    scene = await openScene(
      { ...rig, engine: dockerd.address },
      { versions: ['v1', 'v2', 'v3', 'v4'], bytes: 1_500_000 },
    )
    scene.device.powerOn()
    expect((await deploy('v1')).code).toBe(0)
  })

  afterAll(async () => {
    await scene?.close()
    await dockerd?.stop()
  })

  beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(scene?.story())))

  afterEach(() => {
    scene.gate.open()
    scene.link.flow()
  })

  const deploy = (version: string, changes: Partial<ShopOptions> = {}) =>
    scene.operator.deploy(shop(scene.images, { version, port: scene.port, ...changes }), scene.fleet)

  async function isWhole(version: string): Promise<void> {
    await scene.answers('/version', version)
    expect((await scene.engine.containers()).map(({ service, state }) => `${service} ${state}`)).toEqual([
      'db running',
      'migrate exited',
      'web running',
    ])
    expect(await scene.engine.networks()).toEqual(['back'])
  }

  it('while nothing is under way: it is told, and everything runs again when it is back', async () => {
    const born = await scene.ask('/data/born')
    await dockerd.kill()
    const report = await scene.device.reports('that the engine is away', ({ blockers }) =>
      blockers.some(({ code }) => code === 'HF_ENGINE_UNAVAILABLE'),
    )
    expect(report.blockers).toMatchObject([{ kind: 'engine' }])
    await dockerd.restart()
    await scene.engine.watch()
    await scene.device.reports('that the engine is back', ({ blockers }) => blockers.length === 0)
    await isWhole('v1')
    expect(await scene.ask('/data/born')).toBe(born)
    expect((await scene.device.settlesOn(1)).refused).toEqual([])
  })

  it('while it fetches', async () => {
    const deployment = deploy('v2')
    scene.link.stallAfter(600_000)
    await scene.device.reports('bytes', ({ phase, progress }) => phase === 'fetching' && (progress?.doneBytes ?? 0) > 0)
    await dockerd.kill()
    scene.link.flow()
    await scene.device.reports('that the engine is away', ({ blockers }) =>
      blockers.some(({ code }) => code === 'HF_ENGINE_UNAVAILABLE'),
    )
    await dockerd.restart()
    expect((await deployment).code).toBe(0)
    await scene.device.settlesOn(2)
    await isWhole('v2')
  })

  it('while it switches, between the stop and the start', async () => {
    const held = scene.gate.hold(/^POST \/containers\/\w+\/start/)
    const deployment = deploy('v3')
    await held
    await dockerd.kill()
    scene.gate.open()
    await scene.device.reports('that the engine is away', ({ blockers }) =>
      blockers.some(({ code }) => code === 'HF_ENGINE_UNAVAILABLE'),
    )
    await dockerd.restart()
    expect((await deployment).code).toBe(0)
    const report = await scene.device.settlesOn(3)
    expect(report.refused).toEqual([])
    await isWhole('v3')
  })

  it('while it proves, with a power cut of the whole device: engine and agent', async () => {
    const soaking = scene.device.comesTo('proving.soaking')
    const deployment = deploy('v4', { soak: '3s' })
    await soaking
    await Promise.all([scene.device.powerCut(), dockerd.kill()])
    scene.device.powerOn()
    await scene.device.writes(/the engine does not answer/)
    await dockerd.restart()
    expect((await deployment).code).toBe(0)
    await scene.device.settlesOn(4)
    await isWhole('v4')
  })
})
