/**
 * When devices were last seen.
 *
 * Invariant: what is not readable, or speaks for another, changes nothing; nothing is written before it is asked for,
 * so that a fleet that reconnects costs one batch.
 */
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Presence } from '../../protocol/types.ts'
import type { Change, Registry } from './records.ts'

export class Seen {
  readonly #last = new Map<string, Presence>()
  readonly #unwritten = new Map<string, number>()

  note(device: string, payload: Uint8Array, nowMs: number): void {
    try {
      if (payload.byteLength === 0) return
      const presence = decode(KINDS.Presence, payload)
      if (presence.device !== device) return
      // A retained death that comes with our own subscription says nothing of now.
      const wasKnown = this.#last.has(device)
      this.#last.set(device, presence)
      if (presence.online || wasKnown) this.#unwritten.set(device, nowMs)
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
    }
  }

  isOnline(device: string): boolean {
    return this.#last.get(device)?.online ?? false
  }

  /** The fleet that it says it is in; empty when it is not there, or does not say. */
  fleetOf(device: string): string {
    const last = this.#last.get(device)
    return last?.online === true ? last.fleet : ''
  }

  /** The death of a device that may not tell of it itself; null when it was not born. */
  death(device: string): Uint8Array | null {
    const last = this.#last.get(device)
    return last?.online === true ? encode(KINDS.Presence, { ...last, online: false }) : null
  }

  /** Nothing is known of it any more. */
  forget(device: string): void {
    this.#last.delete(device)
  }

  /** What is to be written of it, once. */
  changes(registry: Registry): Change[] {
    const changes = [...this.#unwritten].flatMap(([key, lastSeenMs]): Change[] => {
      const device = registry.device.get(key)
      return device === undefined ? [] : [{ table: 'device', key, value: { ...device, lastSeenMs } }]
    })
    this.#unwritten.clear()
    return changes
  }
}
