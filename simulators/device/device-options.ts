/**
 * What can be said of a simulated device.
 *
 * Invariant: everything has a default but who it is, whom it trusts, and the clock, broker and engine that it lives with.
 */
import type { KeyObject } from 'node:crypto'
import type { AgentOptions } from '../../agent/agent-options.ts'
import type { BrokerPort } from '../../agent/broker-port.ts'
import type { Medium } from '../../agent/bundle/medium.ts'
import type { Identity } from '../../agent/ingress/mqtt-ingress.ts'
import type { Log } from '../../agent/log.ts'
import type { NetworkParts } from '../../agent/network/network-parts.ts'
import type { Opening } from '../../agent/opening.ts'
import type { Steps } from '../../agent/runtime/step.ts'
import type { EnginePort } from '../../machines/ports.ts'
import type { PublicKey } from '../../protocol/keys.ts'
import type { Kv } from '../../storage/kv.ts'
import type { MemoryDisk } from '../../storage/memory-kv.ts'
import type { StoreOptions } from '../../storage/open-store.ts'
import type { Store } from '../../storage/store.ts'
import type { MemoryBroker } from '../broker/memory-broker.ts'
import type { BrokerAttachment, MemoryBrokerOptions } from '../broker/memory-broker-port.ts'
import type { SimulatedEngine } from '../engine/simulated-engine.ts'
import type { WorldClock } from '../world-clock.ts'
import type { BootClock } from './boot-clock.ts'

/** What stands between the agent and its ports; each gives back the port itself, or one around it. */
export interface Dressing {
  kv?: (kv: Kv) => Kv
  store?: (store: Store, clock: BootClock) => Store
  engine?: (port: EnginePort, engine: SimulatedEngine) => EnginePort
  broker?: (broker: BrokerPort) => BrokerPort
}

export interface DeviceOptions {
  identity: Identity
  trusted: readonly PublicKey[]
  clock: WorldClock
  /** One in memory, or how one life of the agent gets to another. */
  broker: MemoryBroker | Connect
  /** Its containers outlive the agent; a power cut fells it. */
  engine: SimulatedEngine
  disk?: MemoryDisk
  /** Everything by chance follows from it. Default: the device's name. */
  seed?: string
  /** Boots before this one. */
  boots?: number
  /** The key that secrets are sealed to; absent: it keeps none. */
  secretsKey?: KeyObject
  link?: Pick<MemoryBrokerOptions, 'latencyMs' | 'backoff'>
  deviceType?: string
  /** From the order to reboot until everything is down, and from then until it is up again. Default 1,000 and 20,000. */
  rebootMs?: { down: number; dark: number }
  dressing?: Dressing
  /** A watched folder of bundles. */
  medium?: Medium
  /** What of its network one life of the agent sees and changes. */
  network?: (clock: BootClock) => Promise<NetworkParts> | NetworkParts
  /** See `AgentOptions.applications`. */
  applications?: AgentOptions['applications']
  /** See `AgentOptions.operatorSocket`. */
  operatorSocket?: string
  store?: StoreOptions
  /** Of the agent; see there. */
  opening?: Opening
  steps?: Steps | undefined
  relistMs?: number
  /** By which the wall clock of the next boot is wrong. Default 0. */
  wallErrorMs?: () => number
  log?: Log
  /** An agent's process has ended, of whatever cause. */
  onEnd?: (bootId: string) => void
  /** The agent has ordered a reboot. */
  onReboot?: () => void
  /** The agent has ordered the end; it stays dark until `boot`. */
  onShutdown?: () => void
}

/** @param clock of one life of the agent: once that is over its sleeps never end */
export type Connect = (wires: Parameters<AgentOptions['connect']>[0], clock: BootClock) => BrokerAttachment
