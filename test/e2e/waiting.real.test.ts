/** What an update waits for: windows and locks, and how an operator lets it go on, also through a power cut. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { type ShopOptions, shop } from './shop.ts'
import { until } from './until.ts'

/** Opens in half a year. */
const CLOSED = `0 0 1 ${((new Date().getUTCMonth() + 6) % 12) + 1} *`
/** Opens each minute, for more than a minute. */
const OPEN = '* * * * *'

describeReal('an update that waits', (rig) => {
  let scene: Scene

  beforeAll(async () => {
    scene = await openScene(rig, { versions: ['v1', 'v2', 'v3'] })
    scene.device.powerOn()
    expect((await deploy('v1')).code).toBe(0)
  })

  afterAll(() => scene?.close())

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
    scene.engine.forget()
  })

  const fileOf = (version: string, windows: readonly string[], changes: Partial<ShopOptions> = {}) =>
    shop(scene.images, { version, port: scene.port, ...changes }).replace(
      'policy: {',
      `policy: { windows: [${windows.join(', ')}], `,
    )
  const deploy = (version: string, windows: readonly string[] = [], ...flags: string[]) =>
    scene.operator.deploy(fileOf(version, windows), scene.fleet, ...flags)
  const blockedBy = (kind: string, epoch: number) =>
    scene.device.reports(
      `that ${kind} holds up epoch ${epoch}`,
      ({ blockers, target }) => target?.epoch === epoch && blockers.some((blocker) => blocker.kind === kind),
    )
  const inWeb = async (script: string) =>
    expect(
      (await scene.operator.run('send', scene.device.name, 'exec', 'web', '--', '/bin/sh', '-c', script)).code,
    ).toBe(0)

  it('passes through a window that is open', async () => {
    expect((await deploy('v2', [`{ schedule: "${OPEN}", duration: 2m }`])).code).toBe(0)
    await scene.answers('/version', 'v2')
  })

  it('fetches nothing while its window is closed, says so, and goes on with deploy --now', async () => {
    const windows = [`{ schedule: "${CLOSED}" }`]
    expect((await deploy('v3', windows, '--no-wait')).code).toBe(0)
    const { blockers } = await blockedBy('window', 3)
    expect(blockers).toMatchObject([{ gate: 'download', message: expect.stringMatching(/opens at .*; .*update-now/) }])
    const why = await scene.operator.run('why', scene.device.name)
    expect(why.out.join('\n')).toContain('the download window is closed')
    expect(await scene.engine.images(scene.images.place)).not.toContain(scene.images.web.v3)
    expect((await deploy('v3', windows, '--now')).code).toBe(0)
    await scene.answers('/version', 'v3')
  })

  it('fetches in one window, waits for the other to apply, and is let through by update-now', async () => {
    const windows = [`{ schedule: "${OPEN}", duration: 2m, gate: download }`, `{ schedule: "${CLOSED}", gate: apply }`]
    await scene.engine.docker
      .getImage(scene.images.web.v1!)
      .remove({ force: true })
      .catch(() => {})
    expect((await deploy('v1', windows, '--no-wait')).code).toBe(0)
    expect((await blockedBy('window', 5)).blockers).toMatchObject([{ gate: 'apply' }])
    expect(await scene.engine.images(scene.images.place)).toContain(scene.images.web.v1)
    expect(await scene.ask('/version')).toBe('v3')
    expect(scene.engine.outages('web')).toEqual([])
    expect((await scene.operator.run('send', scene.device.name, 'update-now')).code).toBe(0)
    await scene.device.settlesOn(5)
    await scene.answers('/version', 'v1')
  })

  it('is fetched and not applied while an application holds a lock; deploy --force passes over it, through a power cut', async () => {
    await inWeb('mkdir -p /run/holdfast; echo printing > /run/holdfast/lock')
    expect((await deploy('v2', [], '--no-wait')).code).toBe(0)
    const { blockers } = await blockedBy('lock', 6)
    expect(blockers).toMatchObject([
      { gate: 'apply', service: 'web', message: expect.stringMatching(/printing; .*--force/) },
    ])
    await scene.device.powerCut()
    scene.device.powerOn()
    await blockedBy('lock', 6)
    expect(await scene.ask('/version')).toBe('v1')
    const forced = deploy('v3', [], '--force')
    await scene.device.powerCutIn('switching')
    scene.device.powerOn()
    expect((await forced).code).toBe(0)
    await scene.answers('/version', 'v3')
  })

  it('a restart waits for a lock, one with force does not, and both are answered', async () => {
    const { startedAt } = await scene.engine.container('web')
    await inWeb('mkdir -p /run/holdfast; echo printing > /run/holdfast/lock')
    const waiting = scene.operator.run('send', scene.device.name, 'restart', 'web', '--json', '--budget', '60s')
    await scene.device.writes(/ transition machine=device .*to="serving\(operation\.unlocking/)
    const forced = await scene.operator.run('send', scene.device.name, 'restart', 'web', '--force', '--json')
    expect(forced.events.at(-1)).toMatchObject({ outcome: 'ok' })
    expect((await scene.engine.container('web')).startedAt).not.toBe(startedAt)
    // The lock was of the run that has ended.
    expect((await waiting).events.at(-1)).toMatchObject({ outcome: 'ok' })
    await until('web answers again', async () => (await scene.ask('/version')) === 'v3', scene.story)
  })
})
