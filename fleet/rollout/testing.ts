/**
 * A fleet for tests of the controller: devices that take what a rollout lets them, in a time of their own.
 *
 * Invariant: driven by `pass` alone; the same seed does the same.
 */

import { isIncluded } from '../../protocol/check-rollout.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { Health, RolloutState } from '../../protocol/enums.ts'
import { generateKey, type PrivateKey } from '../../protocol/keys.ts'
import { open, seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics, parseTopic } from '../../protocol/topics.ts'
import type { Command, Release, Report, Rollout } from '../../protocol/types.ts'

export const FLEET = 'shop'

const PHASES = { resting: 'idle', working: 'switching', gated: 'waiting', refused: 'idle' } as const

/** Of a broker: what it retains. */
type Retained = Map<string, Uint8Array>

interface Device {
  name: string
  online: boolean
  /** What it runs. */
  release: 'old' | 'new'
  epoch: number
  state: 'resting' | 'working' | 'gated' | 'refused'
  /** Of its work; while it waits at a gate what is left of it. */
  doneAtMs: number
  sequence: number
  attempts: number
  /** A service of it is unhealthy. */
  isIll: boolean
  /** Ids of commands: each is done once. */
  done: Set<string>
}

export interface FleetOptions {
  size: number
  epoch?: number
  /** How many of its attempts fail, by device. */
  failures(device: string): number
  /** How long an attempt takes, ms. */
  workMs(device: string): number
  offline?(device: string): boolean
  /** Those at work wait while the rollout is paused, as at a gate of theirs. */
  isGated?: boolean
  /** How long a command is on its way, ms; nothing when absent. */
  commandMs?: number
}

export class FakeFleet {
  readonly key: PrivateKey = generateKey('rollout')
  readonly #release = generateKey('release')
  readonly retained: Retained = new Map()
  readonly #devices: Device[]
  readonly #options: FleetOptions
  readonly epoch: number
  /** Who is told of each message. */
  listener: (topic: string, payload: Uint8Array) => void = () => {}
  /** Every rollout that was published, in order. */
  readonly rollouts: Rollout[] = []
  /** Commands on their way. */
  #coming: { device: string; command: Command; atMs: number }[] = []
  nowMs = 1_900_000_000_000

  constructor(options: FleetOptions) {
    this.#options = options
    this.epoch = options.epoch ?? 2
    this.#devices = Array.from({ length: options.size }, (_, at) => ({
      name: `d${at}`,
      online: options.offline?.(`d${at}`) !== true,
      release: 'old' as const,
      epoch: 1,
      state: 'resting' as const,
      doneAtMs: 0,
      sequence: 0,
      attempts: 0,
      isIll: false,
      done: new Set<string>(),
    }))
    const release = (name: string): Loose<Release> => ({ id: `sha256:${name.padStart(64, '0')}`, name, version: '1' })
    const target = { fleet: FLEET, epoch: this.epoch, release: release('new'), fallback: release('old') }
    this.#put(fleetTopics(FLEET).target, seal(KINDS.Target, target as never, [this.#release]))
    for (const device of this.#devices) this.#say(device)
  }

  /** As a broker: what is retained on these topics. */
  deliver(filters: readonly string[]): void {
    for (const [topic, payload] of this.retained)
      if (filters.some((filter) => matches(filter, topic))) this.listener(topic, payload)
  }

  publish(topic: string, payload: Uint8Array, retain: boolean): void {
    if (retain) this.#put(topic, payload)
    const parsed = parseTopic(topic)
    if (parsed?.leaf === 'command') {
      const command = decode<Command>(KINDS.Command, payload)
      this.#coming.push({ device: parsed.name, command, atMs: this.nowMs + (this.#options.commandMs ?? 0) })
      this.#arrive()
    }
    if (topic === fleetTopics(FLEET).rollout) this.rollouts.push(open<Rollout>(KINDS.Rollout, payload, [this.key]))
    this.listener(topic, payload)
    this.#react()
  }

  /** So many milliseconds go by. */
  pass(ms: number): void {
    this.nowMs += ms
    this.#arrive()
    for (const device of this.#devices) {
      if (device.state !== 'working' || device.doneAtMs > this.nowMs) continue
      const fails = device.attempts <= this.#options.failures(device.name)
      device.state = fails ? 'refused' : 'resting'
      if (!fails) Object.assign(device, { release: 'new', epoch: this.epoch })
      this.#say(device)
    }
    this.#react()
  }

  /** It runs the epoch from now on, however it stood to it, well or badly. */
  runs(name: string, isIll: boolean): void {
    const device = this.#devices.find((each) => each.name === name)!
    this.#say(Object.assign(device, { release: 'new', epoch: this.epoch, state: 'resting', isIll }))
  }

  #arrive(): void {
    const here = this.#coming.filter(({ atMs }) => atMs <= this.nowMs)
    this.#coming = this.#coming.filter(({ atMs }) => atMs > this.nowMs)
    for (const { device: name, command } of here) {
      const device = this.#devices.find((each) => each.name === name)
      if (device === undefined || device.done.has(command.id)) continue
      device.done.add(command.id)
      if (command.forgetRefusal?.epoch === this.epoch && device.state === 'refused') device.state = 'resting'
    }
  }

  get runsNew(): number {
    return this.#devices.filter(({ release }) => release === 'new').length
  }

  get tried(): number {
    return this.#devices.filter(({ attempts }) => attempts > 0).length
  }

  #react(): void {
    const rollout = this.rollouts.at(-1)
    if (rollout?.epoch !== this.epoch) return
    for (const device of this.#devices) {
      if (!device.online) continue
      if (rollout.state === RolloutState.ROLLOUT_STATE_REVERT && device.release === 'new') {
        device.release = 'old'
        this.#say(device)
      }
      this.#gate(device, rollout.state)
      const mayTake = rollout.state === RolloutState.ROLLOUT_STATE_GO && isIncluded(device.name, rollout)
      if (!mayTake || device.state !== 'resting' || device.release === 'new') continue
      device.attempts += 1
      device.state = 'working'
      device.doneAtMs = this.nowMs + this.#options.workMs(device.name)
      this.#say(device)
    }
  }

  #gate(device: Device, state: RolloutState): void {
    const [from, to] =
      state === RolloutState.ROLLOUT_STATE_GO ? (['gated', 'working'] as const) : (['working', 'gated'] as const)
    if (this.#options.isGated !== true || device.state !== from) return
    device.state = to
    device.doneAtMs += to === 'working' ? this.nowMs : -this.nowMs
    this.#say(device)
  }

  #say(device: Device): void {
    device.sequence += 1
    const { name, release, epoch } = device
    const { presence, report } = deviceTopics(name)
    const birth = { device: name, fleet: FLEET, online: device.online, connection: 1 }
    if (!this.retained.has(presence)) this.#put(presence, encode(KINDS.Presence, birth))
    const said: Loose<Report> = {
      device: name,
      fleet: FLEET,
      sequence: device.sequence,
      phase: PHASES[device.state],
      current: { epoch, releaseId: `sha256:${release.padStart(64, '0')}`, name: release, version: '1' },
      target: { epoch: this.epoch, releaseId: '', name: 'new', version: '1' },
      services: device.isIll ? [{ service: 'web', health: Health.HEALTH_UNHEALTHY }] : [],
      refused:
        device.state === 'refused' ? [{ epoch: this.epoch, code: 'HF_HEALTH_FAILED', message: 'is unhealthy' }] : [],
    }
    this.#put(report, encode(KINDS.Report, said))
  }

  #put(topic: string, payload: Uint8Array): void {
    this.retained.set(topic, payload)
    this.listener(topic, payload)
  }
}

function matches(filter: string, topic: string): boolean {
  return new RegExp(`^${filter.replaceAll('+', '[^/]+')}$`).test(topic)
}
