/**
 * Who changes the network for the machine: a back end, with the configuration out of the signed document and the device's
 * secrets filled in.
 *
 * Invariant: a trial has one budget, from its beginning until the broker has answered; a configuration that cannot be read
 * any more never keeps the device from going back; no secret is in an error or in the log.
 */
import type { NetworkBackend, WantedNetwork } from '../../machines/network-backend.ts'
import type { NetworkRef } from '../../machines/network-intent.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { networkHash } from '../../protocol/network-hash.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { deadline } from '../deadline.ts'
import type { NetworkChanger } from '../effects/network-effects.ts'
import type { Log } from '../log.ts'
import { linkSteering } from './link-steering.ts'
import type { ProxyInForce } from './proxy-in-force.ts'
import { withSecrets } from './wish.ts'

/** Behind the budget, so that the back end goes back by itself only when nobody else has. */
const SECOND_LINE_MS = 60_000
/** The watchdog waits for an effect longer than this. */
const LONGEST_APPLY_MS = 240_000

export interface ChangerParts {
  backend: NetworkBackend
  clock: ClockPort
  log: Log
  /** Of a signed document; null: it says nothing of the network. @throws when it cannot be read */
  configIn(document: string): Promise<NetworkConfig | null>
  /** @throws HF_SECRET_MISSING */
  secret(name: string): string
  /** The local address that traffic to the broker, or to the proxy before it, leaves by; null: nobody can say. */
  localAddress(): Promise<string | null>
  /** Null: the proxies of configurations do not count. */
  proxy: ProxyInForce | null
  /** What the machine holds as confirmed; null: nothing of ours. */
  confirmed(): NetworkRef | null
  /** Another proxy is in force: what is connected has to be so anew. */
  rerouted(): void
  /** Those links could not be set back, or not all others put where they belong. */
  unsteered(setBack: readonly string[]): void
}

export function changerOn(parts: ChangerParts): NetworkChanger {
  const { backend, clock, log, configIn, secret, localAddress, proxy, confirmed, rerouted, unsteered } = parts
  /** When the trial under way is over. */
  let until = { hash: '', monoMs: 0 }

  const wanted = async ({ document, hash }: NetworkRef): Promise<WantedNetwork> => {
    const config = await configIn(document)
    if (config === null || networkHash(config) !== hash)
      throw new HoldfastError('HF_NETWORK_UNAVAILABLE', 'the document does not hold the configuration any more')
    try {
      return { hash, config: withSecrets(config, secret) }
    } catch (cause) {
      // Not its fault: they may come yet.
      throw new HoldfastError('HF_NETWORK_UNAVAILABLE', faultOf(cause).message, { cause })
    }
  }

  const wayBack = async (to: NetworkRef): Promise<WantedNetwork | null> => {
    try {
      return await wanted(to)
    } catch (error) {
      const { answers, kept } = await backend.read()
      if (!answers) throw error
      if (kept === to.hash) return { hash: kept, config: NO_LINKS }
      log.warn('what was kept cannot be read: back to what was there before it', { ...faultOf(error) })
      return null
    }
  }

  /**
   * Whether the proxy of what is confirmed was never gone by, so that it has to be tried. One whose file is damaged was:
   * it is written again.
   */
  const lacksProxy = async (): Promise<boolean> => {
    const ref = confirmed()
    if (proxy === null || ref === null || proxy.isKeptFor(ref.hash)) return false
    try {
      const configuration = await wanted(ref)
      if (configuration.config.proxies.length === 0) return false
      if (!proxy.isDamaged) return true
      if (await proxy.keep(configuration)) rerouted()
    } catch (error) {
      log.warn('whether the proxy of the network configuration is in force is unknown', { ...faultOf(error) })
    }
    return false
  }

  return {
    read: async () => {
      const { answers, kept } = await backend.read()
      return { canChange: answers, inForce: (await lacksProxy()) ? null : kept }
    },

    async apply(change, _from, signal) {
      const { budgetMs, hash } = change
      until = { hash, monoMs: clock.now().monoMs + budgetMs }
      const configuration = await wanted(change)
      const limit = deadline(clock, Math.min(budgetMs, LONGEST_APPLY_MS), signal)
      try {
        await backend.apply(configuration, budgetMs + SECOND_LINE_MS, limit.signal)
      } catch (error) {
        if (!limit.spent()) throw error
        const seconds = Math.round(Math.min(budgetMs, LONGEST_APPLY_MS) / 1000)
        throw new HoldfastError('HF_NETWORK_FAILED', `it did not come up within ${seconds} s`, { cause: error })
      } finally {
        await limit.stop()
      }
      proxy?.try(configuration)
    },

    leftMs: ({ hash, budgetMs }) => (until.hash === hash ? Math.max(0, until.monoMs - clock.now().monoMs) : budgetMs),

    packetBytes: async (change) => packetBytesOf((await wanted(change)).config),

    async prove(change) {
      const address = await localAddress()
      if (address === null || (await backend.carries(await wanted(change), address))) return
      throw new HoldfastError(
        'HF_NETWORK_UNCONFIRMED',
        `the broker was reached, but from ${address}, which is of no link of the configuration`,
      )
    },

    async keep(change) {
      const configuration = await wanted(change)
      await backend.keep(configuration)
      if (await proxy?.keep(configuration)) rerouted()
    },

    steer: linkSteering({ backend, log, failed: unsteered }),

    async revert(_change, to) {
      // First: what is wrong may be the trial's proxy, whatever becomes of the rest.
      const ended = proxy?.endTrial() ?? false
      if (ended) rerouted()
      const back = to === null ? null : await wayBack(to)
      await backend.revert(back)
      // Of a device that has lost what it knew the back end says what is kept.
      const isKept = async (hash: string) => hash === back?.hash || (await backend.read()).kept === hash
      const gone = (await proxy?.goWith(isKept)) ?? false
      // Also what was made meanwhile, by the trial's links.
      if (ended || gone) rerouted()
    },
  }
}

/** What links send where nothing is said. */
const USUAL_MTU = 1500

/** The largest packet that a device so connected sends. */
function packetBytesOf({ links }: NetworkConfig): number {
  return links.length === 0 ? USUAL_MTU : Math.max(...links.map(({ mtu }) => mtu || USUAL_MTU))
}

/** Of what is kept already nothing is written. */
const NO_LINKS: NetworkConfig = { links: [], proxies: [], trialMs: 0, failover: null, asItCame: false }
