/**
 * How far the links lead, from what the kernel says of them.
 *
 * Invariant: pure. The best link decides: the one whose default route the kernel would take.
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

/** The link that traffic to the world leaves by: the smallest metric, of equals the first by name. Null: none does. */
export function mainLinkOf(links: readonly LinkFact[]): LinkFact | null {
  const usable = links.filter((link) => linkStateOf([link]) === 'usable')
  const [first] = usable.toSorted(
    (a, b) => (a.defaultMetrics[0] ?? 0) - (b.defaultMetrics[0] ?? 0) || (a.name < b.name ? -1 : 1),
  )
  return first ?? null
}
