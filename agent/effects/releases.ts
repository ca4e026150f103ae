/**
 * The releases behind the machines' references.
 *
 * Invariant: a release is only ever given out of a document whose signature has been checked in this process,
 * also when it was read from our own disk. There the keys of every trust version count that was ever accepted: what was
 * taken stays taken.
 */
import { type Desired, desiredOf, type SecretMarks } from '../../machines/desired.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import type { CheckedTarget } from '../../protocol/check-target.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { isSignatureFault, type Trusted } from '../../protocol/signature.ts'
import type { ByteBudget, NetworkConfig, Release } from '../../protocol/types.ts'
import type { Store } from '../../storage/store.ts'
import { OPENING, type Opening } from '../opening.ts'

export interface Loaded {
  release: Release
  desired: Desired
  /** Of the target's policy. */
  byteBudgets: readonly ByteBudget[]
  /** How the target wants the device to be connected; null: it says nothing of it. */
  network: NetworkConfig | null
}

/** Few: what runs, what shall run, what ran before. */
const MAX_CACHED = 4

export class Releases {
  readonly #store: Pick<Store, 'document'>
  readonly #trusted: () => readonly Trusted[]
  readonly #device: string
  readonly #opening: Opening
  readonly #secrets: SecretMarks | undefined
  readonly #cache = new Map<string, Loaded>()

  /** @param trusted every version that was ever accepted, the newest first */
  constructor(
    store: Pick<Store, 'document'>,
    trusted: () => readonly Trusted[],
    device: string,
    opening = OPENING,
    secrets?: SecretMarks,
  ) {
    this.#store = store
    this.#trusted = trusted
    this.#device = device
    this.#opening = opening
    this.#secrets = secrets
  }

  /** The device's secrets have changed, and with them what releases mean on it. */
  forget(): void {
    this.#cache.clear()
  }

  /**
   * @throws HF_STORE_CORRUPT when the document is not there (any more)
   * @throws HF_TRUST_BEHIND when nobody whose keys are known has signed it
   * @throws as `Opening.target` does
   */
  async load(ref: Pick<ReleaseRef, 'document' | 'arm'>): Promise<Loaded> {
    const key = `${ref.document} ${ref.arm}`
    const cached = this.#cache.get(key)
    if (cached !== undefined) return cached
    const target = await this.#target(ref.document)
    const release = ref.arm === 'release' ? target.release : target.fallback
    if (release === null)
      throw new HoldfastError('HF_TARGET_INVALID', 'has no such release', { place: `${ref.document}.${ref.arm}` })
    const byteBudgets = target.policy?.byteBudgets ?? []
    const loaded = {
      release,
      desired: desiredOf(this.#device, release, this.#secrets),
      byteBudgets,
      network: target.network,
    }
    this.#cache.set(key, loaded)
    const [oldest] = this.#cache.keys()
    if (this.#cache.size > MAX_CACHED && oldest !== undefined) this.#cache.delete(oldest)
    return loaded
  }

  /**
   * Images that a document names, by arm; null: it has not this arm. Nothing of it is kept: who asks goes through all of
   * the documents, and what the device works with is to stay in the cache.
   * @throws as `load` does
   */
  async images(document: string): Promise<Record<ReleaseRef['arm'], readonly string[] | null>> {
    const { release, fallback } = await this.#target(document)
    return { release: imagesOf(release), fallback: imagesOf(fallback) }
  }

  async #target(document: string): Promise<CheckedTarget> {
    const bytes = await this.#store.document(document)
    if (bytes !== null) return this.#opened(bytes, document)
    throw new HoldfastError('HF_STORE_CORRUPT', 'the signed target is not on the disk any more', { place: document })
  }

  #opened(bytes: Uint8Array, place: string): CheckedTarget {
    let fault: HoldfastError | null = null
    for (const trusted of this.#trusted()) {
      try {
        return this.#opening.target(bytes, trusted)
      } catch (error) {
        if (!isSignatureFault(error)) throw error
        fault ??= error
      }
    }
    throw new HoldfastError('HF_TRUST_BEHIND', 'it was signed by keys that this device does not know (any more)', {
      place,
      cause: fault,
    })
  }
}

function imagesOf(release: Release | null): string[] | null {
  return release === null ? null : release.services.map(({ image }) => image)
}
