/**
 * The chain of trust that this device has accepted.
 *
 * Invariant: a version counts only once it is on the disk; what is on the disk is the chain itself, and is walked again
 * from what is configured at every start, so that nothing there is believed for standing there.
 */
import type { TrustState } from '../protocol/check-trust.ts'
import { decode, encode, KINDS } from '../protocol/codec.ts'
import { type Fault, faultOf } from '../protocol/errors.ts'
import { beginAt, newestOf, type Walked, walkChain } from '../protocol/trust-chain.ts'
import type { Checkpoint, Store } from '../storage/store.ts'

/** The checkpoint's name. */
export const TRUST = 'trust'
const VERSION = 1

interface TrustKeeperOptions {
  store: Pick<Store, 'commit'>
  /** Version 0. */
  configured: TrustState
  /** Whose chain it is. */
  fleet: string
  /** The checkpoint `trust`, as the store holds it. */
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
}

export class TrustKeeper {
  /** Of what was saved and counts no more, one sentence. */
  readonly problem: string | null
  readonly #options: TrustKeeperOptions
  #walked: Walked

  constructor(options: TrustKeeperOptions) {
    this.#options = options
    const { walked, problem } = restored(options)
    this.#walked = walked
    this.problem = problem
  }

  /** By which new messages are judged. */
  get newest(): TrustState {
    return newestOf(this.#walked)
  }

  /** All that ever were accepted, the newest first: by them it is told what was taken before. */
  get versions(): readonly TrustState[] {
    return this.#walked.versions.toReversed()
  }

  /** Whether a chain says nothing that was not accepted before. */
  knows(documents: readonly Uint8Array[]): boolean {
    const held = this.#walked.documents
    return documents.every((document, at) => held[at] !== undefined && Buffer.compare(held[at], document) === 0)
  }

  /**
   * Takes what is new of a chain.
   * @returns why it went no further, or null
   * @throws HF_STORE_… when it cannot be written: then nothing of it counts
   */
  async take(documents: readonly Uint8Array[]): Promise<Fault | null> {
    const { walked, fault } = walkChain(this.#walked, documents, this.#options.fleet)
    if (walked.documents.length > this.#walked.documents.length) {
      const body = encode(KINDS.TrustChain, { documents: walked.documents })
      await this.#options.store.commit([{ op: 'checkpoint', machine: TRUST, version: VERSION, body }])
      this.#walked = walked
    }
    return fault === null ? null : faultOf(fault)
  }
}

function restored({ configured, fleet, saved }: TrustKeeperOptions): { walked: Walked; problem: string | null } {
  const nothing = beginAt(configured)
  if (saved === undefined) return { walked: nothing, problem: null }
  const lost = (why: string) =>
    `The trust chain that was kept ${why}; the device goes on from what of it is good, and from the retained one.`
  if (saved.version !== VERSION)
    return { walked: nothing, problem: lost(`has version ${saved.version}, which this agent does not know`) }
  try {
    const { documents } = decode(KINDS.TrustChain, saved.body)
    const { walked, fault } = walkChain(nothing, documents, fleet)
    // Other keys may have been configured since: then they are what counts.
    return {
      walked,
      problem: fault === null ? null : lost(`does not follow from the configuration (${fault.message})`),
    }
  } catch (error) {
    return { walked: nothing, problem: lost(`cannot be read (${faultOf(error).message})`) }
  }
}
