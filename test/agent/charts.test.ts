/** A whole device while somebody watches it, and while nobody does. */
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { definitionText, type MachineDefinition, type StateDefinition } from '../../protocol/machine-definition.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Chart, Watch } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import type { Kv } from '../../storage/kv.ts'
import { dropped } from '../../storage/memory-kv.ts'

const APP = application('v1', { web: { health: true, volumes: ['data'] } })
const TOPICS = deviceTopics('d1')

function bench() {
  const clock = new VirtualClock()
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of APP.images) registry.push(image)
  const engine = new SimulatedEngine({ clock, registry, seed: 'd1' })
  const writes: string[] = []
  const kv = (disk: Kv): Kv => ({
    batch: (changes, sync) => {
      writes.push(...changes.map(({ key }) => key))
      return disk.batch(changes, sync)
    },
    get: (key) => disk.get(key),
    entries: (prefix, from) => disk.entries(prefix, from),
    close: () => disk.close(),
  })
  const device = new SimulatedDevice({
    identity: { device: 'd1', fleet: FLEET },
    trusted: KEYS,
    clock,
    broker,
    engine,
    dressing: { kv },
  })
  const charts: Chart[] = []
  broker.watch(({ topic, payload, retain }) => {
    if (topic !== TOPICS.chart) return
    expect(retain).toBe(false)
    charts.push(decode(KINDS.Chart, payload))
  })
  const say = (watch: Loose<Watch>) => broker.publish(TOPICS.watch, encode(KINDS.Watch, watch))
  const deploy = () => {
    broker.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), { retain: true })
    broker.publish(fleetTopics(FLEET).target, signedTarget(1, APP, null), { retain: true })
  }
  const report = () => decode(KINDS.Report, broker.retained(TOPICS.report)!)
  return { clock, broker, device, writes, charts, say, deploy, report }
}

/** The states that a definition has, as "update.switching.looking". */
function placesIn(definition: MachineDefinition): Set<string> {
  const places = (path: string, { states = {} }: StateDefinition): string[] => [
    path,
    ...Object.entries(states).flatMap(([key, inner]) => places(`${path}.${key}`, inner)),
  ]
  return new Set(places(definition.id, definition))
}

describe('a device that is watched', () => {
  it('tells an update from its first transition to its last, in charts that it defines itself', async () => {
    const { clock, device, charts, say, deploy } = bench()
    device.boot()
    await clock.advance(5_000)
    say({ forMs: 300_000 })
    await clock.advance(1_000)
    const hashes = charts.flatMap(({ machines }) => machines).map(({ definition }) => definition)
    say({ forMs: 300_000, definitions: [...new Set(hashes)] })
    deploy()
    await clock.advance(60_000)

    const definitions = charts.flatMap((chart) => chart.definitions)
    expect(definitions.map(({ machine }) => machine).sort()).toEqual(['device', 'network', 'update'])
    for (const { json, hash } of definitions) expect(definitionText(JSON.parse(json)).hash).toBe(hash)

    const steps = charts.flatMap(({ transitions }) => transitions).filter(({ machine }) => machine === 'update')
    expect(steps[0]).toMatchObject({ from: 'idle.steady', event: 'TARGET' })
    for (const [index, { from }] of steps.entries()) if (index > 0) expect(from).toBe(steps[index - 1]?.to)
    expect(new Set(steps.map(({ to }) => to.split('.')[0]))).toEqual(
      new Set([
        'admitting',
        'planning',
        'waiting',
        'fetching',
        'staging',
        'switching',
        'proving',
        'committing',
        'idle',
      ]),
    )
    const update = JSON.parse(definitions.find(({ machine }) => machine === 'update')!.json) as MachineDefinition
    const places = placesIn(update)
    expect(steps.filter(({ to }) => !places.has(`update.${to}`))).toEqual([])

    const context = charts.flatMap(({ machines }) => machines).findLast(({ machine }) => machine === 'update')!
    expect(context.state).toBe('idle.steady')
    expect(JSON.parse(context.context)).toMatchObject({ intent: { phase: 'idle', current: { version: 'v1' } } })
    expect(charts.flatMap(({ effects }) => effects).map(({ id, source }) => `${id}: ${source}`)).toContain(
      'soak: pause',
    )
    expect(charts.map(({ sequence }) => sequence)).toEqual(charts.map((_, index) => index + 1))
    expect(charts.flatMap(({ dropped }) => dropped).every((count) => count === 0)).toBe(true)
  })

  it('writes nothing for it, and is silent when the watch is over, or was never asked for', async () => {
    const { clock, device, writes, charts, say, deploy } = bench()
    device.boot()
    deploy()
    await clock.advance(60_000)
    expect(charts).toEqual([])
    writes.length = 0
    say({ forMs: 60_000 })
    await clock.advance(120_000)
    expect(charts).toHaveLength(1)
    expect(writes).toEqual([])
    await clock.advance(3_600_000)
    expect(charts).toHaveLength(1)
  })

  it('is watched no more after a power cut, until it is asked again', async () => {
    const { clock, device, charts, say, deploy } = bench()
    device.boot()
    await clock.advance(5_000)
    say({ forMs: 300_000 })
    deploy()
    await clock.advance(300)
    device.powerCut(dropped)
    const before = charts.length
    device.boot()
    await clock.advance(60_000)
    expect(charts).toHaveLength(before)
    say({ forMs: 1_000 })
    await clock.advance(100)
    expect(charts.at(-1)).toMatchObject({ sequence: 1, bootId: 'boot-2' })
  })

  it('refuses and counts a watch that it does not understand, and goes on as it was', async () => {
    const { clock, broker, device, charts, writes, say, deploy, report } = bench()
    device.boot()
    await clock.advance(5_000)
    writes.length = 0
    say({ forMs: 300_001 })
    broker.publish(TOPICS.watch, Uint8Array.of(0xff))
    await clock.advance(60_000)
    expect(charts).toEqual([])
    expect(writes).toEqual([])
    say({ forMs: 1_000 })
    await clock.advance(100)
    expect(charts).toHaveLength(1)
    deploy()
    await clock.advance(60_000)
    expect(report()).toMatchObject({
      phase: 'idle',
      blockers: [],
      counters: { 'mqtt.rejected.HF_WIRE_INVALID': 1, 'mqtt.rejected.HF_WIRE_MALFORMED': 1 },
    })
  })
})
