/**
 * How a blob grows on the disk, so that a power cut costs little.
 *
 * Invariant: pure. A part is written in steps, and each step is on the disk before the next one begins: so all but the
 * last, begun or whole, is what was written. All parts that grow at once lose less than `LOST_AT_MOST`.
 */

/** Blobs that are fetched at a time, over all images. */
export const AT_ONCE = 3

/** After so long another blob of an image joins the others. What comes sooner gains nothing by company, and would come later. */
export const JOIN_AFTER_MS = 400

export const STEP_BYTES = 256 * 1024

/** Of what was fetched, by a power cut. */
export const LOST_AT_MOST = AT_ONCE * STEP_BYTES

/** How much of a part of this size is sure to be what was written. A step that is whole may not have come to the disk yet. */
export function sureBytes(size: number): number {
  return Math.max(0, Math.ceil(size / STEP_BYTES) - 1) * STEP_BYTES
}

/** The pieces in which this is written behind `had` bytes; after each that ends a step the file is synced. */
export function* inSteps(had: number, piece: Uint8Array): Generator<{ bytes: Uint8Array; endsStep: boolean }> {
  for (let at = 0; at < piece.length; ) {
    const room = STEP_BYTES - ((had + at) % STEP_BYTES)
    const bytes = piece.subarray(at, at + room)
    at += bytes.length
    yield { bytes, endsStep: bytes.length === room }
  }
}
