/**
 * Keys of a service for its networks, its ports and its names.
 *
 * Invariant: an address is one that the engine takes; a name that others are to find is an alias, never the
 * container's.
 */
import { ValueFault } from './faults.ts'
import { readLinks } from './links.ts'
import { readAttachments, readNetworkMode } from './networks.ts'
import { readExpose, readPorts } from './ports.ts'
import * as read from './read.ts'
import type { ServiceKeys } from './service-draft.ts'
import { ADDRESS, checked, formed, HOST_ADDRESS, HOSTNAME, someFormed } from './values.ts'
import type { Node } from './yaml-tree.ts'

export const NETWORK_KEYS: ServiceKeys = {
  ports: {
    doc: 'short and long form, ranges',
    read: (node, scope) => ({ ports: read.each(node, scope.faults, (item) => readPorts(item, scope)) }),
  },
  expose: { doc: 'ports', read: (node, scope) => ({ expose: read.each(node, scope.faults, readExpose) }) },
  network_mode: { doc: 'host, none or service:NAME; bridge is the network "default"', read: readNetworkMode },
  networks: { doc: 'a list, or a map with details; without it, "default"', read: readAttachments },
  links: {
    doc: 'SERVICE or SERVICE:ALIAS: an alias of that service on the networks that both are on, and a dependency',
    read: readLinks,
  },
  hostname: { doc: 'a name', read: (node) => ({ hostname: formed(HOSTNAME)(node) }) },
  domainname: { doc: 'a name', read: (node) => ({ domainname: formed(HOSTNAME)(node) }) },
  dns: { doc: 'one address, or a list', read: (node) => ({ dns: someFormed(ADDRESS)(node) }) },
  dns_search: { doc: 'one domain, or a list', read: (node) => ({ dnsSearch: read.textOrTexts(node) }) },
  dns_opt: { doc: 'a list', read: (node) => ({ dnsOptions: read.texts(node) }) },
  extra_hosts: { doc: 'a map, or a list of name=address', read: (node) => ({ extraHosts: extraHosts(node) }) },
  container_name: {
    doc: 'an alias on the networks of the service: a device names containers itself, so that two can stand side by side',
    read: (node) => ({ containerName: containerName(node) }),
  },
  mac_address: { doc: 'an address', read: (node) => ({ macAddress: macAddress(node) }) },
}

function extraHosts(node: Node): string[] {
  const host = (name: string, address: string, place: string) =>
    `${name}:${checked(address.replace(/^\[(.*)\]$/, '$1'), HOST_ADDRESS, place)}`
  if (node.kind === 'map')
    return node.entries.flatMap(({ key, value }) =>
      read.oneOrMore(value).map((item) => host(key, read.text(item), item.place)),
    )
  // The first "=" or ":" parts them: an IPv6 address has colons, a name has none.
  return read.pairs(node, /[=:]/).map(({ key, value, place }) => {
    if (value === null || value === '') throw new ValueFault(place, `${JSON.stringify(key)} has no address`)
    return host(key, value, place)
  })
}

function containerName(node: Node): string {
  const name = read.word(node)
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return name
  throw new ValueFault(node.place, `${JSON.stringify(name)} is not a name of a container`)
}

function macAddress(node: Node): string {
  const address = read.word(node)
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address))
    throw new ValueFault(node.place, `${JSON.stringify(address)} is not an address such as "02:42:ac:11:00:02"`)
  return address
}
