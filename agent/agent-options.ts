/**
 * What an agent is made from, and what it is to whoever started it.
 *
 * Invariant: all of the world that an agent touches comes to it through these.
 */
import type { KeyObject } from 'node:crypto'
import type { Observable } from 'rxjs'
import type { BlockerFact } from '../machines/gates.ts'
import type { HostPort } from '../machines/host-port.ts'
import type { ClockPort } from '../machines/ports.ts'
import type { HoldfastError } from '../protocol/errors.ts'
import type { Trusted } from '../protocol/signature.ts'
import type { Store } from '../storage/store.ts'
import type { BrokerPort, Fleeting } from './broker-port.ts'
import type { BundlePlaces } from './bundle-door.ts'
import type { NeighbourDoor } from './content/neighbour-door.ts'
import type { PlanningEngine } from './content/stored-engine.ts'
import type { Counters } from './ingress/counters.ts'
import type { Identity } from './ingress/mqtt-ingress.ts'
import type { Leases } from './leases.ts'
import type { LinkFacts } from './link-facts.ts'
import type { Caller } from './local-api/keys.ts'
import type { LocalApiPlaces } from './local-api/local-api.ts'
import type { Log } from './log.ts'
import type { MetricsPlace } from './metrics/serve-metrics.ts'
import type { NetworkParts } from './network/network-parts.ts'
import type { Opening } from './opening.ts'
import type { Steps } from './runtime/step.ts'
import type { Watched } from './runtime/watched.ts'
import type { SecretFiles } from './secrets/secret-files.ts'
import type { SecretValues } from './secrets/secret-values.ts'
import type { Budget } from './usage/budget.ts'
import type { Pulse } from './watchdog-rule.ts'

export interface AgentOptions {
  identity: Identity
  /** What is configured; a chain of trust documents goes on from there. */
  trusted: Trusted
  store: Store
  engine: PlanningEngine
  host: HostPort
  clock: ClockPort
  counters: Counters
  log: Log
  /** Where applications on the device reach the agent, and the secret that their keys are made from; null: nowhere. */
  localApi: LocalApiPlaces | null
  /** Absolute: where an engineer on the device sees what operators see; null or absent: nowhere. */
  operatorSocket?: string | null
  /** Where Prometheus asks; null or absent: nowhere. */
  metrics?: MetricsPlace | null
  /** Where bundles come from; absent: the device takes none. */
  bundles?: BundlePlaces
  /** Where blobs are shared with the devices of its network; absent: nowhere. */
  neighbours?: Pick<NeighbourDoor, 'open' | 'close'> | undefined
  /** For what asks for secrets and was made before the agent; absent: nothing does. */
  secretValues?: Pick<SecretValues, 'open'>
  /** What secrets are kept and placed with; absent: the device keeps none. */
  secrets?: { key: KeyObject; deviceSecret: Uint8Array; files: SecretFiles } | undefined
  /** Of a device whose identity is claimed: what stands against it, for the report, and who may say what time it is. */
  provisioning?: {
    blockers(): readonly BlockerFact[]
    changes: Observable<unknown>
    /** A target was signed then: Unix milliseconds, or zero. */
    issued(ms: number): void
  }
  /** Default: each target and rollout is verified and decoded anew. Agents that share a process may share what was opened. */
  opening?: Opening
  /** Default: each step of the machines is computed. Agents that share a process may share what was. */
  steps?: Steps | undefined
  /** How often the engine is asked what runs when it has told nothing. Milliseconds; default 60,000. */
  relistMs?: number
  /** Which link is in use. Default: the one that is seen, or Ethernet that costs nothing. */
  link?: LinkFacts
  /** Byte budgets of the device itself, over those of its target. */
  budgets?: readonly Budget[]
  /** It may read its own presence there: a death that is told late, by a bridge or another broker, is answered. Default false. */
  hearsOwnPresence?: boolean
  /** What looks at the network and changes it; left out: nobody does. */
  network?: NetworkParts
  /** For who speaks for the device's applications without a socket, a simulator for one. */
  applications?: ((calls: ApplicationCalls) => void) | undefined
  /** Makes the broker port, which begins to connect. */
  connect(wires: BrokerWires): BrokerPort
}

/** What the local API asks of the agent for an application. */
export interface ApplicationCalls {
  leases: Pick<Leases, 'acquire' | 'release'>
  /** See `sayReady`. */
  ready(caller: Caller): Promise<void>
}

/** What a broker port needs of the agent. */
interface BrokerWires {
  subscriptions: string[]
  fleeting: Fleeting
  /** The message that the broker publishes when this connection breaks. */
  will(connection: number): { topic: string; payload: Uint8Array; retain: boolean }
  /** Numbers the connections, above those of all lives before. */
  nextConnection(): Promise<number>
  /**
   * It only speaks: nothing is subscribed and nothing acknowledged, so that what the broker keeps for the device is
   * still there for the connection that takes it. Default false.
   */
  isDeaf?: boolean
}

export interface Agent {
  /** Transitions of all machines, once they are on the disk. */
  transitions: Observable<Watched>
  /** Resolves when the agent can go on no more: the process must end, and its next life resumes. */
  failed: Promise<HoldfastError>
  /** What is under way at this moment, for the watchdog. */
  pulse(): Pulse
  /** @param reason for the flight record: a signal's name or an error's code */
  stop(reason?: string): Promise<void>
}
