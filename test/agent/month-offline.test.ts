/** A month without a broker: bounded on the disk, and no flood when it is there again. */
import { expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Command } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped, type MemoryDisk } from '../../storage/memory-kv.ts'

const HOUR = 3_600_000
const DAYS = 30
const TOPICS = deviceTopics('d1')
const LINES = Array.from({ length: 400 }, (_, n) => ({
  afterMs: n * 100,
  text: `line ${n} ${'x'.repeat(200)}`,
  stderr: false,
}))
const V1 = application('v1', { web: { health: true, volumes: ['data'], behaviour: { lines: LINES } } })
/** Its way to the operator is cut while it proves itself. */
const V2 = application('v2', { web: { health: true, volumes: ['data'], tag: 'two', behaviour: { lines: LINES } } })

async function bytesOn(disk: MemoryDisk): Promise<number> {
  let bytes = 0
  for await (const [key, value] of disk.clone().open().entries('')) bytes += key.length + value.byteLength
  return bytes
}

it('of power cuts, restarts and logs costs a device a bounded disk, and its return no flood', async () => {
  const clock = new VirtualClock()
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of [...V1.images, ...V2.images]) registry.push(image)
  const engine = new SimulatedEngine({ clock, registry, seed: 'd1' })
  const link = { backoff: { baseMs: 1_000, capMs: 600_000 } }
  const device = new SimulatedDevice({
    identity: { device: 'd1', fleet: FLEET },
    trusted: KEYS,
    clock,
    broker,
    engine,
    link,
  })
  const heard: { topic: string; payload: Uint8Array; atMs: number }[] = []
  broker.watch(({ topic, payload, client }) => {
    if (client !== null) heard.push({ topic, payload, atMs: clock.now().monoMs })
  })
  const command = (id: string, action: Loose<Command>) =>
    broker.publish(TOPICS.command, encode(KINDS.Command, { id, budgetMs: 60_000, ...action }))

  device.boot()
  broker.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), { retain: true })
  broker.publish(fleetTopics(FLEET).target, signedTarget(1, V1, null), { retain: true })
  await clock.advance(60_000)
  // As much work as may wait, and logs for longer than there will be anybody to take them; then nobody is there any more.
  for (let n = 0; n < 12; n += 1) command(`r${n}`, { restart: { service: 'web' } })
  command('logs', { logs: { service: 'web', follow: true }, budgetMs: HOUR })
  broker.publish(fleetTopics(FLEET).rollout, signedRollout(2, 1, 'go'), { retain: true })
  broker.publish(fleetTopics(FLEET).target, signedTarget(2, V2, V1), { retain: true })
  await clock.advance(200)
  broker.online = false

  const sizes: number[] = []
  for (let day = 0; day < DAYS; day += 1) {
    for (let hour = 0; hour < 24; hour += 3) {
      await clock.advance(3 * HOUR)
      for (const { id, run } of engine.model.look().containers.values())
        if (run !== null) engine.act((model) => model.processDies(id))
    }
    device.powerCut(dropped)
    sizes.push(await bytesOn(device.disk))
    await clock.advance(60_000)
    device.boot()
  }
  // It does not grow from the first days on, but for what rings make of their bounds.
  expect(Math.max(...sizes)).toBeLessThan(1024 * 1024)
  expect(sizes.at(-1)).toBeLessThan(1.2 * Math.max(...sizes.slice(0, 10)))

  heard.length = 0
  broker.online = true
  const backAtMs = clock.now().monoMs
  await clock.advance(HOUR)
  const results = heard
    .filter(({ topic }) => topic === TOPICS.result)
    .map(({ payload }) => decode(KINDS.Result, payload))
  expect(results.map(({ id }) => id).sort()).toEqual([...Array.from({ length: 12 }, (_, n) => `r${n}`), 'logs'].sort())
  expect(new Set(results.map(({ id }) => id)).size).toBe(results.length)
  expect(results.filter(({ outcome }) => outcome === Outcome.OUTCOME_UNSPECIFIED)).toEqual([])
  // A birth, a report and the answers; nothing of a month is told step by step.
  expect(heard.length).toBeLessThan(40)
  expect(heard.reduce((sum, { payload }) => sum + payload.byteLength, 0)).toBeLessThan(64 * 1024)
  expect(heard[0]!.atMs - backAtMs).toBeLessThan(600_001)
  const report = decode(KINDS.Report, broker.retained(TOPICS.report)!)
  const outcomes = report.outcomes.map(({ number, outcome, version }) => `${number} ${outcome} ${version}`)
  expect(outcomes[0]).toBe('1 committed v1')
  expect(outcomes).toContain('2 refused v2')
}, 120_000)
