/**
 * What is known of the link that carries the device's traffic.
 *
 * Invariant: asked anew for each message, so that a failover from one link to another counts from that moment on.
 */

export interface LinkFact {
  /** "ethernet", "wifi", "cellular", … */
  type: string
  /** Each byte costs something. */
  metered: boolean
}

export interface LinkFacts {
  current(): LinkFact
}

export const LINK_TYPES = ['ethernet', 'wifi', 'cellular', 'other'] as const

/** What devices of one network give each other: it goes over no link to the outside. */
export const LOCAL: LinkFact = { type: 'local', metered: false }

/** Where nobody knows better. */
export const ETHERNET: LinkFacts = { current: () => ({ type: 'ethernet', metered: false }) }
