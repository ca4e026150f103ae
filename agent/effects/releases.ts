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
import { type OpenTarget, openTarget } from '../open-target.ts'

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
  readonly #open: OpenTarget
  readonly #secrets: SecretMarks | undefined
  readonly #cache = new Map<string, Loaded>()

  /** @param trusted every version that was ever accepted, the newest first */
  constructor(
    store: Pick<Store, 'document'>,
    trusted: () => readonly Trusted[],
    device: string,
    open = openTarget,
    secrets?: SecretMarks,
  ) {
    this.#store = store
    this.#trusted = trusted
    this.#device = device
    this.#open = open
    this.#secrets = secrets
  }

  /** The device's secrets have changed, and with them what releases mean on it. */
  forget(): void {
    this.#cache.clear()
  }

  /**
   * @throws HF_STORE_CORRUPT when the document is not there (any more)
   * @throws HF_TRUST_BEHIND when nobody whose keys are known has signed it
   * @throws as `OpenTarget` does
   */
  async load(ref: Pick<ReleaseRef, 'document' | 'arm'>): Promise<Loaded> {
    const key = `${ref.document} ${ref.arm}`
    const cached = this.#cache.get(key)
    if (cached !== undefined) return cached
    const bytes = await this.#store.document(ref.document)
    if (bytes === null) {
      throw new HoldfastError('HF_STORE_CORRUPT', 'the signed target is not on the disk any more', {
        place: ref.document,
      })
    }
    const target = this.#opened(bytes, ref.document)
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

  #opened(bytes: Uint8Array, place: string): CheckedTarget {
    let fault: HoldfastError | null = null
    for (const trusted of this.#trusted()) {
      try {
        return this.#open(bytes, trusted)
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
