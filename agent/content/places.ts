/**
 * Where a registry's content can be asked for.
 *
 * Invariant: pure; credentials belong to the host that they were configured for, and to no other.
 */
import type { ProxyAddress } from '../reach/proxy.ts'
import type { ContentConfig, RegistryConfig } from './content-config.ts'
import { hostOf, isLoopback } from './image-name.ts'

export interface Place {
  /** As it stands in names of images, or of a mirror: credentials are found by it. */
  host: string
  /** "https://registry.example:5000" */
  origin: URL
  username: string | undefined
  passwordFile: string | undefined
  caFile: string | undefined
  proxy: ProxyAddress | null
}

/** Mirrors first, the registry itself last. */
export function placesOf(registry: string, config: ContentConfig): Place[] {
  const own = config.registries.find(({ host }) => host === registry)
  const host = hostOf(registry)
  const origin = new URL(`${isLoopback(host) ? 'http' : 'https'}://${host}`)
  const mirrors = (own?.mirrors ?? []).map((url) =>
    placeAt(
      url.host,
      url,
      config.registries.find((each) => each.host === url.host),
      config,
    ),
  )
  return [...mirrors, placeAt(registry, origin, own, config)]
}

function placeAt(host: string, origin: URL, known: RegistryConfig | undefined, { proxy }: ContentConfig): Place {
  const { username, passwordFile, caFile } = known ?? {}
  return { host, origin, username, passwordFile, caFile, proxy: isLoopback(origin.host) ? null : proxy }
}
