/**
 * Since when applications' locks put an update off, where that may last only so long.
 *
 * Invariant: it counts from when the lock was first met, by the monotonic clock, for each release anew, and goes on in the
 * next life of the agent; after a reboot nobody knows how long it was dark, so it begins anew. It is written once for
 * each service and release, and only where there is a limit.
 */
import type { ClockPort } from '../machines/ports.ts'
import type { Checkpoint, Store } from '../storage/store.ts'
import { type Deferred, deferredIn, SAVED_VERSION, writtenDeferred } from './saved-deferrals.ts'

/** The checkpoint's name. */
export const DEFERRALS = 'deferrals'

interface DeferralsOptions {
  store: Pick<Store, 'commit'>
  clock: Pick<ClockPort, 'now'>
  /** The checkpoint `deferrals`, as the store holds it. */
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
}

export class Deferrals {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  readonly #options: DeferralsOptions
  #deferred: Deferred

  constructor(options: DeferralsOptions) {
    this.#options = options
    const { deferred, problem } = deferredIn(options.saved)
    this.problem = problem
    this.#deferred = deferred
  }

  /**
   * How long locks of this service have put the release off; the first call begins it.
   * @param service empty: of any
   * @returns milliseconds
   * @throws HF_STORE_UNWRITABLE when its begin cannot be written; it has begun in this life all the same
   */
  async forMs(release: string, service: string): Promise<number> {
    const { clock, store } = this.#options
    const { bootId, monoMs } = clock.now()
    const isSame = this.#deferred.release === release && this.#deferred.bootId === bootId
    const sinceMs = isSame ? this.#deferred.sinceMs : {}
    const first = Object.hasOwn(sinceMs, service) ? sinceMs[service] : undefined
    if (first !== undefined) return monoMs - first
    this.#deferred = { release, bootId, sinceMs: { ...sinceMs, [service]: monoMs } }
    const body = writtenDeferred(this.#deferred)
    await store.commit([{ op: 'checkpoint', machine: DEFERRALS, version: SAVED_VERSION, body }])
    return 0
  }
}
