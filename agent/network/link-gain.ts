/**
 * Whether the links lead further than they did: then a broker that was out of reach may be there again.
 *
 * Invariant: pure; what is lost is no gain, and what goes on as it was is none.
 */
import type { LinkFact } from '../../machines/link-port.ts'
import { mainLinkOf } from '../../machines/link-state.ts'

/** Whether a link that is up has an address or a way out that it had not, or traffic leaves by another one. */
export function hasGained(before: readonly LinkFact[], after: readonly LinkFact[]): boolean {
  const had = new Set(before.flatMap(waysOf))
  const main = mainLinkOf(after)?.name
  return after.flatMap(waysOf).some((way) => !had.has(way)) || (main !== undefined && main !== mainLinkOf(before)?.name)
}

function waysOf({ name, isUp, addresses, defaultMetrics, gateway }: LinkFact): string[] {
  if (!isUp || addresses.length === 0) return []
  const out = defaultMetrics.length === 0 ? [] : [`${name} by ${gateway}`]
  return [...addresses.map((address) => `${name} at ${address}`), ...out]
}
