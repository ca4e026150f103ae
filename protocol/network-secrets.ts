/**
 * Which secrets a network configuration names.
 *
 * Invariant: pure; names only.
 */
import type { NetworkConfig } from './types.ts'

/** Names of the device's secrets that a configuration asks for, each once. */
export function secretsWanted({ links, proxies }: NetworkConfig): string[] {
  const names = [
    ...links.flatMap(({ wifi, cellular }) => [
      wifi?.passphraseSecret ?? '',
      cellular?.passwordSecret ?? '',
      cellular?.pinSecret ?? '',
    ]),
    ...proxies.map(({ passwordSecret }) => passwordSecret),
  ]
  return [...new Set(names)].filter((name) => name !== '')
}
