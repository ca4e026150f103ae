/**
 * Targets, rollouts, secrets and chains of trust that could not be taken: part of why the device has not converged.
 *
 * Invariant: of each topic only the newest message counts, and for an hour; one that is good clears what was said
 * of its topic, and a good target what was said of targets. So a stray message leaves no mark on a healthy device.
 */
import type { ClockPort } from '../machines/ports.ts'
import type { Fault } from '../protocol/errors.ts'
import { parseTopic } from '../protocol/topics.ts'
import { SparseMap } from '../storage/sparse-map.ts'
import { GIVEN_UP } from './given-up.ts'
import type { Inbound, Rejection } from './ingress/mqtt-ingress.ts'

/** How long one is told. */
const TOLD_MS = 3_600_000

export class RefusedMessages {
  readonly #clock: ClockPort
  readonly #changed: () => void
  readonly #refused = new SparseMap<string, { fault: Fault; sinceMs: number }>()
  #untilForgotten: AbortController | null = null

  /** @param changed is told when other faults are to be told, also when one is told no longer */
  constructor(clock: ClockPort, changed: () => void) {
    this.#clock = clock
    this.#changed = changed
  }

  /** Each names its topic, and the message by its size and the beginning of its hash. */
  faults(): Fault[] {
    const nowMs = this.#clock.now().monoMs
    return [...this.#refused.values()].filter(({ sinceMs }) => nowMs - sinceMs < TOLD_MS).map(({ fault }) => fault)
  }

  /** Commands are answered instead. */
  refuse({ topic, size, document, fault }: Rejection): void {
    const leaf = parseTopic(topic)?.leaf
    if (leaf === undefined || !['target', 'rollout', 'trust', 'secrets'].includes(leaf)) return
    const what = `the message ${document.slice(0, 'sha256:'.length + 12)} of ${size} bytes was refused`
    const told = { ...fault, message: `${topic}: ${what}: ${fault.message}` }
    this.#refused.set(topic, { fault: told, sinceMs: this.#clock.now().monoMs })
    this.#changed()
    this.#untilForgotten?.abort(GIVEN_UP)
    this.#untilForgotten = new AbortController()
    this.#clock.sleep(TOLD_MS, this.#untilForgotten.signal).then(this.#changed, () => {}) // a newer one, or the end
  }

  accept(topic: string, kind: Inbound['kind']): void {
    const cleared = [...this.#refused.keys()].filter(
      (other) => other === topic || (kind === 'target' && parseTopic(other)?.leaf === 'target'),
    )
    for (const other of cleared) this.#refused.delete(other)
    if (cleared.length > 0) this.#changed()
  }

  close(): void {
    this.#untilForgotten?.abort(GIVEN_UP)
  }
}
