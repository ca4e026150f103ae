/** What can be set about a simulated engine, each with its unit and default. */
import type { ClockPort } from '../../machines/ports.ts'
import type { Sleeping } from '../world-clock.ts'
import type { EngineState, Refusal } from './engine-types.ts'
import type { SimulatedRegistry } from './images.ts'

export interface EngineOptions {
  /** Real or virtual. Its randomness is not used: an engine has its own, by its seed. */
  clock: Pick<ClockPort, 'now'> & Sleeping
  /** What it pulls from; may be shared by many engines. */
  registry: SimulatedRegistry
  /** Everything by chance follows from it. Default "engine". */
  seed: string
  /** Of pulls. Default 20 MB/s. */
  pullBytesPerSecond: number
  /** Of one call, there and back; between the two, by chance. Default 0 to 0: calls take no time. */
  latencyMs: { least: number; most: number }
  /** Default 16 GB, of which 2 GB are taken by others. */
  diskBytes: number
  diskTakenBytes: number
  memoryBytes: number
  /** As the OCI image specification names it. Default "amd64". */
  architecture: string
  version: string
  /** Host ports that something else holds: "80/tcp". */
  portsTaken: ReadonlySet<string>
  /** How many of its last events it can tell again. Default 256, as a real one. */
  remembersEvents: number
  /** What it holds at the beginning, as another engine left it. Default: nothing. */
  state: EngineState | undefined
  /**
   * Asked before each call takes effect: a refusal is its answer, "away" cuts the connection. The names are
   * those of `EnginePort`'s methods.
   */
  intercept: (operation: string) => Refusal | 'away' | null
}

export type GivenOptions = Partial<EngineOptions> & Pick<EngineOptions, 'clock' | 'registry'>

export function withDefaults(given: GivenOptions): EngineOptions {
  return {
    seed: 'engine',
    pullBytesPerSecond: 20_000_000,
    latencyMs: { least: 0, most: 0 },
    diskBytes: 16_000_000_000,
    diskTakenBytes: 2_000_000_000,
    memoryBytes: 1_000_000_000,
    architecture: 'amd64',
    version: '20.10.24',
    portsTaken: new Set(),
    remembersEvents: 256,
    state: undefined,
    intercept: () => null,
    ...given,
  }
}
