/**
 * What the owner wants of the network, out of the signed target that the device has taken.
 *
 * Invariant: pure; what is wanted is what stands beside the release that was committed last, so that windows, holds and
 * the share of a rollout count for the network too, and a release that goes back takes its network with it.
 */
import type { NetworkWish } from '../../machines/network-intent.ts'
import { networkHash } from '../../protocol/network-hash.ts'
import type { NetworkConfig } from '../../protocol/types.ts'

const DEFAULT_TRIAL_MS = 120_000
/** Of a trial that is cut off by the power, or by the agent's end. */
const MAX_ATTEMPTS = 3

/** Another document that wants the same is another change: a refused one is tried again. */
export function wishOf(document: string, network: NetworkConfig): NetworkWish {
  return {
    changeId: document,
    hash: networkHash(network),
    document,
    budgetMs: network.trialMs || DEFAULT_TRIAL_MS,
    maxAttempts: MAX_ATTEMPTS,
  }
}

/** With the values in their places. */
export function withSecrets(config: NetworkConfig, value: (name: string) => string): NetworkConfig {
  const filled = (own: string, name: string): string => (name === '' ? own : value(name))
  return {
    ...config,
    links: config.links.map(({ wifi, cellular, ...link }) => ({
      ...link,
      wifi: wifi && { ...wifi, passphrase: filled(wifi.passphrase, wifi.passphraseSecret), passphraseSecret: '' },
      cellular: cellular && {
        ...cellular,
        password: filled(cellular.password, cellular.passwordSecret),
        passwordSecret: '',
        pin: filled(cellular.pin, cellular.pinSecret),
        pinSecret: '',
      },
    })),
    proxies: config.proxies.map((proxy) => ({
      ...proxy,
      password: filled(proxy.password, proxy.passwordSecret),
      passwordSecret: '',
    })),
  }
}
