import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { dropped } from '../../storage/memory-kv.ts'
import { MemoryBroker } from '../broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../crash/application.ts'
import { referenceOf, SimulatedRegistry } from '../engine/images.ts'
import { SimulatedEngine } from '../engine/simulated-engine.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { SimulatedDevice } from './simulated-device.ts'

const APP = application('v1', { web: { health: true, volumes: ['data'] } })

function rig(names: readonly string[]) {
  const clock = new VirtualClock()
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of APP.images) registry.push(image)
  const devices = names.map((name) => {
    const engine = new SimulatedEngine({ clock, registry, seed: name })
    return {
      engine,
      device: new SimulatedDevice({ identity: { device: name, fleet: FLEET }, trusted: KEYS, clock, broker, engine }),
    }
  })
  const publish = () => {
    broker.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), { retain: true })
    broker.publish(fleetTopics(FLEET).target, signedTarget(1, APP, null), { retain: true })
  }
  const reportOf = (name: string) => {
    const bytes = broker.retained(deviceTopics(name).report)
    return bytes === undefined ? null : decode(KINDS.Report, bytes)
  }
  const isOnline = (name: string) => {
    const bytes = broker.retained(deviceTopics(name).presence)
    return bytes !== undefined && decode(KINDS.Presence, bytes).online
  }
  const one = devices[0] as (typeof devices)[number]
  return { clock, broker, registry, devices, ...one, publish, reportOf, isOnline }
}

const running = (engine: SimulatedEngine) =>
  [...engine.model.look().containers.values()].filter(({ run }) => run !== null)

describe('a simulated device', () => {
  it('installs what its fleet shall run, and says so', async () => {
    const { clock, device, engine, publish, reportOf } = rig(['d1'])
    device.boot()
    publish()
    await clock.advance(60_000)
    expect(reportOf('d1')).toMatchObject({ phase: 'idle', current: { version: 'v1' }, bootId: 'boot-1' })
    expect(running(engine)).toHaveLength(1)
  })

  it('tells the end of an update once, with what runs then', async () => {
    const { clock, broker, registry, device, publish } = rig(['d1'])
    device.boot()
    publish()
    await clock.advance(60_000)
    const next = application('v2', { web: { health: true, volumes: ['data'], tag: '2' } })
    for (const image of next.images) registry.push(image)
    const ended: Report[] = []
    broker.watch(({ topic, payload }) => {
      if (topic !== deviceTopics('d1').report) return
      const report = decode<Report>(KINDS.Report, payload)
      if (report.current?.version === 'v2') ended.push(report)
    })
    broker.publish(fleetTopics(FLEET).rollout, signedRollout(2, 1, 'go'), { retain: true })
    broker.publish(fleetTopics(FLEET).target, signedTarget(2, next, APP), { retain: true })
    await clock.advance(600_000)
    const [image] = next.images
    expect(ended).toMatchObject([{ phase: 'idle', services: [{ state: 'running', image: referenceOf(image!) }] }])
  })

  it('is off after a power cut, as everybody sees, and goes on when it is booted', async () => {
    const { clock, device, engine, publish, reportOf, isOnline } = rig(['d1'])
    device.boot()
    publish()
    await clock.advance(10)
    device.powerCut(dropped)
    await clock.advance(3_600_000)
    expect(isOnline('d1')).toBe(false)
    expect(engine.isAway).toBe(true)
    device.boot()
    await clock.advance(60_000)
    expect(isOnline('d1')).toBe(true)
    expect(reportOf('d1')).toMatchObject({ phase: 'idle', current: { version: 'v1' }, bootId: 'boot-2' })
  })

  it('does nothing more with an agent that is dead, and its containers run on when only the agent was killed', async () => {
    const { clock, broker, device, engine, publish } = rig(['d1'])
    device.boot()
    publish()
    await clock.advance(60_000)
    device.kill()
    const heard: string[] = []
    broker.watch(({ topic }) => heard.push(topic))
    engine.act((model) => model.processDies(running(engine)[0]?.id ?? ''))
    await clock.advance(3_600_000)
    expect(heard).toEqual([])
    expect(running(engine)).toHaveLength(1)
    device.startAgent()
    await clock.advance(60_000)
    expect(heard).toContain(deviceTopics('d1').report)
  })

  it('switches itself off when it is told to, and stays so until somebody boots it', async () => {
    const { clock, device, engine, broker, publish, isOnline } = rig(['d1'])
    device.boot()
    publish()
    await clock.advance(60_000)
    broker.publish(deviceTopics('d1').command, encode(KINDS.Command, { id: 'c1', budgetMs: 7_200_000, shutdown: {} }))
    await clock.advance(3_600_000)
    expect([device.bootId, running(engine).length]).toEqual([null, 0])
    expect(isOnline('d1')).toBe(false)
    device.boot()
    await clock.advance(60_000)
    expect(device.bootId).toBe('boot-2')
    expect(running(engine)).toHaveLength(1)
    expect(isOnline('d1')).toBe(true)
  })

  it('reboots when it is told to, and answers afterwards', async () => {
    const { clock, broker, device } = rig(['d1'])
    const results: string[] = []
    broker.watch(({ topic, payload }) => {
      if (topic === deviceTopics('d1').result) results.push(`${device.bootId} ${decode(KINDS.Result, payload).message}`)
    })
    device.boot()
    await clock.advance(1_000)
    broker.publish(deviceTopics('d1').command, encode(KINDS.Command, { id: 'c1', budgetMs: 60_000, reboot: {} }))
    await clock.advance(120_000)
    expect(results).toEqual(['boot-2 rebooted'])
  })

  it('is cheap: a hundred of them follow one target', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `d${index}`)
    const { clock, devices, publish, reportOf } = rig(names)
    for (const { device } of devices) device.boot()
    publish()
    await clock.advance(60_000)
    expect(names.filter((name) => reportOf(name)?.current?.version !== 'v1')).toEqual([])
  })
})
