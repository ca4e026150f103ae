/**
 * Host ports that two services want at once.
 *
 * Invariant: ports for which this finds nothing can all be published on one host together.
 */
import type { Port } from './types.ts'

/** A port and who wants it. */
export interface Claim {
  owner: string
  port: Pick<Port, 'hostIp' | 'hostPort' | 'protocol'>
}

const EVERY_ADDRESS = new Set(['', '0.0.0.0', '::', '[::]'])

/** Pairs of positions in `claims` that cannot both be published. Ports that the engine chooses never clash. */
export function portConflicts(claims: readonly Claim[]): [number, number][] {
  const conflicts: [number, number][] = []
  const seen = new Map<string, number[]>()
  for (const [index, { port }] of claims.entries()) {
    if (port.hostPort === 0) continue
    const key = `${port.hostPort}/${port.protocol || 'tcp'}`
    const earlier = seen.get(key) ?? []
    const clash = earlier.find((other) => overlap(claims[other]!.port.hostIp, port.hostIp))
    if (clash !== undefined) conflicts.push([clash, index])
    seen.set(key, [...earlier, index])
  }
  return conflicts
}

/** An address of IPv4 and the wildcard of IPv6 count as overlapping: Linux binds both by default. */
function overlap(a: string, b: string): boolean {
  return a === b || EVERY_ADDRESS.has(a) || EVERY_ADDRESS.has(b)
}
