/** What the effects act with: the ports and the few things that the composition root lends them. */

import type { BlockerFact, ContentLeft } from '../../machines/gates.ts'
import type { HostPort } from '../../machines/host-port.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import type { Lock } from '../../machines/locks.ts'
import type { ClockPort, ContainerSpec, EnginePort, PullProgress } from '../../machines/ports.ts'
import type { Service } from '../../protocol/types.ts'
import type { Store } from '../../storage/store.ts'
import type { ImageShelf } from '../bundle-door.ts'
import type { Deferrals } from '../deferrals.ts'
import type { FailedLogs } from '../failed-logs.ts'
import type { FileTerms } from '../lock-files.ts'
import type { ReadyWords } from '../ready-words.ts'
import type { SecretsFor } from '../secrets/secrets-for.ts'
import type { Releases } from './releases.ts'

/** What is being done, for people; never persisted. Sizes in bytes. */
export interface Progress {
  step: string
  doneBytes: number
  totalBytes: number
}

export interface World {
  device: string
  engine: EnginePort
  clock: ClockPort
  host: HostPort
  store: Store
  releases: Releases
  /** Names of the documents that the store holds. */
  documents: Set<string>
  /** Of them, those that are needed now: a tidying that waited for its turn may not know of the newest. */
  heldDocuments(): readonly string[]
  /** Containers that this life of the agent has started; not stopped since, nor was the engine away. */
  startedHere: Set<string>
  /** Since when containers that hand over are waited for: monotonic, milliseconds. */
  waitedFor: Map<string, number>
  /** Locks that applications hold by the local API. */
  leases(): readonly Lock[]
  /** Nobody is there any more who could give it back. @throws HF_STORE_UNWRITABLE and it stays */
  endLease(lock: Lock): Promise<unknown>
  /** The committed release. */
  current(): ReleaseRef | null
  /** Services that an operator keeps down. */
  stopped(): string[]
  /** The id of the purge of this volume, by its name in the release, that has begun and is not answered; empty: none. */
  purging(volume: string): string
  /** How long locks have put off an update. */
  deferrals: Pick<Deferrals, 'forMs'>
  /** How long lock files hold that name a term. */
  fileTerms: FileTerms
  /** Which containers have said by the local API that they are ready. */
  readyWords: Pick<ReadyWords, 'has'>
  /** What the device gives a container beyond what the release says; `specHash` is empty for a program beside it. */
  extrasFor(service: Service, specHash: string): ContainerSpec['extras']
  /** Why what is known of the fleet's rollout may be old; null while it is fresh. */
  staleness(gate: BlockerFact['gate']): BlockerFact | null
  /** The device's secrets, for containers. */
  secrets: SecretsFor
  progress(progress: Progress | null): void
  /** What is known of how an image comes. */
  noteFetch(image: string, progress: PullProgress): void
  /** What the byte budgets leave for fetching; null: nothing limits it. */
  contentLeft(): Promise<ContentLeft | null>
  /** What would come over the network for an image; null: it cannot be told. Left out: nobody plans. */
  plannedBytes?: ((image: string, signal: AbortSignal) => Promise<number | null>) | undefined
  /** Images that are at hand beside the registry; left out: none are. */
  shelf?: ImageShelf
  /** What services wrote that failed in an update. */
  failedLogs: Pick<FailedLogs, 'all' | 'keep'>
  /** Resolves when the broker has acknowledged something sent after the call. */
  reachBroker(signal: AbortSignal): Promise<void>
}
