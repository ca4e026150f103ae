/**
 * What may wait for a broker that is away, what gives way first, and how fast it goes out when the broker is back.
 *
 * Invariant: pure. An answer to a command from the broker is never dropped: a command for whose answer there may be no
 * room is not taken. Everything together stays within the bounds, however long the broker is away.
 */
import type { CommandAction } from '../machines/commands.ts'

/** An answered command, oldest first. */
export interface Answered {
  id: string
  /** Of its answer. */
  bytes: number
  /** Given by an application on the device, which has the answer already; the broker is only told of it. */
  isOwn: boolean
  /** The broker has not acknowledged the answer. */
  waits: boolean
}

export interface OutboxBounds {
  /** Bytes of answers that wait, with what those that are under way may come to. */
  results: number
  /** Over that: bytes for saying no. */
  refusals: number
  /** Bytes of what applications on the device were answered: the oldest give way. */
  own: number
  /** Answered commands that are remembered, so that one that comes again is known; those that wait stay in any case. */
  remembered: number
}

export const OUTBOX_BOUNDS: OutboxBounds = {
  results: 4 * 1024 * 1024,
  refusals: 512 * 1024,
  own: 256 * 1024,
  remembered: 256,
}

/** An answer's words are cut there. */
export const MAX_MESSAGE = 4_000
/** What an answer comes to at most: its words, and 64 KiB of output of which no byte is text. */
const WITHOUT_OUTPUT = 4 * MAX_MESSAGE + 512
const WITH_OUTPUT = 3 * 64 * 1024 + WITHOUT_OUTPUT
const WRITES_OUTPUT: ReadonlySet<string> = new Set(['exec', 'run', 'flight', 'identify'] satisfies CommandAction[])

/** Bytes that the answer to such a command may come to. */
export function reserveFor(action: string): number {
  return WRITES_OUTPUT.has(action) ? WITH_OUTPUT : WITHOUT_OUTPUT
}

/** As the ids of commands are given out on the device. */
export function ownId(n: number): string {
  return `local-${n}`
}

export function isOwnId(id: string): boolean {
  return /^local-\d+$/.test(id)
}

/**
 * Whether a command from the broker may be taken: `refuse` answers no without work, `leave` does not acknowledge it,
 * since there is no room for a no either.
 * @param waiting bytes of answers from earlier commands, without the device's own
 * @param underWay actions of those that are not answered yet
 */
export function roomFor(
  action: string,
  waiting: number,
  underWay: readonly string[],
  bounds = OUTBOX_BOUNDS,
): 'take' | 'refuse' | 'leave' {
  const reserved = underWay.reduce((sum, each) => sum + reserveFor(each), 0)
  if (waiting + reserved + reserveFor(action) <= bounds.results) return 'take'
  return waiting + reserved + WITHOUT_OUTPUT <= bounds.results + bounds.refusals ? 'refuse' : 'leave'
}

/** Ids of the answered commands that are to be forgotten, and with them the answers of theirs that still wait. */
export function forgotten(answered: readonly Answered[], bounds = OUTBOX_BOUNDS): string[] {
  let own = answered.filter(({ isOwn, waits }) => isOwn && waits).reduce((sum, { bytes }) => sum + bytes, 0)
  const given: string[] = []
  for (const { id, bytes, isOwn, waits } of answered) {
    if (own <= bounds.own) break
    if (!isOwn || !waits) continue
    own -= bytes
    given.push(id)
  }
  const done = answered.filter(({ waits }) => !waits)
  const waiting = answered.length - done.length
  const surplus = Math.max(0, done.length - Math.max(0, bounds.remembered - waiting))
  return [...given, ...done.slice(0, surplus).map(({ id }) => id)]
}

/** How fast a backlog goes out: so many at once, and then one in so many milliseconds. */
export const PACE = { burst: 16, everyMs: 100 }

/** A pace, of which something has been used up: by then it will be whole again, by the monotonic clock. */
export interface Paced {
  wholeAtMs: number
}

/** How long the next message has to wait, and the pace after it. */
export function paced({ wholeAtMs }: Paced, nowMs: number, { burst, everyMs } = PACE): { waitMs: number; next: Paced } {
  const waitMs = Math.max(0, wholeAtMs - nowMs - (burst - 1) * everyMs)
  return { waitMs, next: { wholeAtMs: Math.max(wholeAtMs, nowMs + waitMs) + everyMs } }
}
