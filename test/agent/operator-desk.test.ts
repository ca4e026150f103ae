/** A device that no broker reaches, and an engineer at its own socket with the operator's program. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { connectBroker } from '../../fleet/broker/connection.ts'
import { Desk } from '../../fleet/testing.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Chart, Result } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { receiver } from './receiver.ts'

const APP = application('v1', { web: { health: true } })
const TOPICS = deviceTopics('d1')

let folder: string
let socket: string
let desk: Desk
let broker: MemoryBroker
let device: SimulatedDevice
let flow: ReturnType<typeof setInterval>
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-desk-'))
  socket = join(folder, 'run', 'operator.sock')
  desk = await Desk.open()
  const clock = new VirtualClock()
  const registry = new SimulatedRegistry()
  for (const image of APP.images) registry.push(image)
  broker = new MemoryBroker()
  device = new SimulatedDevice({
    identity: { device: 'd1', fleet: FLEET },
    trusted: KEYS,
    clock,
    broker,
    engine: new SimulatedEngine({ clock, registry, seed: 'd1' }),
    operatorSocket: socket,
  })
  // Time goes a hundred times faster here.
  let last = Promise.resolve()
  flow = setInterval(() => {
    last = last.then(() => clock.advance(1000))
  }, 10)
  device.boot()
  broker.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), { retain: true })
  broker.publish(fleetTopics(FLEET).target, signedTarget(1, APP, null), { retain: true })
  await vi.waitFor(() => expect(decode(KINDS.Report, broker.retained(TOPICS.report)!).current?.epoch).toBe(1), {
    timeout: 30_000,
  })
  broker.online = false
})
afterEach(async () => {
  await (await device.agent)?.stop()
  clearInterval(flow)
  await desk.clear()
  await rm(folder, { recursive: true })
})

const run = (line: string) => desk.run(`${line} --broker unix:${socket}`)

describe('at the socket of a device without a broker', () => {
  it('one sees how it is, and is answered', async () => {
    expect((await stat(socket)).mode & 0o777).toBe(0o600)
    const status = await run('status --json')
    expect(status.lines[0]).toMatchObject({ device: 'd1', presence: { online: true } })
    expect((await run('send d1 pause --json')).lines.at(-1)).toMatchObject({ outcome: 'ok' })
    expect((await run('status --json')).lines[0]).toMatchObject({ report: { hold: { reason: '' } } })
  })

  it('one watches its machines, live', async () => {
    const charts: Chart[] = []
    const results: Result[] = []
    const watched = await connectBroker(
      { url: `unix:${socket}`, version: 'auto', connectTimeoutMs: 1000 },
      (topic, payload) => {
        if (topic === TOPICS.chart) charts.push(decode(KINDS.Chart, payload))
        if (topic === TOPICS.result) results.push(decode(KINDS.Result, payload))
      },
    )
    await watched.subscribe([TOPICS.chart, TOPICS.result])
    await watched.publish(TOPICS.watch, encode(KINDS.Watch, { forMs: 60_000 }), false)
    await vi.waitFor(() => expect(charts.flatMap(({ machines }) => machines)).not.toEqual([]), { timeout: 30_000 })
    await watched.publish(TOPICS.command, encode(KINDS.Command, { id: 'r1', restart: { service: 'web' } }), false)
    await vi.waitFor(() => expect(results).toMatchObject([{ id: 'r1', device: 'd1' }]), { timeout: 30_000 })
    await vi.waitFor(
      () => expect(charts.flatMap(({ transitions }) => transitions.map(({ machine }) => machine))).toContain('device'),
      { timeout: 30_000 },
    )
    await watched.close()
  })

  it('Stately’s inspector is told of its machines and their transitions', async () => {
    const inspector = await receiver()
    const stop = new AbortController()
    const line = `charts --inspect ${inspector.url} --device d1 --broker unix:${socket}`
    const inspecting = desk.run(line, { interrupt: stop.signal })
    const told = () => inspector.texts.map((text) => JSON.parse(text) as { type: string; sessionId: string })
    await vi.waitFor(
      () => expect(told()).toContainEqual(expect.objectContaining({ type: '@xstate.actor', sessionId: 'd1/update' })),
      { timeout: 30_000 },
    )
    await run('send d1 restart web')
    await vi.waitFor(
      () =>
        expect(told()).toContainEqual(expect.objectContaining({ type: '@xstate.snapshot', sessionId: 'd1/device' })),
      { timeout: 30_000 },
    )
    stop.abort()
    expect((await inspecting).code).toBe(0)
    await inspector.close()
  })

  it('what the device does not listen to is refused, and so is who speaks otherwise', async () => {
    const other = await connectBroker({ url: `unix:${socket}`, version: 'auto', connectTimeoutMs: 1000 }, () => {})
    await expect(other.publish('hf/1/device/d2/command', new Uint8Array(), false)).rejects.toMatchObject({
      code: 'HF_BROKER_REFUSED',
    })
    // It is looked at as a broker's message is: refused, told in the report, and nothing has changed.
    await other.publish(TOPICS.target, Buffer.from('nobody signed this'), true)
    await other.close()
    await vi.waitFor(async () => expect((await run('status --json')).lines[0]).toMatchObject({ device: 'd1' }), 30_000)
    const stranger = connect(socket).resume()
    stranger.on('error', () => {}) // it may be cut off in the middle
    stranger.write('GET / HTTP/1.1\r\n\r\n')
    await new Promise((resolve) => stranger.once('close', resolve))
    expect((await run('status --json')).code).toBe(0)
  })

  it('nobody is there: that is said', async () => {
    const { code, err } = await desk.run(`status --broker unix:${folder}/nothing.sock`)
    expect(code).toBe(3)
    expect(err).toContain('HF_BROKER_UNAVAILABLE')
  })
})
