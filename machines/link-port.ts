/**
 * The ports that look at the network: what the kernel says of it, and whether it leads anywhere.
 *
 * Invariant: that of all ports (`ports.ts`). Nothing here polls: what changes is told.
 */
import type { Observable } from 'rxjs'
import type { Fault } from '../protocol/errors.ts'

export type LinkKind = 'ethernet' | 'wifi' | 'cellular' | 'other'

/** An interface as the kernel has it; loopback and what engines make for containers are left out. */
export interface LinkFact {
  name: string
  kind: LinkKind
  /** It is switched on and has a carrier. */
  isUp: boolean
  /** With prefix length: "192.0.2.7/24"; those that reach beyond the link. */
  addresses: string[]
  /** Metrics of the default routes through it, smallest first; none: none leads through it. */
  defaultMetrics: number[]
  /** Of the first of them; empty when there is none, or none is needed. */
  gateway: string
}

/** What can be asked of an interface at any time. Bytes since it came up. */
export interface LinkReading {
  rxBytes: number
  txBytes: number
  /** In dBm; null where there is none, or nobody says. */
  signalDbm: number | null
}

export interface LinksPort {
  /**
   * All interfaces by name: as they are, then again after each change. Never completes; while the kernel cannot be
   * heard it is tried again.
   */
  links(): Observable<LinkFact[]>
  /** Null when there is no such interface. */
  read(name: string): Promise<LinkReading | null>
}

/** What one look beyond the link has shown. */
export type Reach =
  | { outcome: 'reachable'; roundTripMs: number }
  /** Somebody on the way answers instead: a page to log in at. */
  | { outcome: 'captive'; fault: Fault }
  | { outcome: 'unreachable'; fault: Fault }

export interface ReachPort {
  /** One look, of few bytes. Rejects only with HF_CANCELLED. */
  probe(signal: AbortSignal): Promise<Reach>
}
