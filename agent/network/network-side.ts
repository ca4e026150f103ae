/**
 * The agent's side of its network, put together: what is seen goes into the machine, what is wanted too, and what is known
 * goes into the report and the byte budgets.
 *
 * Invariant: an agent without parts for it still tells the machine of its broker, and changes nothing.
 */
import { map, Subscription } from 'rxjs'
import type { BlockerFact } from '../../machines/gates.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import { DEFAULT_FAILOVER, type FailoverRule } from '../../machines/link-choice.ts'
import type { LinkReading } from '../../machines/link-port.ts'
import type { NetworkEvent } from '../../machines/network-setup.ts'
import type { ClockPort } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { type Fault, HoldfastError } from '../../protocol/errors.ts'
import type { NetworkChange, NetworkConfig, NetworkReport } from '../../protocol/types.ts'
import type { BrokerPort } from '../broker-port.ts'
import type { NetworkChanger } from '../effects/network-effects.ts'
import type { LinkFacts } from '../link-facts.ts'
import type { Log } from '../log.ts'
import { proxyName } from '../reach/proxy.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { Vault } from '../secrets/vault.ts'
import { Told, ToldLast } from '../told.ts'
import { changerOn } from './changer.ts'
import { NETWORK } from './checkpoint.ts'
import { clockWatch, type Kept } from './clock-watch.ts'
import { isMetered, linkInUse } from './metered-rule.ts'
import { ModemWatch } from './modem-watch.ts'
import { feedNetwork } from './network-feed.ts'
import type { NetworkParts } from './network-parts.ts'
import { networkBlockers, networkChange, networkReport, type Standing } from './network-words.ts'
import { type Timed, timedBroker } from './timed-broker.ts'
import { WishFollower } from './wish-follower.ts'

export interface NetworkSideOptions {
  parts: NetworkParts
  clock: ClockPort
  log: Log
  /** The one that the device's configuration names: it counts, whatever is seen. */
  link: LinkFacts | undefined
  vault: Pick<Vault, 'has' | 'value'> | null
  committed(): ReleaseRef | null
  configIn(document: string): Promise<NetworkConfig | null>
  /** The report shows something else now. */
  changed(): void
}

export class NetworkSide {
  /** What bytes are counted for. */
  readonly link: LinkFacts
  readonly changer: NetworkChanger | null
  readonly #options: NetworkSideOptions
  readonly #follower: WishFollower
  /** Null while the agent is put together. */
  #runtime: Pick<Runtime, 'snapshots' | 'dispatch' | 'steps'> | null = null
  #timed: Timed | null = null
  #connections = 0
  #lost: Fault | null = null
  /** The configuration in force, as far as it says what is metered, and how links are chosen. */
  readonly #config = new ToldLast<NetworkConfig | null>(null)
  /** Links that were to be set back, each time that it could not be done. */
  readonly #unsteered = new Told<readonly string[]>()
  #isClockKept: Kept = null
  readonly #modems: ModemWatch | null

  constructor(options: NetworkSideOptions) {
    this.#options = options
    this.link = options.link ?? { current: () => this.#current() }
    const { parts, clock, log, vault, configIn, committed, changed } = options
    const secret = (name: string): string => {
      if (vault === null) throw new HoldfastError('HF_SECRET_MISSING', 'the device keeps no secrets', { place: name })
      return Buffer.from(vault.value(name)).toString('utf8')
    }
    const { backend, brokerUrl, proxy = null } = parts
    const localAddress = () => {
      const first = proxy?.current() ?? null
      return parts.localAddress(first === null ? this.#standing()?.context.broker.url || brokerUrl : proxyName(first))
    }
    this.#modems = parts.modems ? new ModemWatch({ port: parts.modems, clock, changed }) : null
    const rerouted = () => this.#timed?.broker.reconnect()
    const confirmed = () => this.#standing()?.context.intent.current ?? null
    const unsteered = (setBack: readonly string[]) => this.#unsteered.next(setBack)
    const change = { clock, log, configIn, secret, localAddress, proxy, confirmed, rerouted, unsteered }
    this.changer = backend === null ? null : changerOn({ ...change, backend })
    this.#follower = new WishFollower({
      committed,
      told: () => this.#standing()?.context.intent.wanted ?? null,
      configIn: async (document) => {
        const config = await configIn(document)
        this.#config.next(config)
        return config
      },
      hasSecret: (name) => vault?.has(name) === true,
      tell: async (wish) => this.#runtime?.dispatch(NETWORK, { type: 'NETWORK_WANTED', wish }),
      changed,
      log,
    })
  }

  /** The same broker, whose answers are timed. */
  timed(broker: BrokerPort): BrokerPort {
    this.#timed = timedBroker(broker, this.#options.clock)
    return this.#timed.broker
  }

  /** Where the machines will run. */
  runsOn(runtime: Pick<Runtime, 'snapshots' | 'dispatch' | 'steps'>): void {
    this.#runtime = runtime
  }

  /** From when the machines run. */
  begin(broker: BrokerPort, runtime: Pick<Runtime, 'dispatch' | 'steps'>): Subscription {
    const { parts, clock, changed } = this.#options
    const { steps } = runtime
    const followed = new Subscription()
    followed.add(
      feedNetwork({
        ...parts,
        connection: broker.connection,
        clock,
        steps,
        rule: this.#config.pipe(map(ruleOf)),
        unsteered: this.#unsteered,
        context: () => this.#standing()?.context ?? null,
        tell: (event: NetworkEvent) => {
          this.#note(event)
          // A failed dispatch has told `failed` already.
          runtime.dispatch(NETWORK, event).then(changed, () => undefined)
        },
        gained: () => broker.hasten(),
        moved: () => broker.reconnect(),
      }),
    )
    if (parts.clockFiles)
      followed.add(
        clockWatch(parts.clockFiles, clock).subscribe((kept) => {
          this.#isClockKept = kept
          changed()
        }),
      )
    followed.add(steps.subscribe(() => this.#follower.refresh()))
    followed.add(() => this.#modems?.close())
    this.#follower.refresh()
    return followed
  }

  /** The device has other secrets. */
  secretsChanged(): void {
    this.#follower.refresh(true)
  }

  /** Signed documents that the network still needs. */
  documents(): string[] {
    const { wanted, current, change } = this.#standing()?.context.intent ?? {}
    return [wanted, current, change].flatMap((ref) => (ref ? [ref.document] : []))
  }

  /** Null: nobody looks. */
  async report(): Promise<Loose<NetworkReport> | null> {
    const port = this.#options.parts.links
    const standing = this.#standing()
    if (port === null || standing === null) return null
    const readings = new Map<string, LinkReading>()
    for (const { name } of standing.context.links) {
      const reading = await port.read(name)
      if (reading !== null) readings.set(name, reading)
    }
    return networkReport({
      ...standing,
      readings,
      modems: (await this.#modems?.of(standing.context.links)) ?? new Map(),
      isMetered: (link) => isMetered(this.#config.value, link, standing.context.links),
      roundTripMs: this.#timed?.roundTripMs() ?? 0,
      connections: this.#connections,
      lost: this.#lost,
      isClockKept: this.#isClockKept,
    })
  }

  change(): Loose<NetworkChange> | null {
    const standing = this.#standing()
    return standing === null ? null : networkChange(standing)
  }

  blockers(): BlockerFact[] {
    const standing = this.#standing()
    return standing === null ? [] : networkBlockers(standing, this.#follower.lacking)
  }

  #standing(): (Standing & { internet: string }) | null {
    const snapshot = this.#runtime?.snapshots.get(NETWORK)
    if (snapshot === undefined) return null
    const { internet, change } = snapshot.value as { internet: string; change: string | Record<string, string> }
    return {
      context: snapshot.context as Standing['context'],
      internet,
      change: typeof change === 'string' ? change : (Object.keys(change)[0] ?? ''),
    }
  }

  #note(event: NetworkEvent): void {
    if (event.type === 'BROKER_CONNECTED') this.#connections += 1
    if (event.type === 'BROKER_LOST') this.#lost = event.fault
  }

  #current(): ReturnType<LinkFacts['current']> {
    return linkInUse(this.#config.value, this.#standing()?.context.links ?? [])
  }
}

/** Whoever says nothing of links has none chosen. */
function ruleOf(config: NetworkConfig | null): FailoverRule | null {
  if (config === null || config.asItCame) return null
  const { afterMs = 0, backAfterMs = 0 } = config.failover ?? {}
  return {
    afterMs: afterMs || DEFAULT_FAILOVER.afterMs,
    backAfterMs: backAfterMs || DEFAULT_FAILOVER.backAfterMs,
  }
}
