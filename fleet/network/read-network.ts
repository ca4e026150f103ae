/**
 * A network configuration from its YAML file, with the words that `docs/network-configuration.md` has.
 *
 * Invariant: either a configuration that a device takes whole, or one error that names each fault and its place; no
 * secret's value is ever in it, names of secrets are.
 */
import type { Loose } from '../../protocol/codec.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { IpMethod, Metered } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { networkFaults } from '../../protocol/network-faults.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { Faults } from '../compose/faults.ts'
import { duration, flag, map, oneOf, text, whole, word } from '../compose/read.ts'
import { type Node, parseYaml } from '../compose/yaml-tree.ts'
import { type Desk, placeOf, readItems, readWords, refusedSecret, type Word } from './words.ts'

const LARGEST = 4_294_967_295
const METHODS = {
  auto: IpMethod.IP_METHOD_AUTO,
  dhcp: IpMethod.IP_METHOD_AUTO,
  static: IpMethod.IP_METHOD_STATIC,
  off: IpMethod.IP_METHOD_OFF,
} as const

/**
 * @param file as faults name it
 * @throws HF_NETWORK_INVALID
 */
export function readNetwork(source: string, file: string): NetworkConfig {
  const faults = new Faults()
  const desk: Desk = { faults, places: new Map() }
  const root = parseYaml(source, { file, directory: '.', lookup: () => undefined }, faults)
  const read = root === null ? null : faults.attempt(() => readWords(root, 'network', topWords(desk), desk))
  // What could not be read is told already; what is missing for it would be told twice.
  const isRead = read !== null && !faults.isAny
  const config = decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, (read ?? {}) as Loose<NetworkConfig>))
  if (isRead)
    for (const { place, message } of networkFaults(config)) {
      const missing = desk.places.has(place) ? '' : `${lastWord(place)} `
      faults.add('HF_COMPOSE_INVALID', placeOf(place, desk.places) ?? `${file}:1:1`, `${missing}${message}`)
    }
  try {
    faults.throwIfAny()
  } catch (error) {
    const { message, place = file } = error as HoldfastError
    throw new HoldfastError('HF_NETWORK_INVALID', message.slice(place.length + 2), { place, cause: error })
  }
  return config
}

function topWords(desk: Desk): Record<string, Word> {
  return {
    links: { field: 'links', read: (node, at) => readItems(node, at, desk, (item, path) => linkOf(item, path, desk)) },
    proxies: {
      field: 'proxies',
      read: (node, at) =>
        readItems(node, at, desk, (item, path) =>
          readWords(item, path, { ...textWords('url', 'username'), ...secretWords('password') }, desk),
        ),
    },
    trial: { field: 'trialMs', read: duration },
    'as-it-came': { field: 'asItCame', read: flag },
    failover: {
      field: 'failover',
      read: (node, at) =>
        readWords(
          node,
          at,
          { after: { field: 'afterMs', read: duration }, 'back-after': { field: 'backAfterMs', read: duration } },
          desk,
        ),
    },
  }
}

function linkOf(node: Node, at: string, desk: Desk): object {
  const within = (words: Record<string, Word>) => (value: Node, path: string) =>
    value.kind === 'scalar' && value.value === null ? {} : readWords(value, path, words, desk)
  const ip = { read: (value: Node, path: string) => ipOf(value, path, desk) }
  return readWords(
    node,
    at,
    {
      ...textWords('name', 'interface'),
      ethernet: { field: 'ethernet', read: within({}) },
      wifi: {
        field: 'wifi',
        read: within({ ...textWords('ssid'), ...secretWords('passphrase'), ...flagWords('hidden', 'sae') }),
      },
      cellular: {
        field: 'cellular',
        read: within({
          ...textWords('apn', 'username'),
          ...secretWords('password'),
          ...secretWords('pin'),
          'home-only': { field: 'homeOnly', read: flag },
        }),
      },
      vlan: {
        field: 'vlan',
        read: within({ id: { field: 'id', read: (value) => whole(value, 0, LARGEST) }, ...textWords('parent') }),
      },
      ipv4: { field: 'ipv4', ...ip },
      ipv6: { field: 'ipv6', ...ip },
      priority: { field: 'priority', read: (value) => whole(value, 0, LARGEST) },
      metered: { field: 'metered', read: (value) => (flag(value) ? Metered.METERED_YES : Metered.METERED_NO) },
      mtu: { field: 'mtu', read: (value) => whole(value, 0, LARGEST) },
    },
    desk,
  )
}

/** One word for how addresses come, or a map with more; addresses that are given are static. */
function ipOf(node: Node, at: string, desk: Desk): object {
  if (node.kind !== 'map') return { method: oneOf(METHODS)(node) }
  const texts = (value: Node, path: string) => readItems(value, path, desk, word)
  const route = (item: Node, path: string) =>
    readWords(
      item,
      path,
      {
        to: { field: 'destination', read: word },
        via: { field: 'gateway', read: word },
        metric: { field: 'metric', read: (value) => whole(value, 0, LARGEST) },
      },
      desk,
    )
  const fields = readWords(
    node,
    at,
    {
      method: { field: 'method', read: oneOf(METHODS) },
      addresses: { field: 'addresses', read: texts },
      gateway: { field: 'gateway', read: word },
      dns: { field: 'dns', read: texts },
      'dns-search': { field: 'dnsSearch', read: texts },
      routes: { field: 'routes', read: (value, path) => readItems(value, path, desk, route) },
      'ignore-auto-dns': { field: 'ignoreAutoDns', read: flag },
    },
    desk,
  )
  const isStatic = map(node).entries.some(({ key }) => key === 'addresses')
  return { method: isStatic ? IpMethod.IP_METHOD_STATIC : IpMethod.IP_METHOD_AUTO, ...fields }
}

function textWords(...names: readonly string[]): Record<string, Word> {
  return Object.fromEntries(names.map((name) => [name, { field: name, read: text }]))
}

function flagWords(...names: readonly string[]): Record<string, Word> {
  return Object.fromEntries(names.map((name) => [name, { field: name, read: flag }]))
}

/** By the name of a secret of the device; never by its value. */
function secretWords(name: string): Record<string, Word> {
  return {
    [name]: { field: name, read: refusedSecret(`${name}-secret`) },
    [`${name}-secret`]: { field: `${name}Secret`, read: word },
  }
}

/** "network.links[0].cellular.apn" is about "apn". */
function lastWord(path: string): string {
  return JSON.stringify(/([A-Za-z0-9]+)(\[\d+\])?$/.exec(path)?.[1] ?? path)
}
