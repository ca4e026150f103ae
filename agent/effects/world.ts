/** What the effects act with: the ports and the few things that the composition root lends them. */
import type { ClockPort, EnginePort, HostPort } from '../../machines/ports.ts'
import type { Store } from '../../storage/store.ts'
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
  /** Containers that this life of the agent has started; not stopped since, nor was the engine away. */
  startedHere: Set<string>
  progress(progress: Progress | null): void
  /** Resolves when the broker has acknowledged something sent after the call. */
  reachBroker(signal: AbortSignal): Promise<void>
}
