/** What whole devices did, through power cuts, is what the charts of this version say they can do. */
import { beforeAll, describe, expect, it } from 'vitest'
import { DEFINITIONS } from '../../fleet/charts/definitions.ts'
import { edgesOf, placesOf } from '../../fleet/charts/walk.ts'
import { replayed } from '../../fleet/replay/replay.ts'
import { encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Command, FlightEntry } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'

const GOOD = application('v1', { web: { health: true }, db: {} })
const BAD = application('v2', { web: { health: true, behaviour: { unhealthyAfterMs: 1 } }, db: {} })

/** A device takes a good release and a bad one, is told this and that, and is cut off so often. */
async function life(cutsAfterMs: readonly number[]): Promise<FlightEntry[]> {
  const clock = new VirtualClock()
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of [...GOOD.images, ...BAD.images]) registry.push(image)
  const engine = new SimulatedEngine({ clock, registry, seed: 'd1' })
  const device = new SimulatedDevice({ identity: { device: 'd1', fleet: FLEET }, trusted: KEYS, clock, broker, engine })
  const command = (id: string, action: Loose<Command>) =>
    broker.publish(deviceTopics('d1').command, encode(KINDS.Command, { id, budgetMs: 30_000, ...action }))
  const entries: FlightEntry[] = []
  const collect = async (): Promise<void> => {
    const store = await openStore(device.disk.open())
    const last = entries.at(-1)?.sequence ?? 0
    entries.push(...(await store.flight(512)).filter(({ sequence }) => sequence > last))
    await store.close()
  }
  const run = async (ms: number): Promise<void> => {
    for (const cut of cutsAfterMs) {
      await clock.advance(cut)
      device.powerCut(dropped)
      await collect()
      device.boot()
    }
    await clock.advance(ms)
  }
  const deploy = (epoch: number, app: typeof GOOD): void => {
    broker.publish(fleetTopics(FLEET).rollout, signedRollout(epoch, 1, 'go'), { retain: true })
    broker.publish(fleetTopics(FLEET).target, signedTarget(epoch, app, null), { retain: true })
  }
  device.boot()
  await clock.advance(2_000)
  deploy(1, GOOD)
  await run(60_000)
  command('c1', { stop: { service: 'db', forMs: 5_000 } })
  command('c2', { logs: { service: 'web', follow: false } })
  command('c2b', { exec: { service: 'web', command: ['true'] } })
  command('c2c', { restart: { service: 'db', force: true } })
  command('c3', { revert: {} })
  await run(20_000)
  deploy(2, BAD)
  await clock.advance(1_500)
  command('c4', { hold: { reason: 'x' } })
  command('c5', { restart: { service: 'web' } })
  await run(1_000)
  command('c6', { unhold: {} })
  await run(120_000)
  device.kill()
  await collect()
  return entries
}

let records: FlightEntry[][]
beforeAll(async () => {
  records = []
  for (const cuts of [[], [40], [200], [700, 90], [1_900], [4_200], [333, 333, 333]]) records.push(await life(cuts))
})

describe('the record of a device', () => {
  it("is one that today's charts could make", () => {
    for (const record of records) {
      const told = replayed(record, DEFINITIONS)
      expect(told.filter(({ kind }) => kind === 'different')).toEqual([])
      expect(told.filter(({ kind }) => kind === 'same').length).toBeGreaterThan(10)
    }
    const phases = new Set(
      records.flat().flatMap(({ machine, to }) => (machine === 'update' ? [to.split('.')[0]!] : [])),
    )
    expect([...phases]).toEqual(expect.arrayContaining(['switching', 'proving', 'committing', 'reverting', 'idle']))
  })

  it('is not one of a chart without a transition that it took', () => {
    const record = records.flat()
    for (const [event, from] of [
      ['xstate.done.actor.fetch', 'update.fetching.pulling'],
      ['xstate.done.actor.runCommand', 'device.serving.operation.running'],
    ] as const) {
      const machine = from.split('.')[0]!
      const definition = structuredClone<MachineDefinition>(DEFINITIONS.get(machine)!)
      const place = placesOf(definition).get(from)!
      expect(edgesOf(place).some((edge) => edge.event === event)).toBe(true)
      for (const effect of place.state.invoke!) delete effect.onDone
      const told = replayed(record, new Map([...DEFINITIONS, [machine, definition]]))
      const different = told.filter((one) => one.kind === 'different')
      expect(different.length).toBeGreaterThan(0)
      expect(different.every(({ entry }) => entry.event === event)).toBe(true)
    }
  })
})
