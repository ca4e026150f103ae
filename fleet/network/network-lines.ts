/**
 * A network configuration in lines for people.
 *
 * Invariant: pure; names of secrets, never a value.
 */
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { kindOf } from '../../protocol/network-faults.ts'
import { secretsWanted } from '../../protocol/network-secrets.ts'
import type { IpConfig, NetworkConfig, NetworkLink } from '../../protocol/types.ts'
import { plain } from '../cli/style.ts'

/** @param hash as `holdfast net` shows it of a device */
export function networkLines(config: NetworkConfig, hash: string): string[] {
  const secrets = secretsWanted(config)
  return [
    `a device would try it as ${hash.slice(0, 12)}; nothing was written`,
    ...(config.asItCame ? ['  as the device came: no configuration of ours'] : []),
    ...config.links.map((link) => `  ${linkWords(link)}`),
    ...config.proxies.slice(0, 1).map(({ url }) => `  by the proxy ${url}`),
    ...(secrets.length === 0 ? [] : [`  it waits for the secrets ${secrets.join(', ')}: holdfast secrets set`]),
  ].map(plain)
}

function linkWords(link: NetworkLink): string {
  const { name, interface: device, wifi, cellular, vlan, priority, metered, ipv4, ipv6 } = link
  const by = wifi?.ssid ?? cellular?.apn ?? (vlan === null ? '' : `${vlan.id} on ${vlan.parent}`)
  return [
    `${name}: ${kindOf(link)}${by === '' ? '' : ` ${by}`}`,
    device === '' ? '' : ` on ${device}`,
    `, IPv4 ${ipWords(ipv4)}, IPv6 ${ipWords(ipv6)}`,
    priority === 0 ? '' : `, priority ${priority}`,
    metered === Metered.METERED_YES ? ', metered' : '',
  ].join('')
}

function ipWords(ip: IpConfig | null): string {
  if (ip?.method === IpMethod.IP_METHOD_OFF) return 'off'
  return ip?.method === IpMethod.IP_METHOD_STATIC ? ip.addresses.join(' ') : 'automatic'
}
