/**
 * Whether each byte over a link costs something: by what the configuration in force says of it, or by its kind.
 *
 * Invariant: pure. A modem has two names, of which a configuration gives the one that NetworkManager has for it (its control
 * port) and the kernel the other.
 */
import type { LinkFact } from '../../machines/link-port.ts'
import { Metered } from '../../protocol/enums.ts'
import { kindOf } from '../../protocol/network-faults.ts'
import type { NetworkConfig, NetworkLink } from '../../protocol/types.ts'

/** @param config null: nothing is said */
export function isMetered(config: NetworkConfig | null, { name, kind }: Pick<LinkFact, 'name' | 'kind'>): boolean {
  const links = config?.links ?? []
  const mine =
    links.find((link) => link.interface === name) ??
    links.find((link) => link.interface === '' && kindOf(link) === kind) ??
    onlyModem(links, kind)
  if (mine?.metered === Metered.METERED_YES) return true
  return mine?.metered !== Metered.METERED_NO && kind === 'cellular'
}

/** Of several it cannot be told which is meant. */
function onlyModem(links: readonly NetworkLink[], kind: LinkFact['kind']): NetworkLink | undefined {
  const modems = links.filter((link) => kindOf(link) === 'cellular')
  return kind === 'cellular' && modems.length === 1 ? modems[0] : undefined
}
