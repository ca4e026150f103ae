/**
 * Networks: how a service joins them, and their definitions at the top level.
 *
 * Invariant: a service joins only networks of the file, each once.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Attachment, Network, Service, Subnet } from '../../protocol/types.ts'
import { EXTERNAL_KEYS, type External } from './external.ts'
import { ValueFault } from './faults.ts'
import { isInside, parseSubnet } from './ip-subnet.ts'
import { type Level, readLevel } from './level.ts'
import { each, flag, map, record, text, texts, whole, word } from './read.ts'
import { known, type Scope } from './scope.ts'
import { ADDRESS, allFormed, formed, IPV4, IPV6 } from './values.ts'
import { type Node, under } from './yaml-tree.ts'

const OLD_ENGINES = 'engines before 26 do not know it'

const MAX_INT32 = 2 ** 31 - 1

/** With what orders them. */
type AttachmentDraft = Loose<Attachment> & { priority?: number }

export const ATTACHMENT_LEVEL: Level<AttachmentDraft> = {
  title: 'A network of a service',
  keys: {
    aliases: { doc: "names beside the service's own", read: (node) => ({ aliases: texts(node) }) },
    ipv4_address: { doc: 'a fixed address', read: (node) => ({ ipv4Address: formed(IPV4)(node) }) },
    ipv6_address: { doc: 'a fixed address', read: (node) => ({ ipv6Address: formed(IPV6)(node) }) },
    priority: {
      doc: "the highest comes first, and has the service's `mac_address`; among equals, by name",
      read: (node) => ({ priority: whole(node, -MAX_INT32, MAX_INT32) }),
    },
    gw_priority: { refused: OLD_ENGINES },
    interface_name: { refused: OLD_ENGINES },
    mac_address: { refused: 'engines before 25 do not know it; give it to the service' },
    link_local_ips: {
      doc: 'addresses of the link alone',
      read: (node) => ({ linkLocalIps: allFormed(ADDRESS)(node) }),
    },
    driver_opts: { doc: "the driver's options for this container", read: (node) => ({ driverOptions: record(node) }) },
  },
}

/** `networks` of a service: a list of names, or a map with details. */
export function readAttachments(node: Node, scope: Scope): Partial<Loose<Service>> {
  if (node.kind === 'list')
    return {
      networks: inOrder(
        each(node, scope.faults, (item) => ({ network: known(scope, 'network', text(item), item.place) })),
      ),
    }
  const networks = map(node).entries.flatMap(({ key, keyPlace, value }) => {
    const network = scope.faults.attempt(() => known(scope, 'network', key, keyPlace))
    const details = value.kind === 'scalar' && value.value === null ? {} : readLevel(ATTACHMENT_LEVEL, value, scope)
    if (network === null) return []
    for (const [field, as] of FIXED) {
      const address = details[field]
      if (address !== undefined)
        scope.fixedAddresses.push({ network, address, place: under(value, as)?.place ?? keyPlace })
    }
    return [{ network, ...details }]
  })
  return { networks: inOrder(networks) }
}

const FIXED = [
  ['ipv4Address', 'ipv4_address'],
  ['ipv6Address', 'ipv6_address'],
] as const

/** The first is the container's own, for its address and its way out; compose goes by priority, then by name. */
function inOrder(networks: readonly Partial<AttachmentDraft>[]): Loose<Attachment>[] {
  return networks
    .toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0) || ((a.network ?? '') < (b.network ?? '') ? -1 : 1))
    .map(({ priority: _priority, ...attachment }) => attachment)
}

/** `network_mode`: host, none, or another service's network; the engine's own bridge is no network of a release. */
export function readNetworkMode(node: Node, scope: Scope): Partial<Loose<Service>> {
  const mode = word(node)
  if (mode === 'host' || mode === 'none') return { networkMode: mode }
  if (mode === 'bridge') {
    scope.faults.note(
      node.place,
      '"bridge" joins the network "default", on which services also find each other by name',
    )
    return {}
  }
  if (mode.startsWith('service:')) {
    const to = known(scope, 'service', mode.slice('service:'.length), node.place)
    scope.waits.push({ from: scope.service, to, place: node.place })
    return { networkMode: mode }
  }
  const why = mode.startsWith('container:') ? 'a container of another release may not be there' : 'declare a network'
  throw new ValueFault(node.place, `has to be host, none, bridge or service:NAME, not ${JSON.stringify(mode)}; ${why}`)
}

const SUBNET_LEVEL: Level<Loose<Subnet>> = {
  title: 'An item of `ipam.config`',
  keys: {
    subnet: { doc: 'in CIDR form', read: (node) => ({ subnet: cidr(node) }) },
    gateway: { doc: 'an address of the subnet', read: (node) => ({ gateway: formed(ADDRESS)(node) }) },
    ip_range: { doc: 'where containers get their addresses', read: (node) => ({ ipRange: cidr(node) }) },
    aux_addresses: { doc: 'addresses that are kept free, by name', read: (node) => ({ auxAddresses: record(node) }) },
  },
}

const IPAM_LEVEL: Level<Pick<Loose<Network>, 'subnets' | 'ipamOptions'>> = {
  title: '`ipam` of a network',
  keys: {
    driver: {
      doc: 'only default',
      read: (node) => {
        if (word(node) !== 'default') throw new ValueFault(node.place, 'only "default" is on every engine')
        return {}
      },
    },
    config: {
      doc: 'a list of subnets',
      read: (node, scope) => ({ subnets: each(node, scope.faults, (item) => readSubnet(item, scope)) }),
    },
    options: { doc: "the driver's options", read: (node) => ({ ipamOptions: record(node) }) },
  },
}

/** Sub-levels, for the documentation. */
export const NETWORK_PARTS = [IPAM_LEVEL, SUBNET_LEVEL]

/** A definition, with what is needed to make the external name. */
export type NetworkDraft = Loose<Network> & External

export const NETWORK_LEVEL: Level<NetworkDraft> = {
  title: 'A network',
  keys: {
    driver: { doc: 'bridge, macvlan, ipvlan, …', read: (node) => ({ driver: word(node) }) },
    driver_opts: { doc: "the driver's options", read: (node) => ({ driverOptions: record(node) }) },
    internal: { doc: 'no way out', read: (node) => ({ internal: flag(node) }) },
    attachable: { doc: 'for overlay networks', read: (node) => ({ attachable: flag(node) }) },
    enable_ipv6: { doc: 'addresses of IPv6 too', read: (node) => ({ ipv6: flag(node) }) },
    enable_ipv4: { refused: 'engines before 28 do not know it' },
    ipam: { doc: 'see below', read: (node, scope) => readLevel(IPAM_LEVEL, node, scope) },
    labels: { doc: 'a map or a list', read: (node) => ({ labels: record(node) }) },
    ...EXTERNAL_KEYS,
  },
}

/** Addresses beside a subnet are within it. */
function readSubnet(node: Node, scope: Scope): Loose<Subnet> {
  const read = readLevel(SUBNET_LEVEL, node, scope)
  const subnet = read.subnet === undefined ? null : parseSubnet(read.subnet)
  if (subnet === null) return read
  const beside = [
    ['gateway', read.gateway],
    ['ip_range', read.ipRange],
    ...Object.values(read.auxAddresses ?? {}).map((address) => ['aux_addresses', address] as const),
  ] as const
  for (const [key, address] of beside)
    if (address !== undefined && !isInside(address, subnet))
      throw new ValueFault(under(node, key)?.place ?? node.place, `${address} is not in the subnet ${read.subnet}`)
  return read
}

function cidr(node: Node): string {
  const value = word(node)
  if (parseSubnet(value) !== null) return value
  const why = 'write it as "172.30.0.0/24", with the address that the network begins at'
  throw new ValueFault(node.place, `${JSON.stringify(value)} is not a subnet; ${why}`)
}
