/**
 * Whether each byte over a link costs something: by what the configuration in force says of it, or by its kind.
 *
 * Invariant: pure. A modem has two names, of which a configuration gives the one that NetworkManager has for it (its control
 * port) and the kernel the other. Where the device or the configuration has several, it cannot be told which is meant, and
 * none is.
 */
import type { LinkFact } from '../../machines/link-port.ts'
import { wayOutOf } from '../../machines/link-state.ts'
import { Metered } from '../../protocol/enums.ts'
import { kindOf } from '../../protocol/network-faults.ts'
import type { NetworkConfig, NetworkLink } from '../../protocol/types.ts'
import { ETHERNET, type LinkFact as LinkInUse } from '../link-facts.ts'

type Named = Pick<LinkFact, 'name' | 'kind'>

/**
 * @param config null: nothing is said
 * @param present all links of the device
 */
export function isMetered(config: NetworkConfig | null, { name, kind }: Named, present: readonly Named[]): boolean {
  const links = config?.links ?? []
  const isOnly = kind === 'cellular' && present.filter((link) => link.kind === 'cellular').length === 1
  const mine =
    links.find((link) => link.interface === name) ??
    links.find((link) => link.interface === '' && kindOf(link) === kind) ??
    (isOnly ? onlyModem(links) : undefined)
  if (mine?.metered === Metered.METERED_YES) return true
  return mine?.metered !== Metered.METERED_NO && kind === 'cellular'
}

function onlyModem(links: readonly NetworkLink[]): NetworkLink | undefined {
  const modems = links.filter((link) => kindOf(link) === 'cellular')
  return modems.length === 1 ? modems[0] : undefined
}

/** What the kernel sends by, for the byte budgets. */
export function linkInUse(config: NetworkConfig | null, present: readonly LinkFact[]): LinkInUse {
  const used = wayOutOf(present)
  return used === null ? ETHERNET.current() : { type: used.kind, metered: isMetered(config, used, present) }
}
