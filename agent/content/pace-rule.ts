/**
 * Whether a server gives so little that it is as good as silent.
 *
 * Invariant: pure. Only the time in which something was waited for counts: whoever reads slowly has no slow server. A link of
 * some hundred bytes a second (GPRS, shared by several blobs) is no slow server either.
 */

/** Since when it is looked at. */
export interface Pace {
  waitedMs: number
  bytes: number
}

export interface Demand {
  /** In each window, in bytes. */
  least: number
  windowMs: number
}

export const BEGUN: Pace = { waitedMs: 0, bytes: 0 }
/** To be asked again costs a server and a link some kilobytes: not for less than what comes in minutes. */
export const PACE_MS = 120_000
/** 9 bytes a second: whatever gives less than that gives an image of a few megabytes in days. */
export const LEAST_BYTES = 1024
/** 137 bytes a second. */
const LEAST_WITH_OTHERS_BYTES = 16 * 1024

/**
 * How much is to come in each window.
 * @param places that have it
 * @param slow how often it was too little: each place has its chance, and then there is nobody who would do better
 */
export function leastBytes(places: number, slow: number): number {
  return slow < places - 1 ? LEAST_WITH_OTHERS_BYTES : LEAST_BYTES
}

/** Null: it was too little. @param waitedMs for these bytes */
export function wentOn(pace: Pace, waitedMs: number, bytes: number, { least, windowMs }: Demand): Pace | null {
  const next = { waitedMs: pace.waitedMs + waitedMs, bytes: pace.bytes + bytes }
  if (next.waitedMs < windowMs) return next
  return next.bytes < least ? null : BEGUN
}
