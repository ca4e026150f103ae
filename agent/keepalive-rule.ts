/**
 * How long a connection may be quiet before the broker is asked whether it is still there.
 *
 * Invariant: always within the bounds. Longer only after silences as long have been survived; halved after one that
 * was not, and never again near it until the link has held for long. It lives in memory alone: what a restart
 * forgets is learnt again within minutes, and no flash wears out for it.
 */
import type { LinkFacts } from './link-facts.ts'

/** Milliseconds; least ≤ start ≤ most. */
export interface KeepaliveBounds {
  leastMs: number
  startMs: number
  /** Promised to the broker, which gives up a device that is silent for 1.5 times as long. */
  mostMs: number
}

export interface Keepalive {
  /** Quiet for so long: ask. */
  intervalMs: number
  /** Silences of the whole interval that were survived since it last changed. */
  held: number
  /** The shortest silence that a connection did not survive; null: none is known. */
  deadlyMs: number | null
}

/** A link that costs nothing: a dead device is noticed within three minutes. */
export const ON_FREE_LINKS: KeepaliveBounds = { leastMs: 20_000, startMs: 60_000, mostMs: 120_000 }
/** Each ping costs: a dead device is noticed within a quarter of an hour. */
export const ON_METERED_LINKS: KeepaliveBounds = { leastMs: 20_000, startMs: 60_000, mostMs: 600_000 }

/** @param configured goes before what the link suggests */
export function keepaliveOn(configured: KeepaliveBounds | undefined, link: LinkFacts): KeepaliveBounds {
  return configured ?? (link.current().metered ? ON_METERED_LINKS : ON_FREE_LINKS)
}

/** So many survived silences make it longer. */
export const HELD_TO_GROW = 3
/** So many make a deadly one forgotten: routers are changed, and networks. */
export const HELD_TO_FORGET = 100
const GROWTH = 1.5
/** How near it comes to what was deadly. */
const MARGIN = 0.75
/** A silence counts as one of the whole interval from this share of it on. */
const WHOLE = 0.9

export function beginKeepalive({ startMs }: KeepaliveBounds): Keepalive {
  return { intervalMs: startMs, held: 0, deadlyMs: null }
}

/** The broker has answered after a silence. @param quietMs how long nothing had passed */
export function afterAnswer(keepalive: Keepalive, quietMs: number, bounds: KeepaliveBounds): Keepalive {
  if (quietMs < keepalive.intervalMs * WHOLE) return keepalive
  const held = keepalive.held + 1
  const deadlyMs = held >= HELD_TO_FORGET ? null : keepalive.deadlyMs
  const ceiling = Math.max(bounds.leastMs, Math.min(bounds.mostMs, Math.floor((deadlyMs ?? Infinity) * MARGIN)))
  const longer = Math.min(ceiling, Math.floor(keepalive.intervalMs * GROWTH))
  if (held < HELD_TO_GROW || longer <= keepalive.intervalMs) return { ...keepalive, held, deadlyMs }
  return { intervalMs: longer, held: 0, deadlyMs }
}

/**
 * The broker did not answer any more. A connection that was lost while it was in use says nothing about silences.
 * @param quietMs how long nothing had passed before it was asked
 */
export function afterSilence(keepalive: Keepalive, quietMs: number, bounds: KeepaliveBounds): Keepalive {
  if (quietMs < keepalive.intervalMs * WHOLE) return { ...keepalive, held: 0 }
  const deadlyMs = Math.min(keepalive.deadlyMs ?? Infinity, quietMs)
  return { intervalMs: Math.max(bounds.leastMs, Math.floor(keepalive.intervalMs / 2)), held: 0, deadlyMs }
}
