/**
 * A fleet's life in virtual time, in one process, from one seed: devices, broker, operators and faults.
 *
 * Invariant: the same flags give the same history and trace, byte for byte. What must never happen is looked for in
 * every step, by the judge of the crash explorer; what must be true at rest, when all faults are over.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { MemoryBroker } from '../broker/memory-broker.ts'
import { FLEET, onDevice, signedRollout, signedTarget } from '../crash/application.ts'
import { SimulatedRegistry } from '../engine/images.ts'
import { sharedOpening } from '../shared-opening.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { type FaultRates, faultsOf as faultsComing } from './faults.ts'
import { JudgedDevice } from './judged-device.ts'
import { commandsOf, type FleetAct, operatorPlan } from './operator-plan.ts'
import { type Profile, profileOf } from './profiles.ts'
import { Trace } from './trace.ts'

export interface VirtualOptions {
  seed: string
  /** How many, and the number of the first. */
  devices: number
  first: number
  days: number
  rates: FaultRates
  mix: ReadonlyMap<string, number>
  profiles: Readonly<Record<string, Profile>>
  /** Only so many faults and commands happen, the first ones. Default: all. */
  acts?: number
  /** Ends at the first fault. */
  stopEarly?: boolean
  /** Told of each line of the trace. */
  write?: ((line: string) => void) | null
}

export interface Found {
  device: string
  sentence: string
  /** Faults and commands before it was found. */
  acts: number
  /** Since the begin. */
  atMs: number
}

export interface VirtualResult {
  sha256: string
  lines: number
  found: Found[]
  acts: number
  messages: number
  bytes: number
  updates: number
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How long the last release may take once every fault is over. */
const CALM_MS = 4 * DAY
/** Simulated engines forget no event. */
const RELIST_MS = 12 * HOUR

export async function liveVirtually(options: VirtualOptions): Promise<VirtualResult> {
  const { seed, days, rates, mix, acts: most = Number.POSITIVE_INFINITY } = options
  const clock = new VirtualClock({ seed })
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  const trace = new Trace(options.write ?? null)
  const plan = operatorPlan(seed, days)
  const opening = sharedOpening()
  for (const { images } of plan.apps) for (const image of images) registry.push(image)
  const result = { acts: 0, messages: 0, bytes: 0, updates: 0 }
  const found: Found[] = []
  const now = () => clock.now().monoMs
  const byName = new Map<string, JudgedDevice>()
  const fault = (device: string, sentence: string) => {
    trace.line(now(), device, `FAULT ${sentence}`)
    found.push({ device, sentence, acts: result.acts, atMs: now() })
  }

  broker.watch(({ topic, payload, client }) => {
    result.messages += 1
    result.bytes += payload.byteLength
    trace.line(now(), client ?? 'operator', `${topic} ${latin1Of(payload)}`)
    if (client !== null && topic.endsWith('/result')) byName.get(client)?.judge.heard(payload)
  })

  for (let index = 0; index < options.devices; index += 1) {
    const name = nameOf(options.first + index)
    const profile = options.profiles[profileOf(seed, name, mix)]
    if (profile === undefined)
      throw new HoldfastError('HF_USAGE', 'names a profile that there is not', { place: '--profile' })
    const device = new JudgedDevice({
      name,
      seed,
      profile,
      clock,
      broker,
      registry,
      opening,
      relistMs: RELIST_MS,
      apps: plan.apps.map((app) => onDevice(name, app)),
      bad: plan.bad,
      last: plan.apps.at(-1)?.version ?? '',
      fault: (sentence) => fault(name, sentence),
      moved: (machine, from, to, event) => {
        trace.line(now(), name, `${machine} ${from} > ${to} (${event})`)
        if (machine === 'update' && to.startsWith('committing')) result.updates += 1
      },
    })
    byName.set(name, device)
    // They are switched on over the first hour.
    clock.schedule((index * HOUR) / options.devices, () => device.boot())
    beset(device, name)
  }

  /** Faults and commands come to a device, one after the other. */
  function beset(device: JudgedDevice, name: string): void {
    const act = (tells: string, work: () => void) => {
      if (result.acts >= most) return
      result.acts += 1
      trace.line(now(), name, tells)
      work()
    }
    const faults = faultsComing(seed, name, rates)
    const next = () => {
      const coming = faults.next().value
      if (coming === undefined || coming.atMs >= days * DAY) return
      const forMs = Math.min(coming.forMs, days * DAY - coming.atMs)
      clock.schedule(coming.atMs - now(), () => {
        act(`${coming.name} for ${forMs.toFixed(0)} ms`, () => clock.schedule(forMs, device.begin(coming.name, forMs)))
        next()
      })
    }
    next()
    for (const { atMs, id, action } of commandsOf(seed, name, days))
      clock.schedule(atMs, () =>
        act(`asked: ${id}`, () => {
          if (!broker.knows(name)) return
          device.judge.memory.commandsSent.push({ id, action, atMs: now() })
          broker.publish(deviceTopics(name).command, encode(KINDS.Command, { id, budgetMs: HOUR, ...action }))
        }),
      )
  }

  const operate = (act: FleetAct) => {
    const topics = fleetTopics(FLEET)
    if (act.do === 'deploy')
      broker.publish(topics.target, signedTarget(act.epoch, act.app, act.fallback), { retain: true })
    else broker.publish(topics.rollout, signedRollout(act.epoch, act.revision, act.word, act.share), { retain: true })
  }
  for (const act of plan.acts) clock.schedule(act.atMs, () => operate(act))

  const isOver = () => options.stopEarly === true && found.length > 0
  await clock.runTo(days * DAY, isOver)
  if (!isOver()) {
    for (const device of byName.values()) device.calm()
    for (const act of plan.last) operate(act)
    await clock.runTo(days * DAY + CALM_MS)
    for (const device of byName.values()) await device.verdict()
  }
  return { ...result, found, sha256: trace.digest(), lines: trace.lines }
}

/** Each byte as one character, without a copy of them. */
function latin1Of({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

/** Of the device with this number. */
export function nameOf(number: number): string {
  return `sim-${String(number).padStart(6, '0')}`
}
