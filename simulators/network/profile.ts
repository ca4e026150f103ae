/**
 * A keyfile of NetworkManager, read as far as a simulated site asks.
 *
 * Invariant: pure; what stands in another section is another key.
 */

export const LINK_TYPES = ['ethernet', 'wifi', 'gsm', 'vlan'] as const
export type LinkType = (typeof LINK_TYPES)[number]

/** What the profiles that the device came with, and ours, come down to. */
export interface Profile {
  uuid: string
  type: LinkType
  device: string
  isAutomatic: boolean
  priority: number
  isDhcp: boolean
  address: string
  gateway: string
  dns: string
  /** Of its routes; that of its kind where it says nothing. */
  metric: number
  /** Each with its prefix; by no gateway: "". */
  routes: readonly { to: string; via: string }[]
  /** 0: it says nothing. */
  mtu: number
  /** Without addresses where it is off. */
  six: { address: string; gateway: string }
  ssid: string
  passphrase: string
  apn: string
  vlan: { id: number; parent: string }
}

/** As NetworkManager has them. */
const METRICS: Record<LinkType, number> = { ethernet: 100, vlan: 400, wifi: 600, gsm: 700 }

export function profileOf(text: string): Profile {
  const sections = sectionsOf(text)
  const value = (section: string, key: string): string => sections.get(section)?.get(key) ?? ''
  const type = LINK_TYPES.find((each) => each === value('connection', 'type')) ?? 'ethernet'
  return {
    uuid: value('connection', 'uuid'),
    type,
    device: value('connection', 'interface-name'),
    isAutomatic: value('connection', 'autoconnect') !== 'false',
    priority: Number(value('connection', 'autoconnect-priority')),
    isDhcp: value('ipv4', 'method') === 'auto',
    address: value('ipv4', 'address1').split('/')[0]!,
    gateway: value('ipv4', 'gateway'),
    dns: value('ipv4', 'dns').replace(/;$/, ''),
    metric: Number(value('ipv4', 'route-metric')) || METRICS[type],
    routes: [...(sections.get('ipv4') ?? [])]
      .filter(([key]) => /^route\d+$/.test(key))
      .map(([, route]) => {
        const [to = '', via = ''] = route.split(',')
        return { to, via }
      }),
    mtu: Number(value('ethernet', 'mtu') || value('wifi', 'mtu')),
    six: { address: value('ipv6', 'address1').split('/')[0]!, gateway: value('ipv6', 'gateway') },
    ssid: value('wifi', 'ssid'),
    passphrase: value('wifi-security', 'psk'),
    apn: value('gsm', 'apn'),
    vlan: { id: Number(value('vlan', 'id')), parent: value('vlan', 'parent') },
  }
}

function sectionsOf(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let current = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, section] = /^\[(.+)\]$/.exec(line) ?? []
    if (section !== undefined) {
      current = new Map()
      sections.set(section, current)
    } else if (line.includes('=')) current.set(line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1))
  }
  return sections
}
