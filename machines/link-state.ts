/**
 * How far the links lead, from what the kernel says of them.
 *
 * Invariant: pure. The best link decides: the one whose default route the kernel would take. A link without a carrier leads
 * nowhere, but the kernel sends by it for as long as its route stands.
 */
import type { LinkFact } from './link-port.ts'

/** From nothing to everything: no carrier, no address, no way out, a way out. */
export type LinkState = 'down' | 'unaddressed' | 'unrouted' | 'usable'

export function linkStateOf(links: readonly LinkFact[]): LinkState {
  const up = links.filter(({ isUp }) => isUp)
  if (up.length === 0) return 'down'
  const addressed = up.filter(({ addresses }) => addresses.length > 0)
  if (addressed.length === 0) return 'unaddressed'
  return addressed.some(({ defaultMetrics }) => defaultMetrics.length > 0) ? 'usable' : 'unrouted'
}

/** The link that the kernel would use if each that leads nowhere had no route. Null: none leads out. */
export function mainLinkOf(links: readonly LinkFact[]): LinkFact | null {
  return firstByMetric(links.filter((link) => linkStateOf([link]) === 'usable'))
}

/**
 * The link that the kernel sends by, with a carrier or without: NetworkManager withdraws the route of one without after seconds,
 * others never. Null: none.
 */
export function wayOutOf(links: readonly LinkFact[]): LinkFact | null {
  return firstByMetric(links.filter(({ defaultMetrics }) => defaultMetrics.length > 0))
}

/** Of several routes that of the smallest metric counts, of equals the first by name. */
function firstByMetric(links: readonly LinkFact[]): LinkFact | null {
  const [first] = links.toSorted((a, b) => a.defaultMetrics[0]! - b.defaultMetrics[0]! || (a.name < b.name ? -1 : 1))
  return first ?? null
}
