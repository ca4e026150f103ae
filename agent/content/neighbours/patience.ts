/**
 * How long a device waits for another one to bring a blob.
 *
 * Invariant: pure; it ends. Who makes no progress is waited for `STALLED_MS`, and all together for no longer than the blob
 * would take at `SLOWEST` bytes a second.
 */

/** Without a byte more. */
export const STALLED_MS = 15_000
/** Bytes a second; below this each goes outside by itself. */
const SLOWEST = 64 * 1024
const AT_LEAST_MS = 60_000

export interface Waiting {
  /** Since when, whoever it is for; monotonic, milliseconds. */
  sinceMs: number
  /** Who it is for, how much that one had at most, and since when. */
  address: string
  doneBytes: number
  gainedMs: number
}

/** With what was now seen. */
export function waitedOn(before: Waiting | null, address: string, doneBytes: number, nowMs: number): Waiting {
  const sinceMs = before?.sinceMs ?? nowMs
  if (before?.address === address && doneBytes <= before.doneBytes) return before
  return { sinceMs, address, doneBytes, gainedMs: nowMs }
}

/** `stalled`: with this one; `over`: with everybody. */
export function patience(
  { sinceMs, gainedMs }: Waiting,
  bytes: number,
  nowMs: number,
  stalledMs = STALLED_MS,
): 'lasts' | 'stalled' | 'over' {
  if (nowMs - sinceMs >= longestMs(bytes)) return 'over'
  return nowMs - gainedMs >= stalledMs ? 'stalled' : 'lasts'
}

/** For a blob to come, whichever way. */
export function longestMs(bytes: number): number {
  return AT_LEAST_MS + Math.ceil(bytes / SLOWEST) * 1000
}
