/** The device holds its release: what drifts comes back, and commands do what they say, once. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { deviceTopics } from '../../protocol/topics.ts'
import { describeReal } from '../rig/use-rig.ts'
import { publish } from './publish.ts'
import { openScene, type Scene } from './scene.ts'
import { shop } from './shop.ts'
import { until } from './until.ts'

describeReal('a device with a release', (rig) => {
  let scene: Scene

  beforeAll(async () => {
    scene = await openScene(rig, { versions: ['v1', 'v2', 'v3'] })
    scene.device.powerOn()
    expect((await deploy('v1')).code).toBe(0)
    expect((await deploy('v2')).code).toBe(0)
  })

  afterAll(() => scene?.close())

  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(scene?.story()))
    scene.engine.forget()
  })

  const deploy = (version: string, changes: object = {}) =>
    scene.operator.deploy(shop(scene.images, { version, port: scene.port, ...changes }), scene.fleet)

  async function send(...words: string[]) {
    const { code, events } = await scene.operator.run('send', scene.device.name, ...words, '--json')
    return { code, result: events.at(-1) }
  }

  const webIs = (state: string, otherThan = '') =>
    until(
      `web is ${state}`,
      async () => {
        const mine = (await scene.engine.containers()).filter(({ service }) => service === 'web')
        return mine.length === 1 && mine[0]?.state === state && mine[0].startedAt !== otherThan && mine[0]
      },
      scene.story,
    )

  it('brings a container back that somebody has removed', async () => {
    const { id, startedAt } = await scene.engine.container('web')
    await scene.engine.docker.getContainer(id).remove({ force: true })
    expect((await webIs('running', startedAt)).id).not.toBe(id)
    await scene.device.settlesOn(2)
    expect(scene.engine.outages('db')).toEqual([])
  })

  it('starts a container again that somebody has stopped', async () => {
    const { id, startedAt } = await scene.engine.container('web')
    await scene.engine.docker.getContainer(id).stop()
    expect((await webIs('running', startedAt)).id).toBe(id)
    await scene.device.settlesOn(2)
  })

  it('brings back what was removed while the agent was away', async () => {
    await scene.device.powerCut()
    const { id, startedAt } = await scene.engine.container('web')
    await scene.engine.docker.getContainer(id).remove({ force: true })
    scene.device.powerOn()
    expect((await webIs('running', startedAt)).id).not.toBe(id)
    await scene.device.settlesOn(2)
  })

  it('identify: says who it is', async () => {
    const { code, result } = await send('identify')
    expect(code).toBe(0)
    expect(JSON.parse(String(result?.output))).toMatchObject({
      device: scene.device.name,
      fleet: scene.fleet,
      engine: { os: 'linux' },
    })
  })

  it('restart: one service, or all that run', async () => {
    const before = await scene.engine.containers()
    const startOf = (service: string) => before.find((container) => container.service === service)?.startedAt
    expect(await send('restart', 'web')).toMatchObject({ code: 0, result: { outcome: 'ok', message: 'restarted web' } })
    expect((await scene.engine.container('web')).startedAt).not.toBe(startOf('web'))
    expect((await scene.engine.container('db')).startedAt).toBe(startOf('db'))
    expect(await send('restart', 'ghost')).toMatchObject({
      code: 1,
      result: { outcome: 'refused', code: 'HF_COMMAND_FAILED', message: 'the release has no service ghost' },
    })
  })

  it('purge: empties the volume, and its services run again', async () => {
    const born = await scene.ask('/data/born')
    expect(await send('purge', 'data')).toMatchObject({ code: 0, result: { message: 'emptied data' } })
    await until(
      'a volume that was born anew',
      async () => {
        const now = await scene.ask('/data/born')
        return now !== null && now !== born
      },
      scene.story,
    )
    await scene.device.settlesOn(2)
    expect(await scene.engine.volumes()).toEqual(['data'])
  })

  it('hold and unhold: an update is fetched and made ready, and applied only when released', async () => {
    expect(await send('hold', 'market day')).toMatchObject({ code: 0 })
    const deployment = deploy('v3')
    const held = await scene.device.reports('the hold', ({ blockers }) => blockers.some(({ kind }) => kind === 'hold'))
    expect(held.blockers).toMatchObject([{ gate: 'apply', message: expect.stringContaining('market day') as string }])
    expect(await scene.engine.images(scene.images.place)).toContain(scene.images.web.v3)
    expect(await scene.ask('/version')).toBe('v2')
    expect(scene.engine.outages('web')).toEqual([])
    expect(await send('unhold')).toMatchObject({ code: 0 })
    expect((await deployment).code).toBe(0)
    expect(await scene.ask('/version')).toBe('v3')
  })

  it('cancel: with nothing under way it is refused', async () => {
    expect(await send('cancel')).toMatchObject({ code: 1, result: { outcome: 'refused', code: 'HF_COMMAND_FAILED' } })
  })

  it('revert: back to the release before, which is remembered', async () => {
    expect(await send('revert')).toMatchObject({ code: 0 })
    const report = await scene.device.settlesOn(2)
    expect(report.refused.at(-1)).toMatchObject({ epoch: 3, code: 'HF_RELEASE_REVERTED' })
    await scene.answers('/version', 'v2')
    expect(await send('revert')).toMatchObject({ code: 1, result: { outcome: 'refused' } })
  })

  it('logs: the lines that the services wrote', async () => {
    const { code, out } = await scene.operator.run('logs', scene.device.name, 'web', '--tail', '5')
    expect(code).toBe(0)
    expect(out.join('\n')).toContain('web v2 begins')
  })

  it('logs --follow --since: from a moment on, and what comes', async () => {
    const say = (what: string) => scene.engine.exec('web', 'sh', '-c', `echo ${what} > /proc/1/fd/1`)
    const since = new Date().toISOString()
    await say('before')
    const follow = scene.operator.begin('logs', scene.device.name, 'web', '--follow', '--since', since)
    const hears = (what: string) => until(what, () => follow.out.includes(`web | ${what}`), scene.story)
    await hears('before')
    await say('after')
    await hears('after')
    follow.child.kill('SIGINT')
    await follow.ended
    expect(follow.out).toEqual(['web | before', 'web | after'])
    const { out } = await scene.operator.run('logs', scene.device.name, 'web', '--since', since, '--tail', '1')
    expect(out).toEqual(['web | after'])
  })

  it('logs --follow: gives way to whoever asks next, and says so', async () => {
    const follow = scene.operator.begin('logs', scene.device.name, 'web', '--follow', '--tail', '1')
    await until('its first line', () => follow.out.length > 0, scene.story)
    const { code } = await scene.operator.run('logs', scene.device.name, 'web', '--tail', '1')
    expect({ code, followed: await follow.ended }).toEqual({ code: 0, followed: 0 })
    expect(follow.err.join('\n')).toContain('note: ended: logs were asked for anew')
  })

  it('status: what runs, in one line', async () => {
    const { code, out } = await scene.operator.run('status', '--device', scene.device.name)
    expect(code).toBe(0)
    expect(out[1]).toMatch(/yes\s+2 \(shop v2\)\s.*idle\s+3\/3/)
  })

  it('a command that was sent while the device was away is carried out once, when it is back', async () => {
    await scene.device.powerCut()
    const id = 'while-away-1'
    const command = { id, budgetMs: 60_000, restart: { service: 'web' } }
    const results = await publish(rig.broker, deviceTopics(scene.device.name).result)
    await results.command(scene.device.name, command)
    await results.command(scene.device.name, command)
    scene.device.powerOn()
    await until('an answer', () => results.answers(id).length > 0, scene.story)
    await scene.device.settlesOn(2)
    expect(scene.engine.starts('web')).toBe(2)

    // Once more, with the same id: the answer that there is, and nothing done.
    const before = results.answers(id).length
    await results.command(scene.device.name, command)
    await until('the answer again', () => results.answers(id).length > before, scene.story)
    expect(results.answers(id).every(({ message }) => message === 'restarted web')).toBe(true)
    expect(scene.engine.starts('web')).toBe(2)
    await results.close()
  })

  it('a command that was under way at a power cut is carried out, and answered once it is', async () => {
    const id = 'cut-1'
    const results = await publish(rig.broker, deviceTopics(scene.device.name).result)
    const held = scene.gate.hold(/^POST \/containers\/\w+\/start/)
    await results.command(scene.device.name, { id, budgetMs: 60_000, restart: { service: 'web' } })
    await held
    await scene.device.powerCut()
    scene.gate.open()
    expect(results.answers(id)).toEqual([])
    scene.device.powerOn()
    await until('an answer', () => results.answers(id).length > 0, scene.story)
    await webIs('running')
    await scene.device.settlesOn(2)
    await results.close()
  })
})
