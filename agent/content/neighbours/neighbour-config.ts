/**
 * Which devices of its network a device shares blobs with, as its configuration says it.
 *
 *     "neighbours": { "listen": "192.168.7.2:48482", "peers": ["192.168.7.3:48482"], "discover": true,
 *                     "bytesPerSecond": 5000000, "keepBytes": 1000000000 }
 *
 * Invariant: what is returned is checked. Without the key there are none, and nothing of them is loaded.
 */
import type { ConfigReader } from '../../config-reader.ts'
import { parseListenAddress } from '../../local-api/listen-address.ts'

export interface NeighbourConfig {
  /** Where others ask this device; null: it gives nothing. */
  listen: { host: string; port: number } | null
  /** "192.168.7.3:48482" */
  peers: string[]
  /** Others are looked for by multicast DNS, and told of this one. */
  discover: boolean
  /** That all of them together are given; zero is without limit. */
  bytesPerSecond: number
  /** Of images that are in the engine already, kept for others. */
  keepBytes: number
}

const KEEP_BYTES = 1024 ** 3

/** @throws HF_CONFIG_INVALID */
export function neighboursIn(reader: ConfigReader | undefined): NeighbourConfig | null {
  if (reader === undefined) return null
  const config: NeighbourConfig = {
    listen: reader.optionalString('listen', parseListenAddress) ?? null,
    peers: reader.optionalStrings('peers', (text) => addressText(parseListenAddress(text))) ?? [],
    discover: reader.optionalFlag('discover') ?? false,
    bytesPerSecond: reader.optionalNumber('bytesPerSecond') ?? 0,
    keepBytes: reader.optionalNumber('keepBytes') ?? KEEP_BYTES,
  }
  reader.end()
  if (config.listen === null && config.peers.length === 0 && !config.discover)
    reader.fail('listen', 'is missing, and so are "peers" and "discover": there would be no neighbours')
  return config
}

/** As it is ranked, shown and asked. */
export function addressText({ host, port }: { host: string; port: number }): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
