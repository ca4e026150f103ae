/** What the effects of provisioning act with. */
import type { ClockPort, EnginePort } from '../../machines/ports.ts'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import type { BrokerPort } from '../broker-port.ts'
import type { Log } from '../log.ts'
import type { TimeFloor } from '../time-floor.ts'
import type { CredentialFiles } from './credential-files.ts'
import type { Keys } from './keys.ts'
import type { OwnLink } from './own-link.ts'
import type { Credential } from './proofs.ts'
import type { Word } from './revocation.ts'

/** Brokers, each connection for one conversation: without will, and without a session that would stay. */
export interface Doors {
  /** Where claims are taken, by what is on every device's image. */
  claims(clientId: string, subscriptions: readonly string[]): BrokerPort
  /** Where devices are taken, by this certificate. */
  devices(identity: IdentityFact, subscriptions: readonly string[]): BrokerPort
}

export interface ProvisionWorld {
  clock: ClockPort
  engine: EnginePort
  keys: Keys
  credential: Credential
  credentialFiles: CredentialFiles
  /** Who it would like to be; empty: whatever it is given. */
  wishes: { device: string; fleet: string }
  deviceType: string
  /** PEM of the authority that it was given by hand; null: none. */
  pinned: () => Promise<string | null>
  floor: TimeFloor
  doors: Doors
  link: OwnLink
  log: Log
  /** In force, by what is on the disk. */
  identity(): IdentityFact | null
  /** Somebody says that the identity is none any more. Resolves when that is on the disk, or not believed. */
  takenBack(word: Word): Promise<void>
  /** What was kept of its secrets goes, sealed and unsealed. @throws HF_STORE_UNWRITABLE, HF_SECRET_UNPLACED */
  forgetSecrets(): Promise<void>
  /** Who the device was goes, too, where it was noted for others. @throws HF_STORE_UNWRITABLE */
  forgetNoted(): Promise<void>
  /** Resolves when no agent runs that could still use the identity. */
  quiet(): Promise<void>
}
