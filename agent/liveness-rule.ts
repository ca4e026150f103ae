/**
 * Whether the broker at the other end is still there: when to ask it, and when to give it up.
 *
 * Invariant: a quiet connection is asked after its interval; an answer that is owed is waited for so long and no longer.
 * A broker that answers pings and never acknowledges is given up too. A slow link is no dead one: while bytes come in,
 * and for as long as what we have sent may take, it is waited for.
 */

/** Milliseconds of one monotonic clock. */
export interface Traffic {
  /** When something of MQTT last came, and last went. */
  heardMs: number
  saidMs: number
  /** When any byte last came. */
  byteMs: number
  /** Since when the oldest answer to a ping is owed; null: none. */
  pingMs: number | null
  /** The oldest message or subscription without its acknowledgement; null: none. */
  owed: { sinceMs: number; what: 'PUBACK' | 'SUBACK' } | null
  /** Of all that has no acknowledgement yet. */
  owedBytes: number
}

export interface Patience {
  intervalMs: number
  /** Of silence, while an answer is owed. */
  answerMs: number
}

export type Move = { kind: 'wait'; ms: number } | { kind: 'ping' } | { kind: 'dead'; why: string }

/** A broker that takes messages, answers pings, and does not acknowledge has so many times `answerMs`. */
const UNACKNOWLEDGED = 6
/** The slowest link that is worth having. */
const BYTES_PER_SECOND = 500

/** @param nowMs of the same clock */
export function nextMove(traffic: Traffic, { intervalMs, answerMs }: Patience, nowMs: number): Move {
  const { heardMs, saidMs, byteMs, pingMs, owed, owedBytes } = traffic
  const sendingMs = (owedBytes / BYTES_PER_SECOND) * 1000
  const since = Math.min(pingMs ?? Infinity, owed?.sinceMs ?? Infinity)
  const silentAt = Math.max(since, byteMs) + answerMs + sendingMs
  const unacknowledgedAt = (owed?.sinceMs ?? Infinity) + UNACKNOWLEDGED * answerMs + sendingMs
  const awaited = since === pingMs ? 'PINGRESP' : (owed?.what ?? 'PINGRESP')
  if (nowMs >= silentAt) return dead(`the broker says nothing any more: no ${awaited}`, nowMs - since)
  if (nowMs >= unacknowledgedAt)
    return dead(`the broker answers and does not acknowledge: no ${owed?.what}`, nowMs - (owed?.sinceMs ?? nowMs))
  // The answer may stand behind a long message on a slow link; meanwhile the broker has to hear of us as promised.
  const againAt = pingMs !== null && byteMs > pingMs ? saidMs + intervalMs : Infinity
  const askAt = pingMs === null ? Math.min(heardMs, saidMs) + intervalMs : againAt
  if (nowMs >= askAt) return { kind: 'ping' }
  return { kind: 'wait', ms: Math.min(silentAt, unacknowledgedAt, askAt) - nowMs }
}

function dead(what: string, ms: number): Move {
  return { kind: 'dead', why: `${what} for ${Math.round(ms / 1000)} s` }
}
