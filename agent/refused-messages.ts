/**
 * Targets and rollouts that could not be taken at all: part of why the device has not converged.
 *
 * Invariant: of each topic only the newest message counts; one that is good clears what was said of its topic.
 */
import type { Fault } from '../protocol/errors.ts'
import { parseTopic } from '../protocol/topics.ts'
import type { Rejection } from './ingress/mqtt-ingress.ts'

export class RefusedMessages {
  readonly #faults = new Map<string, Fault>()

  /** Each names its topic, and the message by its size and the beginning of its hash. */
  get faults(): Fault[] {
    return [...this.#faults.values()]
  }

  /** Commands are answered instead. @returns whether anything has changed */
  refuse({ topic, size, document, fault }: Rejection): boolean {
    const leaf = parseTopic(topic)?.leaf
    if (leaf !== 'target' && leaf !== 'rollout') return false
    const what = `the message ${document.slice(0, 'sha256:'.length + 12)} of ${size} bytes was refused`
    this.#faults.set(topic, { ...fault, message: `${topic}: ${what}: ${fault.message}` })
    return true
  }

  /** @returns whether anything has changed */
  accept(topic: string): boolean {
    return this.#faults.delete(topic)
  }
}
