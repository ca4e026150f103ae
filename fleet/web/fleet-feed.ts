/**
 * What every device has said, and is to do, kept up to date by one connection to the broker.
 *
 * Invariant: each change has a number, so that a page that was away asks for what came after the last that it saw;
 * changes are handed on together, a few times a second at most. What cannot be read changes nothing and is told
 * once for each topic; a device speaks only for itself.
 */

import { randomBytes } from 'node:crypto'
import { decode, KINDS, type Kind } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { groupBy } from '../../protocol/es2024.ts'
import { everyDevice, parseTopic } from '../../protocol/topics.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import { type Broker, connectBroker } from '../broker/connection.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { Complaints } from '../follow/complaints.ts'
import type { Known } from '../follow/convergence.ts'
import { fleetOf, type Seen, seePresence, seeReport } from '../follow/seen.ts'
import { readMark } from '../rollout/mark.ts'
import type { RolloutView as SteeredRollout } from '../rollout/view.ts'
import { peek } from '../signing/sealed.ts'
import { type DeviceRow, deviceRow } from './device-row.ts'
import { type RolloutView, rolloutView } from './rollout-view.ts'

const TOGETHER_MS = 250

/** What has changed; a page that saw nothing yet gets everything. */
export interface Changes {
  /** What to ask with the next time. */
  at: string
  /** Everything is in it: what the page had before no longer counts. */
  whole: boolean
  rows: DeviceRow[]
  gone: string[]
  rollouts: RolloutView[]
}

type Listener = (topic: string, payload: Uint8Array) => void

export class FleetFeed {
  readonly broker: Broker
  readonly #complaints: Complaints
  /** Of this life of the dashboard: numbers of another one mean nothing. */
  readonly #life = randomBytes(4).toString('hex')
  readonly #seen = new Map<string, Seen>()
  readonly #targets = new Map<string, Target>()
  readonly #rollouts = new Map<string, Rollout>()
  /** How their controllers see them. */
  readonly #steered = new Map<string, SteeredRollout>()
  readonly #changedAt = new Map<string, number>()
  readonly #goneAt = new Map<string, number>()
  readonly #rows = new Map<string, DeviceRow>()
  readonly #listeners = new Set<Listener>()
  readonly #changes = new Set<() => void>()
  #number = 0
  /** Of the last change of a rollout. */
  #rolloutsAt = 0
  #timer: ReturnType<typeof setTimeout> | null = null

  private constructor(broker: Broker, complain: (message: string) => void) {
    this.broker = broker
    this.#complaints = new Complaints(complain)
  }

  /**
   * Connects and subscribes; what is retained comes in by and by.
   * @throws HF_BROKER_UNAVAILABLE, HF_BROKER_REFUSED
   */
  static async open(options: BrokerOptions, complain: (message: string) => void): Promise<FleetFeed> {
    let feed: FleetFeed | null = null
    const broker = await connectBroker(options, (topic, payload) => feed?.receive(topic, payload))
    feed = new FleetFeed(broker, complain)
    try {
      await broker.subscribe([
        ...(['presence', 'report', 'target'] as const).map(everyDevice),
        'hf/1/fleet/+/target',
        'hf/1/fleet/+/rollout',
        'hf/1/fleet/+/controller',
      ])
    } catch (error) {
      await broker.close()
      throw error
    }
    return feed
  }

  /** What the broker has told of one device and for it; null when that is nothing. */
  known(device: string): Known | null {
    const seen = this.#seen.get(device)
    if (seen === undefined) return null
    const fleet = fleetOf(seen)
    return {
      ...seen,
      published: {
        fleet: this.#targets.get(`fleet/${fleet}`) ?? null,
        device: this.#targets.get(`device/${device}`) ?? null,
        rollout: this.#rollouts.get(fleet) ?? null,
      },
    }
  }

  /** @param since what an earlier answer had as `at` */
  changesSince(since: string | undefined): Changes {
    const [life, text] = (since ?? '').split('-')
    const from = life === this.#life ? Number(text) : -1
    const whole = !(from >= 0)
    const changed = [...this.#changedAt].filter(([, at]) => at > from).map(([device]) => device)
    return {
      at: `${this.#life}-${this.#number}`,
      whole,
      rows: changed.flatMap((device) => this.#rowOf(device) ?? []),
      gone: whole ? [] : [...this.#goneAt].filter(([, at]) => at > from).map(([device]) => device),
      rollouts: whole || changed.length > 0 || this.#rolloutsAt > from ? this.#rolloutViews() : [],
    }
  }

  /** Calls back when something has changed, a few times a second at most. @returns what ends it */
  onChange(listener: () => void): () => void {
    this.#changes.add(listener)
    return () => void this.#changes.delete(listener)
  }

  /** Calls back with each message. @returns what ends it */
  onMessage(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.broker.close()
  }

  /** A message of the broker. */
  receive(topic: string, payload: Uint8Array): void {
    this.#complaints.hear(topic, () => this.#read(topic, payload))
    for (const listener of this.#listeners) listener(topic, payload)
  }

  #read(topic: string, payload: Uint8Array): void {
    const parsed = parseTopic(topic)
    if (parsed === null) return
    const { scope, leaf, name } = parsed
    if (leaf === 'target') this.#keep(this.#targets, `${scope}/${name}`, KINDS.Target, payload)
    else if (leaf === 'rollout') this.#keep(this.#rollouts, name, KINDS.Rollout, payload)
    else if (leaf === 'controller') this.#steer(name, payload)
    else if (leaf === 'presence' || leaf === 'report') this.#see(name, leaf, payload)
    else return
    // No row of a device depends on what a controller says.
    if (leaf === 'controller') return
    if (scope === 'fleet') this.#touchFleet(name)
    else this.#touch(name)
  }

  #keep<M extends object>(into: Map<string, M>, key: string, of: Kind<M>, payload: Uint8Array): void {
    if (payload.byteLength === 0) into.delete(key)
    else into.set(key, peek(of, payload, []).message)
  }

  #steer(fleet: string, payload: Uint8Array): void {
    const rollout = readMark(payload)?.rollout ?? null
    if (rollout === null) this.#steered.delete(fleet)
    else this.#steered.set(fleet, rollout)
    this.#number += 1
    this.#rolloutsAt = this.#number
    this.#tellSoon()
  }

  #see(device: string, leaf: 'presence' | 'report', payload: Uint8Array): void {
    const before = this.#seen.get(device) ?? { device, presence: null, report: null }
    let after: Seen
    if (payload.byteLength === 0) after = { ...before, [leaf]: null }
    else {
      const message = leaf === 'presence' ? decode(KINDS.Presence, payload) : decode(KINDS.Report, payload)
      if (message.device !== device)
        throw new HoldfastError('HF_TARGET_MISDIRECTED', `speaks for ${JSON.stringify(message.device.slice(0, 64))}`)
      const alone = new Map([[device, before]])
      const folded = 'online' in message ? seePresence(alone, message) : seeReport(alone, message)
      after = folded.get(device)!
    }
    const isForgotten = after.presence === null && after.report === null
    if (isForgotten) this.#seen.delete(device)
    else this.#seen.set(device, after)
  }

  #touchFleet(fleet: string): void {
    for (const seen of this.#seen.values()) if (fleetOf(seen) === fleet) this.#touch(seen.device)
  }

  #touch(device: string): void {
    this.#number += 1
    this.#rows.delete(device)
    const isHere = this.#seen.has(device)
    if (isHere || this.#changedAt.has(device)) {
      this.#changedAt.delete(device)
      this.#goneAt.delete(device)
      ;(isHere ? this.#changedAt : this.#goneAt).set(device, this.#number)
    }
    this.#tellSoon()
  }

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      for (const listener of this.#changes) listener()
    }, TOGETHER_MS)
  }

  #rowOf(device: string): DeviceRow | null {
    const kept = this.#rows.get(device)
    if (kept !== undefined) return kept
    const known = this.known(device)
    if (known === null) return null
    const row = deviceRow(known)
    this.#rows.set(device, row)
    return row
  }

  #rolloutViews(): RolloutView[] {
    const members = groupBy(this.#seen.values(), fleetOf)
    return [...this.#targets].flatMap(([key, target]) => {
      if (!key.startsWith('fleet/')) return []
      const fleet = key.slice('fleet/'.length)
      const devices = (members.get(fleet) ?? []).map(({ device, report }) => ({
        device,
        runs: report?.current?.epoch ?? null,
      }))
      const steered = this.#steered.get(fleet) ?? null
      return [rolloutView(fleet, target, this.#rollouts.get(fleet) ?? null, devices, steered)]
    })
  }
}
