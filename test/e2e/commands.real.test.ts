/** What an operator asks of one device: programs in it, stops that last, pauses, locks overridden, and why it waits. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { LABELS } from '../../agent/labels.ts'
import { Outcome } from '../../protocol/enums.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { describeReal } from '../rig/use-rig.ts'
import { publish } from './publish.ts'
import { openScene, type Scene } from './scene.ts'
import { shop } from './shop.ts'
import { until } from './until.ts'

describeReal('an operator, and one device with a release', (rig) => {
  let scene: Scene

  beforeAll(async () => {
    scene = await openScene(rig, { versions: ['v1', 'v2', 'v3', 'v4'] })
    scene.device.powerOn()
    expect((await deploy('v1')).code).toBe(0)
  })

  afterAll(() => scene?.close())

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
    scene.engine.forget()
  })

  const deploy = (version: string, ...flags: string[]) =>
    scene.operator.deploy(shop(scene.images, { version, port: scene.port }), scene.fleet, ...flags)
  const send = (...words: string[]) => scene.operator.run('send', scene.device.name, ...words)
  const why = () => scene.operator.run('why', scene.device.name)
  const stateOf = async (service: string) => (await scene.engine.container(service)).state

  /** One-off containers of the device that there are. */
  const oneOffs = () =>
    scene.engine.docker.listContainers({
      all: true,
      filters: { label: [`${LABELS.device}=${scene.device.name}`, LABELS.run] },
    })

  async function converges(): Promise<void> {
    await until('why says that it has converged', async () => (await why()).code === 0, scene.story)
  }

  it('why: a device with all that is wanted has converged, and the exit code says so', async () => {
    await scene.device.settlesOn(1)
    const { code, out } = await why()
    const [first, ...notes] = out
    expect({ code, first }).toEqual({
      code: 0,
      first: `${scene.device.name} of ${scene.fleet} has converged: it runs epoch 1 (shop v1), and its 3 services are well`,
    })
    for (const note of notes) expect(note).toMatch(/^ {2}note: (over|its last updates: committed epoch 1 )/)
  })

  it('exec: prints what the program writes, and ends with its exit code', async () => {
    expect(await send('exec', 'web', '--', 'cat', '/www/version')).toMatchObject({ code: 0, out: ['v1'], err: [] })
    const program = 'echo one; echo two >&2; exit 7'
    const { code, out } = await send('exec', 'web', '--', 'sh', '-c', program)
    // The engine reads two channels, and does not say which wrote first.
    expect({ code, out: out.toSorted() }).toEqual({ code: 7, out: ['one', 'two'] })
  })

  it.each([
    ['a service that there is not', ['exec', 'ghost', '--', 'true'], 'the release has no service ghost'],
    ['a service that does not run', ['exec', 'migrate', '--', 'true'], 'migrate does not run'],
    ['a program that there is not', ['exec', 'web', '--', '/no/such/program'], '/no/such/program'],
    ['a service to run that there is not', ['run', 'ghost', '--', 'true'], 'the release has no service ghost'],
  ])('%s is no exit code of a program', async (_, words, message) => {
    const { code, out, err } = await send(...words)
    expect({ code, out }).toEqual({ code: 125, out: [] })
    expect(err.join('\n')).toContain(message)
  })

  it('run: in a container of its own, with what the service has, and nothing is left of it', async () => {
    const before = await scene.engine.containers()
    const program = 'echo "$VERSION"; wc -l < /data/migrations; exit 3'
    expect(await send('run', 'migrate', '--', 'sh', '-c', program)).toMatchObject({ code: 3, out: ['1', '1'] })
    expect(await oneOffs()).toEqual([])
    expect(await scene.engine.containers()).toEqual(before)
  })

  it('run: a program that a power cut leaves running is not begun again, and its answer comes', async () => {
    const id = 'run-once-1'
    const hand = await publish(rig.broker, deviceTopics(scene.device.name).result)
    const command = ['sh', '-c', 'echo begun >> /data/begun; sleep 3; echo ended; exit 5']
    await hand.command(scene.device.name, { id, budgetMs: 60_000, run: { service: 'migrate', command } })
    await scene.answers('/data/begun', 'begun')
    await scene.device.powerCut()
    scene.device.powerOn()
    await until('an answer', () => hand.answers(id).length > 0, scene.story)
    const [answer] = hand.answers(id)
    expect(answer).toMatchObject({ exitCode: 5 })
    expect(new TextDecoder().decode(answer!.output).trim()).toBe('ended')
    expect(await scene.ask('/data/begun')).toBe('begun')
    expect(await oneOffs()).toEqual([])
    await hand.close()
  })

  it('exec: one that was cut off is answered as failed, and not begun again', async () => {
    const id = 'exec-once-1'
    const hand = await publish(rig.broker, deviceTopics(scene.device.name).result)
    const command = ['sh', '-c', 'echo begun >> /data/executed; sleep 60']
    await hand.command(scene.device.name, { id, budgetMs: 60_000, exec: { service: 'db', command } })
    await scene.answers('/data/executed', 'begun')
    await scene.device.powerCut()
    scene.device.powerOn()
    await until('an answer', () => hand.answers(id).length > 0, scene.story)
    expect(hand.answers(id)[0]).toMatchObject({ outcome: Outcome.OUTCOME_FAILED, code: 'HF_COMMAND_INTERRUPTED' })
    expect(await scene.ask('/data/executed')).toBe('begun')
    await hand.close()
  })

  it('stop: holds through a power cut and an update, until it is started', async () => {
    expect(await send('stop', 'web')).toMatchObject({ code: 0 })
    expect(await stateOf('web')).toBe('exited')
    await scene.device.reports('the stop', ({ stopped }) => stopped.some(({ service }) => service === 'web'))
    const told = await why()
    expect(told.code).toBe(1)
    expect(told.out).toContain('  web is stopped by an operator, until it is started')
    expect(told.out).toContain(`    → holdfast send ${scene.device.name} start web`)
    const status = await scene.operator.run('status', '--device', scene.device.name)
    expect(status.out[1]).toMatch(/2\/3 web stopped$/)

    await scene.device.powerCut()
    scene.device.powerOn()
    await scene.device.settlesOn(1)
    expect(await stateOf('web')).toBe('exited')

    scene.engine.forget()
    expect((await deploy('v2')).code).toBe(0)
    expect(scene.engine.starts('web')).toBe(0)
    expect(await scene.ask('/version')).toBeNull()

    expect(await send('start', 'web')).toMatchObject({ code: 0 })
    await scene.answers('/version', 'v2')
    await converges()
  })

  it('stop --for: it is started again when the time is over', async () => {
    expect(await send('stop', 'web', '--for', '3s')).toMatchObject({ code: 0 })
    expect(await stateOf('web')).toBe('exited')
    await scene.answers('/version', 'v2')
    await scene.device.reports('that nothing is stopped', ({ stopped }) => stopped.length === 0)
    await converges()
  })

  it('pause --downloads: nothing of an update moves until it is resumed', async () => {
    expect(await send('pause', 'market day', '--downloads')).toMatchObject({ code: 0 })
    expect((await deploy('v3', '--no-wait')).code).toBe(0)
    await scene.device.reports('the pause', ({ blockers }) => blockers.some(({ kind }) => kind === 'hold'))
    const { code, out } = await why()
    expect(code).toBe(1)
    expect(out.join('\n')).toMatch(/blocked at download by hold: .*market day/)
    expect(out).toContain(`    → holdfast send ${scene.device.name} resume`)
    expect(await scene.engine.images(scene.images.place)).not.toContain(scene.images.web.v3)

    expect(await send('resume')).toMatchObject({ code: 0 })
    await scene.device.settlesOn(3)
    await converges()
    expect(await scene.ask('/version')).toBe('v3')
  })

  it('update-now --force: goes past the lock of an application, which a restart waits for', async () => {
    const lock = 'mkdir -p /run/holdfast && echo "a backup runs" > /run/holdfast/lock'
    expect(await send('exec', 'db', '--', 'sh', '-c', lock)).toMatchObject({ code: 0 })
    const restart = await send('restart', 'web', '--budget', '2s')
    expect(restart.code).toBe(1)
    expect(restart.err.join('\n')).toMatch(/HF_COMMAND_EXPIRED[\s\S]*a backup runs/)
    expect(await send('restart', 'web', '--force')).toMatchObject({ code: 0 })
    expect(scene.engine.starts('web')).toBe(2)

    expect((await deploy('v4', '--no-wait')).code).toBe(0)
    await scene.device.reports('the lock', ({ blockers }) => blockers.some(({ kind }) => kind === 'lock'))
    expect(await scene.engine.images(scene.images.place)).toContain(scene.images.web.v4)
    const { code, out } = await why()
    expect(code).toBe(1)
    expect(out.join('\n')).toMatch(/blocked at apply, service db, by lock: .*a backup runs/)
    expect(await scene.ask('/version')).toBe('v3')

    expect(await send('update-now', '--force')).toMatchObject({ code: 0 })
    await scene.device.settlesOn(4)
    await scene.answers('/version', 'v4')
    expect(await send('exec', 'db', '--', 'rm', '/run/holdfast/lock')).toMatchObject({ code: 0 })
    await converges()
    expect(await send('update-now')).toMatchObject({ code: 1 })
  })

  it('prune: leaves what runs, what is kept and every volume', async () => {
    const before = await scene.engine.containers()
    expect(await send('prune')).toMatchObject({ code: 0 })
    expect(await scene.engine.containers()).toEqual(before)
    expect(await scene.engine.volumes()).toEqual(['data'])
    const { base, web, place } = scene.images
    expect(await scene.engine.images(place)).toEqual(new Set([base, web.v3, web.v4]))
  })

  it('why: of a device that is away it says so, and that it is not known to have converged', async () => {
    await scene.device.powerCut()
    await until('that it is offline', () => scene.device.seen?.presence?.online === false, scene.story)
    const { code, out } = await why()
    expect(code).toBe(1)
    expect(out[1]).toMatch(/is offline; what follows is what it said last, at .* by its clock, \d+s ago$/)
    scene.device.powerOn()
    await converges()
  })
})
