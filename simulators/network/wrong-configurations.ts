/** Network configurations by which a device would be lost, each by its own mistake, and one that is right. */
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { IpMethod } from '../../protocol/enums.ts'
import type { IpConfig, NetworkConfig, NetworkLink, NetworkProxy } from '../../protocol/types.ts'

import { SITE } from './site.ts'

export const TRIAL_MS = 60_000

function lan(
  ipv4: Loose<IpConfig>,
  changes: Loose<NetworkLink> = {},
  proxies: Loose<NetworkProxy>[] = [],
): NetworkConfig {
  const right = {
    method: IpMethod.IP_METHOD_STATIC,
    addresses: ['10.9.0.8/24'],
    gateway: '10.9.0.1',
    dns: ['10.9.0.1'],
  }
  const link = {
    name: 'lan',
    interface: 'eth0',
    ethernet: {},
    ipv4: { ...right, ...ipv4 },
    ipv6: { method: IpMethod.IP_METHOD_OFF },
    ...changes,
  }
  return decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, { links: [link], proxies, trialMs: TRIAL_MS }))
}

export const RIGHT = lan({})

/** Through the proxy of the site. */
export const PROXY_URL = `http://${SITE.proxy}`
export const BY_PROXY = lan({}, {}, [{ url: PROXY_URL, username: 'till', password: 'hunter2' }])

/** The network as the device had it. */
export const AWAY: NetworkConfig = decode(
  KINDS.NetworkConfig,
  encode(KINDS.NetworkConfig, { asItCame: true, trialMs: TRIAL_MS }),
)

export const WRONG = {
  'an address of another network': lan({ addresses: ['10.10.0.8/24'], gateway: '10.10.0.1' }),
  'a gateway that is not there': lan({ gateway: '10.9.0.250' }),
  'no gateway': lan({ gateway: '' }),
  'a name server that is not there': lan({ dns: ['10.9.0.250'] }),
  'DHCP where there is none': lan({ method: IpMethod.IP_METHOD_AUTO, addresses: [], gateway: '', dns: [] }),
  'an interface that is not there': lan({}, { interface: 'eth7' }),
  'a route that swallows the network of the broker': lan({
    routes: [{ destination: '10.20.0.0/16', gateway: '10.9.0.250' }],
  }),
  'a proxy that is not there': lan({}, {}, [{ url: 'http://10.9.0.1:9' }]),
  'a wrong password of the proxy': lan({}, {}, [{ url: PROXY_URL, username: 'till', password: 'hunter3' }]),
} as const satisfies Record<string, NetworkConfig>

export type Mistake = keyof typeof WRONG
export const MISTAKES = Object.keys(WRONG) as Mistake[]
