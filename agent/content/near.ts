/**
 * The devices of the network, as who fetches sees them.
 *
 * Invariant: types alone; what is behind them is loaded only where the configuration asks for it.
 */
import type { Heard, Means, Source } from './fetch-blob.ts'
import type { BlobRef } from './image-manifest.ts'
import type { Slots } from './slots.ts'

/** What has come over the network: from outside, and from neighbours. */
export interface Came {
  received(bytes: number): void
  near(bytes: number): void
}

export interface Near {
  /** One blob into the store, from one of them or from outside. @throws as `fetchBlob` */
  bring(
    parts: Means & { slots: Slots },
    source: Source,
    blob: BlobRef,
    heard: Heard & Came,
    signal: AbortSignal,
  ): Promise<void>
  /** A manifest of one of them; null: none has it. @throws HF_CANCELLED */
  small(digest: string, most: number, image: string, signal: AbortSignal): Promise<Uint8Array | null>
}
