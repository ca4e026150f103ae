/**
 * Targets and rollouts that could not be taken at all: part of why the device has not converged.
 *
 * Invariant: of each topic only the newest message counts, and for an hour; one that is good clears what was said
 * of its topic, and a good target what was said of targets. So a stray message leaves no mark on a healthy device.
 */
import type { Fault } from '../protocol/errors.ts'
import { parseTopic } from '../protocol/topics.ts'
import type { Inbound, Rejection } from './ingress/mqtt-ingress.ts'

/** How long one is told. */
export const TOLD_MS = 3_600_000

export class RefusedMessages {
  readonly #refused = new Map<string, { fault: Fault; sinceMs: number }>()

  /**
   * Each names its topic, and the message by its size and the beginning of its hash.
   * @param nowMs by the monotonic clock, as below
   */
  faults(nowMs: number): Fault[] {
    return [...this.#refused.values()].filter(({ sinceMs }) => nowMs - sinceMs < TOLD_MS).map(({ fault }) => fault)
  }

  /** Commands are answered instead. @returns whether anything has changed */
  refuse({ topic, size, document, fault }: Rejection, nowMs: number): boolean {
    const leaf = parseTopic(topic)?.leaf
    if (leaf !== 'target' && leaf !== 'rollout') return false
    const what = `the message ${document.slice(0, 'sha256:'.length + 12)} of ${size} bytes was refused`
    const told = { ...fault, message: `${topic}: ${what}: ${fault.message}` }
    this.#refused.set(topic, { fault: told, sinceMs: nowMs })
    return true
  }

  /** @returns whether anything has changed */
  accept(topic: string, kind: Inbound['kind']): boolean {
    const cleared = [...this.#refused.keys()].filter(
      (other) => other === topic || (kind === 'target' && parseTopic(other)?.leaf === 'target'),
    )
    for (const other of cleared) this.#refused.delete(other)
    return cleared.length > 0
  }
}
