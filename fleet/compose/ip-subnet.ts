/**
 * Addresses and subnets as numbers.
 *
 * Invariant: what is not an address, or a subnet that begins at its own network address, is null.
 */
import { isIP } from 'node:net'

interface Address {
  family: number
  value: bigint
}

export interface IpSubnet extends Address {
  /** How many bits the network has. */
  prefix: number
}

/** "172.30.0.0/24"; null also when bits of the host are set, which engines of today refuse. */
export function parseSubnet(text: string): IpSubnet | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text)
  const address = parseAddress(match?.[1] ?? '')
  const prefix = Number(match?.[2])
  if (address === null || !(prefix <= width(address))) return null
  const host = BigInt(width(address) - prefix)
  return (address.value >> host) << host === address.value ? { ...address, prefix } : null
}

/** Whether the address, or the whole of the other subnet, is in the subnet. */
export function isInside(text: string, subnet: IpSubnet): boolean {
  const other = text.includes('/') ? parseSubnet(text) : parseAddress(text)
  if (other === null || other.family !== subnet.family) return false
  const host = BigInt(width(subnet) - subnet.prefix)
  const narrower = !('prefix' in other) || (other as IpSubnet).prefix >= subnet.prefix
  return narrower && other.value >> host === subnet.value >> host
}

function parseAddress(text: string): Address | null {
  const family = isIP(text)
  if (family === 0 || text.includes('%')) return null
  if (family === 4) return { family, value: joined(text.split('.').map(Number), 8n) }
  // A URL writes an address within an address as plain groups.
  const [before = '', after] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))
  const [head, tail] = [groups(before), groups(after ?? '')]
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => 0)
  return { family, value: joined([...head, ...gap, ...tail], 16n) }
}

function joined(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((value, part) => (value << bits) | BigInt(part), 0n)
}

function width({ family }: Address): number {
  return family === 4 ? 32 : 128
}
