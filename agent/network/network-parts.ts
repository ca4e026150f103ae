/**
 * What of the world an agent needs to look after its network.
 *
 * Invariant: each may be missing: then nobody looks, or nobody changes anything, and the agent says so.
 */
import type { LinksPort, ReachPort } from '../../machines/link-port.ts'
import type { NetworkBackend } from '../../machines/network-backend.ts'
import type { ClockFiles } from './clock-watch.ts'
import type { LinkLooksPort } from './link-looks.ts'
import type { ModemsPort } from './modems.ts'
import type { ProxyInForce } from './proxy-in-force.ts'

export interface Reachability {
  port: ReachPort
  /** Between two looks while the broker is away. Milliseconds. */
  everyMs: number
}

export interface NetworkParts {
  links: LinksPort | null
  reach: Reachability | null
  backend: NetworkBackend | null
  /** Who looks beyond one link among several; absent: nobody, so none is chosen. */
  looks?: LinkLooksPort | null
  /** Who knows the modems; absent: nobody. */
  modems?: ModemsPort | null
  /** Which proxy its configuration leads by; absent: those of configurations do not count. */
  proxy?: ProxyInForce
  /** Who says whether the clock is kept; absent: nobody. */
  clockFiles?: ClockFiles | null
  /** For people: where the broker is. */
  brokerUrl: string
  /** The local address that traffic to that URL, a broker's or a proxy's, leaves by; null: nobody can say. */
  localAddress(url: string): Promise<string | null>
}

export const NO_NETWORK: NetworkParts = {
  links: null,
  reach: null,
  backend: null,
  brokerUrl: '',
  localAddress: async () => null,
}
