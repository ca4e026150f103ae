/**
 * Whether the device may be kept from the news: it has heard no newer rollout for longer than its signer promised.
 *
 * Invariant: by the monotonic clock alone. What was heard is on the disk in one batch with the rollout itself; the same
 * word again is none. A reboot begins the time anew, since nobody knows how long it was dark.
 */
import { type BlockerFact, freshnessBlocker } from '../machines/gates.ts'
import type { ClockPort } from '../machines/ports.ts'
import type { Rollout } from '../protocol/types.ts'
import type { Checkpoint, Write } from '../storage/store.ts'
import { GIVEN_UP } from './given-up.ts'

/** The checkpoint's name. */
export const FRESHNESS = 'freshness'
const VERSION = 1

interface Heard {
  epoch: number
  revision: number
  /** Zero: no promise was made. */
  freshForMs: number
  bootId: string
  monoMs: number
}

interface FreshnessOptions {
  clock: ClockPort
  /** The checkpoint `freshness`, as the store holds it. */
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
  /** Told when what is to be said of it has changed. */
  changed(): void
}

const NOTHING: Heard = { epoch: 0, revision: 0, freshForMs: 0, bootId: '', monoMs: 0 }

export class Freshness {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  readonly #options: FreshnessOptions
  #heard: Heard
  #untilStale = new AbortController()

  constructor(options: FreshnessOptions) {
    this.#options = options
    const heard = restored(options.saved)
    this.#heard = heard ?? NOTHING
    this.problem =
      heard === null ? 'When the last rollout was heard cannot be read any more; the next one is waited for.' : null
    this.#awaitStaleness()
  }

  /** What a rollout changes on the disk: nothing, when it says nothing newer. */
  writes(rollout: Rollout): Write[] {
    return this.#isNewer(rollout) ? [written(this.#of(rollout))] : []
  }

  /** Those writes are on the disk. */
  heard(rollout: Rollout): void {
    if (!this.#isNewer(rollout)) return
    this.#heard = this.#of(rollout)
    this.#awaitStaleness()
    this.#options.changed()
  }

  /** Why what is known of the rollout may be old; null while it is fresh. */
  blocker(gate: BlockerFact['gate']): BlockerFact | null {
    const { freshForMs } = this.#heard
    const silentMs = this.#silentMs()
    return freshForMs === 0 || silentMs < freshForMs ? null : freshnessBlocker(gate, { ...this.#heard, silentMs })
  }

  /** Waits for no moment any more. */
  close(): void {
    this.#untilStale.abort(GIVEN_UP)
  }

  #isNewer({ epoch, revision }: Rollout): boolean {
    const known = this.#heard
    return epoch > known.epoch || (epoch === known.epoch && revision > known.revision)
  }

  #of({ epoch, revision, freshForMs }: Rollout): Heard {
    const { bootId, monoMs } = this.#options.clock.now()
    return { epoch, revision, freshForMs, bootId, monoMs: Math.round(monoMs) }
  }

  /** Since it was heard, or since the boot after that. */
  #silentMs(): number {
    const { bootId, monoMs } = this.#options.clock.now()
    return monoMs - (bootId === this.#heard.bootId ? this.#heard.monoMs : 0)
  }

  #awaitStaleness(): void {
    this.#untilStale.abort(GIVEN_UP)
    this.#untilStale = new AbortController()
    const leftMs = this.#heard.freshForMs - this.#silentMs()
    if (this.#heard.freshForMs === 0 || leftMs <= 0) return
    this.#options.clock.sleep(leftMs, this.#untilStale.signal).then(
      () => this.#options.changed(),
      () => {}, // something newer, or the end
    )
  }
}

function written(heard: Heard): Write {
  const body = new TextEncoder().encode(JSON.stringify(heard))
  return { op: 'checkpoint', machine: FRESHNESS, version: VERSION, body }
}

/** Null when it cannot be read. */
function restored(saved: FreshnessOptions['saved']): Heard | null {
  if (saved === undefined) return NOTHING
  try {
    const heard = JSON.parse(new TextDecoder().decode(saved.body)) as Partial<Heard> | null
    const numbers = [heard?.epoch, heard?.revision, heard?.freshForMs, heard?.monoMs]
    const isGood = saved.version === VERSION && typeof heard?.bootId === 'string' && numbers.every(Number.isSafeInteger)
    return isGood ? (heard as Heard) : null
  } catch {
    return null // damaged, and told
  }
}
