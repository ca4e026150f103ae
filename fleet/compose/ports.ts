/**
 * Published and exposed ports, in both forms of compose.
 *
 * Invariant: a port that is returned is within 1–65535 (the host's may be 0: the engine chooses), and
 * ranges are taken apart into single ports.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Port } from '../../protocol/types.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { oneOf, text, whole, word } from './read.ts'
import type { Scope } from './scope.ts'
import { type Node, under } from './yaml-tree.ts'

const MAX_PORT = 65_535
const PROTOCOLS = { tcp: 'tcp', udp: 'udp', sctp: 'sctp' }

interface LongPort {
  target: number
  published: number
  hostIp: string
  protocol: string
}

/** The long form. */
export const PORT_LEVEL: Level<LongPort> = {
  title: 'A port of a service, long form',
  keys: {
    target: { doc: 'the port in the container', read: (node) => ({ target: whole(node, 1, MAX_PORT) }) },
    published: { doc: "the host's port; without it the engine chooses", read: (node) => ({ published: single(node) }) },
    host_ip: { doc: "the host's address", read: (node) => ({ hostIp: hostAddress(word(node), node.place) }) },
    protocol: { doc: 'tcp, udp or sctp', read: (node) => ({ protocol: oneOf(PROTOCOLS)(node) }) },
    mode: { ignored: 'one device has no swarm; a port is published on its host' },
    name: { ignored: 'it is for people' },
    app_protocol: { ignored: 'it is for people' },
  },
}

/** An item of `ports`. A range gives several. */
export function readPorts(node: Node, scope: Scope): Loose<Port>[] {
  const ports = node.kind === 'map' ? [longPort(node, scope)] : shortPorts(text(node), node.place)
  for (const { hostIp, hostPort, protocol } of ports)
    scope.claims.push({ owner: scope.service, port: { hostIp, hostPort, protocol }, place: node.place })
  return ports
}

function longPort(node: Node, scope: Scope): Port {
  const { target, published = 0, hostIp = '', protocol = 'tcp' } = readLevel(PORT_LEVEL, node, scope)
  if (target === undefined) throw new ValueFault(node.place, 'needs a valid "target", the port in the container')
  return { containerPort: target, hostPort: published, hostIp, protocol }
}

function single(node: Node): number {
  if (text(node).includes('-'))
    throw new ValueFault(node.place, 'a range would let the engine choose; name one port, or none')
  return whole(node, 0, MAX_PORT)
}

/** `[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]`, HOST and CONTAINER single or ranges of one length. */
function shortPorts(written: string, place: string): Port[] {
  const match = /^(?:(?:(\[[^\]]+\]|[^:[\]]+):)?([\d-]*):)?([\d-]+)(?:\/(\w+))?$/.exec(written)
  if (match === null)
    throw new ValueFault(place, `${JSON.stringify(written)} is not a port; write "8080:80" or "127.0.0.1:8080:80/tcp"`)
  const [, address, host = '', container, protocol = 'tcp'] = match
  if (!Object.hasOwn(PROTOCOLS, protocol.toLowerCase()))
    throw new ValueFault(place, `${JSON.stringify(protocol)} is not tcp, udp or sctp`)
  const hostIp = address === undefined ? '' : hostAddress(address, place)
  const inside = range(container!, place)
  const outside = host === '' ? inside.map(() => 0) : range(host, place)
  if (outside.length !== inside.length)
    throw new ValueFault(place, `${outside.length} ports of the host do not fit ${inside.length} of the container`)
  return inside.map((containerPort, index) => ({
    containerPort,
    hostPort: outside[index]!,
    hostIp,
    protocol: protocol.toLowerCase(),
  }))
}

/** What makes a published port the same as another one when files are merged: address, both ports and protocol. */
export function portKey(node: Node): string | null {
  if (node.kind === 'list') return null
  const word = (key: string) => {
    const value = under(node, key)
    return value?.kind === 'scalar' ? String(value.value) : ''
  }
  const written =
    node.kind === 'scalar'
      ? String(node.value)
      : `${word('host_ip')}:${word('published')}:${word('target')}/${word('protocol') || 'tcp'}`
  const [ports, protocol = 'tcp'] = written.split('/')
  return `${ports!.replace(/^(0\.0\.0\.0)?:/, '').replace(/^:/, '')}/${protocol}`
}

/** An item of `expose`: "3000", "3000-3005/udp". */
export function readExpose(node: Node): string[] {
  const written = text(node)
  const match = /^([\d-]+)(?:\/(tcp|udp|sctp))?$/i.exec(written)
  if (match === null) throw new ValueFault(node.place, `${JSON.stringify(written)} is not a port; write "3000/tcp"`)
  return range(match[1]!, node.place).map((port) => `${port}/${(match[2] ?? 'tcp').toLowerCase()}`)
}

function range(written: string, place: string): number[] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(written)
  const first = Number(match?.[1] ?? 0)
  const last = Number(match?.[2] ?? first)
  if (first < 1 || last > MAX_PORT || last < first)
    throw new ValueFault(place, `${JSON.stringify(written)} is not a port from 1 to ${MAX_PORT}, nor a range of them`)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function hostAddress(written: string, place: string): string {
  const address = written.replace(/^\[(.*)\]$/, '$1')
  const v4 = /^\d+(\.\d+){3}$/.test(address) && address.split('.').every((part) => Number(part) < 256)
  const v6 = address.includes(':') && /^[0-9a-f:.]+(%\w+)?$/i.test(address)
  if (!v4 && !v6) throw new ValueFault(place, `${JSON.stringify(written)} is not an address of the host`)
  return address
}
