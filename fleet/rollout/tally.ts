/**
 * How each device of a fleet stands to one epoch, kept up to date one report at a time.
 *
 * Invariant: the counts are those of the devices, always; a message costs the same in a fleet of ten and of a million.
 * What counts is what a device says itself: a device that says nothing is not finished.
 */
import { Health } from '../../protocol/enums.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import type { Presence, Report } from '../../protocol/types.ts'

/**
 * `away`: offline, and has not taken it. `waiting`: there, and has not taken it. `notified`: has taken it and is at
 * it. `succeeded`: runs it. `unwell`: runs it, and does badly after the commit. `failed`: has refused it or gone back.
 */
export type Outcome = 'away' | 'waiting' | 'notified' | 'succeeded' | 'unwell' | 'failed' | 'reverted'

export interface Device {
  name: string
  /** From 0 to 9,999. */
  lot: number
  online: boolean
  outcome: Outcome
  /** When it took the epoch, by our clock; null before. */
  notifiedAtMs: number | null
  /** HF_…, of one that has failed. */
  code: string
  /** Of its last report. */
  sequence: number
}

export interface TallyOptions {
  fleet: string
  epoch: number
  /** Of the release that a revert goes to; empty when there is none. */
  fallbackId: string
  /** See `Plan.restarts`. */
  restarts: number
}

export class Tally {
  readonly #options: TallyOptions
  readonly #devices = new Map<string, Device>()
  /** Connection numbers: a death that is older than the last birth says nothing. */
  readonly #connections = new Map<string, number>()
  /** Restarts of each service when the device committed: what came before is not this release's fault. */
  readonly #restartsAtCommit = new Map<string, Map<string, number>>()
  /** Devices with targets of their own: nobody waits for them. */
  readonly #pinned = new Set<string>()
  /** Devices that have moved to another fleet. */
  readonly #elsewhere = new Set<string>()

  constructor(options: TallyOptions) {
    this.#options = options
  }

  get devices(): ReadonlyMap<string, Device> {
    return this.#devices
  }

  presence(presence: Presence): void {
    if (!this.#isMember(presence.device, presence.fleet)) return
    const known = this.#connections.get(presence.device) ?? 0
    if (!presence.online && presence.connection < known) return
    this.#connections.set(presence.device, Math.max(known, presence.connection))
    const device = this.#deviceOf(presence.device)
    device.online = presence.online
    if (device.outcome === 'away' || device.outcome === 'waiting') device.outcome = presence.online ? 'waiting' : 'away'
  }

  /** @param nowMs by any clock that only rises */
  report(report: Report, nowMs: number): void {
    if (report.pinned) this.#pinned.add(report.device)
    else this.#pinned.delete(report.device)
    if (!this.#isMember(report.device, report.fleet)) return
    const device = this.#deviceOf(report.device)
    const refusal = report.refused.find(({ epoch }) => epoch === this.#options.epoch)
    device.outcome = this.#outcomeOf(device, report, refusal !== undefined)
    device.code = refusal?.code ?? ''
    device.sequence = report.sequence
    if (device.outcome === 'notified') device.notifiedAtMs ??= nowMs
  }

  /** They have been asked to try again: what they said before is old. */
  forget(names: readonly string[]): void {
    for (const name of names) {
      const device = this.#devices.get(name)
      if (device === undefined) continue
      Object.assign(device, { outcome: device.online ? 'waiting' : 'away', notifiedAtMs: null, code: '' })
    }
  }

  #outcomeOf(device: Device, report: Report, isRefused: boolean): Outcome {
    const { epoch, fallbackId } = this.#options
    const { current, target, phase } = report
    const idle = device.online ? 'waiting' : 'away'
    if (current?.epoch === epoch && current.releaseId === fallbackId && fallbackId !== '') return 'reverted'
    if (current?.epoch === epoch) return this.#isWell(report) ? 'succeeded' : 'unwell'
    this.#restartsAtCommit.delete(report.device)
    if (isRefused) return 'failed'
    if (target?.epoch === epoch && phase !== 'idle') return phase === 'waiting' ? idle : 'notified'
    return device.outcome === 'succeeded' || device.outcome === 'unwell' ? 'failed' : idle
  }

  /** After the commit: no service unhealthy, and none that is started over and over. */
  #isWell(report: Report): boolean {
    const { restarts: most } = this.#options
    let base = this.#restartsAtCommit.get(report.device)
    if (base === undefined) {
      base = new Map(report.services.map(({ service, restarts }) => [service, restarts]))
      this.#restartsAtCommit.set(report.device, base)
    }
    return report.services.every(({ service, health, restarts }) => {
      const since = restarts - (base.get(service) ?? 0)
      return health !== Health.HEALTH_UNHEALTHY && (most === 0 || since < most)
    })
  }

  #isMember(device: string, fleet: string): boolean {
    if (this.#pinned.has(device)) {
      this.#devices.delete(device)
      return false
    }
    if (fleet === this.#options.fleet) {
      this.#elsewhere.delete(device)
      return true
    }
    if (fleet === '') return !this.#elsewhere.has(device) && this.#devices.has(device)
    this.#elsewhere.add(device)
    this.#devices.delete(device)
    return false
  }

  #deviceOf(name: string): Device {
    let device = this.#devices.get(name)
    if (device === undefined) {
      const lot = lotOf(name, this.#options.epoch)
      device = { name, lot, online: false, outcome: 'away', notifiedAtMs: null, code: '', sequence: 0 }
      this.#devices.set(name, device)
    }
    return device
  }
}
