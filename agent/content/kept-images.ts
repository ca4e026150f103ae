/**
 * Images that the engine has, and whose blobs stay in the store for the neighbours.
 *
 * Invariant: they are never needed here: they go when they are older than a day, more than they may be, when the disk is
 * wanted, or the engine gives the image up; and with the life of the agent, at the latest with the start of the next.
 */
import type { ClockPort } from '../../machines/ports.ts'
import type { ContentStore } from './content-store.ts'

interface Kept {
  image: string
  bytes: number
  end: AbortController
}

const KEPT_MS = 24 * 3_600_000
/** Of the disk that stays free. */
const FREE_SHARE = 0.25

export class KeptImages {
  readonly #store: ContentStore
  readonly #clock: ClockPort
  readonly #mostBytes: number
  /** The oldest first. */
  #kept: Kept[] = []

  constructor(store: ContentStore, clock: ClockPort, mostBytes: number) {
    this.#store = store
    this.#clock = clock
    this.#mostBytes = mostBytes
  }

  /** In the place of `release`. */
  async keep(image: string): Promise<void> {
    this.#forget(image)
    const bytes = await this.#store.held([...(await this.#store.blobsOf(new Set([image])))])
    const end = new AbortController()
    this.#kept.push({ image, bytes, end })
    const { freeBytes, totalBytes } = await this.#store.disk.room()
    const most = totalBytes > 0 && freeBytes < totalBytes * FREE_SHARE ? 0 : this.#mostBytes
    for (const { image: oldest } of tooMany(this.#kept, most)) await this.release(oldest)
    if (!this.#kept.some((one) => one.end === end)) return
    this.#clock.sleep(KEPT_MS, end.signal).then(
      () => this.release(image),
      () => {}, // given up before
    )
  }

  async release(image: string): Promise<void> {
    this.#forget(image)
    await this.#store.release(image)
  }

  /** @returns whether there were any */
  async releaseAll(): Promise<boolean> {
    const all = this.#kept
    for (const { image } of all) await this.release(image)
    return all.length > 0
  }

  #forget(image: string): void {
    for (const one of this.#kept) if (one.image === image) one.end.abort()
    this.#kept = this.#kept.filter((one) => one.image !== image)
  }
}

/** The oldest, until the others come to no more than so many bytes. Pure. */
export function tooMany<T extends { bytes: number }>(kept: readonly T[], most: number): T[] {
  let sum = kept.reduce((total, { bytes }) => total + bytes, 0)
  return kept.filter(({ bytes }) => {
    if (sum <= most) return false
    sum -= bytes
    return true
  })
}
