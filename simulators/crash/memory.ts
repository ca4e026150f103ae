/**
 * What the judge remembers of a history.
 *
 * Invariant: plain data, so that a history can be taken up in the middle.
 */
import type { Intent } from '../../machines/intent.ts'
import type { Loose } from '../../protocol/codec.ts'
import type { Command, Result } from '../../protocol/types.ts'

export interface VolumeMemory {
  destroyed: number
  /** What the application has written last; empty: nothing since it was made. */
  content: string
}

export interface SentCommand {
  id: string
  action: Loose<Command>
  atMs: number
}

/** What a life of the agent found on the disk. */
export interface LifeFound {
  bootId: string
  /** Counted by the agent; one that had written nothing when it ended is followed by another of the same number. */
  life: number
  /** Empty: the checkpoint does not tell. */
  phase: string
}

export interface Memory {
  faults: string[]
  /** As the agent was told that it is on disk. */
  intent: Intent | null
  /** Intents of writes that have not been acknowledged: each may be there after a cut. */
  unacknowledged: Intent[]
  floors: { fleet: number; device: number }
  /** The trust version as the agent was told that it is on disk, and the highest that may be. */
  trust: { told: number; possible: number }
  volumes: Map<string, VolumeMemory>
  commandsSent: SentCommand[]
  results: Map<string, Result>
  /** Commands whose note is on the disk, and whose answer is not. */
  underWay: Set<string>
  /** What each life of the agent found. */
  starts: LifeFound[]
  /** A lock of the local API that was granted. It counts in its boot. */
  lease: { service: string; bootId: string } | null
  /** Runs of containers that have said by the local API that they are ready. */
  saidReady: Set<string>
  writes: number
  /** By a full disk. */
  refusedWrites: number
  /** Orders that the agent gave. */
  reboots: number
  shutdowns: number
  /** The boot that an agent lives in, and when the first one in it began. */
  boot: { id: string; sinceMs: number }
  /** The scenario's own steps are. */
  begun: boolean
  /** Containers that were made since the present steps were begun, and how often services were told to end. */
  created: number
  told: Map<string, number>
  /** How often the program of each command was run. */
  programs: Map<string, number>
  /** Stops for a time that have ended, by the ids of their commands. */
  stopsOver: Set<string>
}

export function freshMemory(): Memory {
  return {
    faults: [],
    intent: null,
    unacknowledged: [],
    floors: { fleet: 0, device: 0 },
    trust: { told: 0, possible: 0 },
    volumes: new Map(),
    commandsSent: [],
    results: new Map(),
    underWay: new Set(),
    starts: [],
    lease: null,
    saidReady: new Set(),
    writes: 0,
    refusedWrites: 0,
    reboots: 0,
    shutdowns: 0,
    boot: { id: '', sinceMs: 0 },
    begun: false,
    created: 0,
    told: new Map(),
    programs: new Map(),
    stopsOver: new Set(),
  }
}

export function countOne(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
