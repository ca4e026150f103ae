/**
 * The ports to the engine and the clock: with the host's (`host-port.ts`), all that the machines' effects need of
 * the world.
 *
 * Invariant: every method looks before it acts, may run twice and ends the same, and fails only with a
 * `HoldfastError`. The real adapters (`agent/adapters/`) and the simulated ones (`simulators/`) pass one
 * contract suite.
 */
import type { Observable } from 'rxjs'
import type { FetchCourse } from '../protocol/fetch-plan.ts'
import type { Health, Network, Restart, Service, Volume } from '../protocol/types.ts'
import type { ImageSource } from './image-source.ts'

/** What the engine says of itself and its disk. Sizes in bytes. */
export interface EngineInfo {
  /** Identity of the engine: stays over restarts. */
  id: string
  version: string
  /** As the OCI image specification names it, for arm with its variant. */
  architecture: string
  os: string
  memoryBytes: number
  /** Of the disk that holds the images; zero when it cannot be told. */
  diskFreeBytes: number
  diskTotalBytes: number
}

/** A container of this device, as the engine has it. */
export interface Container {
  id: string
  name: string
  /** From the labels. */
  service: string
  release: string
  specHash: string
  state: 'created' | 'running' | 'restarting' | 'exited' | 'paused' | 'dead' | 'removing'
  health: Health
  exitCode: number
  /** How often the engine has restarted it by its restart policy. */
  restarts: number
  restart: Restart
  /** When it last started, as the engine writes it; empty if never. Only ever compared for equality. */
  startedAt: string
  /** Image as it was named at creation. */
  image: string
  /** So long it has to end when it is told to, before it is killed; milliseconds, its own since it was made. */
  stopGraceMs: number
  /** Host ports that it publishes while it runs: "80/tcp". Ports that the engine chose are left out. */
  hostPorts: string[]
}

/** What a container is made from. Names of networks and volumes are the engine's. */
export interface ContainerSpec {
  name: string
  device: string
  release: string
  specHash: string
  service: Service
  /** From the release's names to the engine's. */
  networkNames: Record<string, string>
  volumeNames: Record<string, string>
  /** The container that `network_mode: service:NAME` joins. */
  networkContainer?: string
  /**
   * A one-off beside the service: with this command instead of the service's, without restart policy, host
   * ports, health check, addresses of its own and names in its networks.
   */
  run?: { operation: string; command: readonly string[] }
  /** What the device adds, and the hash does not cover. A variable here goes over the service's. */
  extras?: {
    environment: Record<string, string>
    binds: { source: string; target: string; readOnly: boolean }[]
  }
}

/** A one-off container of this device, as the engine has it. */
export interface RunFact {
  id: string
  /** What it was made for, from the label. */
  operation: string
  service: string
  state: Container['state']
  exitCode: number
}

/** How a program ended that was run in a container. */
export interface ProgramEnd {
  exitCode: number
  /** What it wrote to both streams, as it came: the last 64 KiB. */
  output: string
  /** There was more before that. */
  truncated: boolean
}

export interface VolumeSpec {
  name: string
  device: string
  volume: Volume
  /** The operation that makes it, kept in a label, so that one that was cut off can see what it has done. */
  operation?: string
}

/** A volume of this device, as the engine has it. */
export interface VolumeFact {
  name: string
  /** Empty when it was made by no named operation. */
  operation: string
}

export interface NetworkSpec {
  name: string
  device: string
  network: Network
  /** Hash of the normalised definition; a network with another one is another network. */
  specHash: string
}

/** Bytes of one pull so far, over all layers. */
export interface PullProgress {
  doneBytes: number
  totalBytes: number
  layersDone: number
  layers: number
  /** What has come from outside for it, the manifest and what had to come twice included; left out: as `doneBytes`. */
  fetchedBytes?: number
  /** What has come from devices of the same network; left out: nothing. */
  neighbourBytes?: number
  /** Said once when more is to come than was thought, before the first byte of it. */
  toComeBytes?: number
  /** How it comes, when that is known. */
  course?: FetchCourse
}

type OnProgress = (progress: PullProgress) => void

/** What happened to a container of this device. `opened` comes first, after each connection. */
export type EngineEvent =
  | { type: 'opened' }
  | {
      type: 'container'
      action: 'create' | 'start' | 'die' | 'destroy' | 'health' | 'oom' | 'pause' | 'unpause'
      id: string
      service: string
    }

export interface LogEntry {
  stderr: boolean
  /** Unix time. */
  atMs: number
  text: string
}

export interface LogOptions {
  follow: boolean
  /** Lines from the end; zero is all. */
  tail: number
  /** Unix time; zero is from the beginning. */
  sinceMs: number
}

/**
 * A container engine. Every call may fail with HF_ENGINE_UNAVAILABLE (nobody answers) or
 * HF_ENGINE_FAILED (it answered no); the codes named are in addition. `signal` ends a call early, with
 * HF_CANCELLED.
 */
export interface EnginePort {
  info(): Promise<EngineInfo>

  /** Containers of this device's services, in any state. One-offs are not among them. */
  listContainers(device: string): Promise<Container[]>
  /**
   * Makes a container, with restart policy "no" and the service's files in it, and does not start it. One
   * of the same name and spec hash is taken as it is, but that one that never ran gets its files again.
   * @returns its id
   * @throws HF_IMAGE_NOT_FOUND
   * @throws HF_ENGINE_CONFLICT when the name belongs to something else
   */
  createContainer(spec: ContainerSpec): Promise<string>
  /**
   * In the end it runs and has this restart policy.
   * @throws HF_ENGINE_CONFLICT when it is to be removed and made anew: the engine will never start it
   * again, or it was cut off before it had its files
   */
  startContainer(id: string, restart: Restart, maxRetries: number): Promise<void>
  /** In the end it does not run, its restart policy is "no", and no cut in between lets the engine start it again. One that is gone is no error. */
  stopContainer(id: string, graceMs: number): Promise<void>
  /** Removes it, running or not, with its anonymous volumes. One that is gone is no error. */
  removeContainer(id: string): Promise<void>
  /** @throws HF_ENGINE_FAILED also when the container is gone */
  logs(id: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogEntry>
  /**
   * A file in a container, running or not, volumes included. Links are followed. In a tmpfs it is seen while
   * the container runs, when that has a shell.
   * @returns null when there is no such file, or no such container
   * @throws HF_ENGINE_FAILED when it is over `maxBytes`, or no plain file
   */
  readFile(id: string, path: string, maxBytes: number): Promise<Uint8Array | null>
  /** Whether the file was last written before the container last started: by an earlier run of it. False when that cannot be told. */
  isLeftOver(id: string, path: string): Promise<boolean>
  /**
   * Runs a program in a running container to its end. The signal ends the wait, and the program where the
   * machine's processes can be seen.
   * @throws HF_ENGINE_FAILED when the container does not run or there is no such program
   */
  exec(id: string, command: readonly string[], signal: AbortSignal): Promise<ProgramEnd>
  /** One-off containers of this device, made with `ContainerSpec.run`, in any state. */
  listRuns(device: string): Promise<RunFact[]>

  hasImage(image: string): Promise<boolean>
  /** Of each image that it has, ours or not, the digests of its layers' unpacked content, the lowest first. */
  listLayers(): Promise<string[][]>
  /**
   * Fetches an image by its digest.
   * @throws HF_REGISTRY_NOT_FOUND, HF_REGISTRY_UNAUTHORIZED, HF_REGISTRY_INVALID, HF_REGISTRY_UNAVAILABLE, HF_SPACE_LOW
   */
  pull(image: string, onProgress: OnProgress, signal: AbortSignal): Promise<void>
  /**
   * As `pull`, from what the caller holds; of an image that is there nothing is read. No copy is made but the engine's. All
   * layers are told as done as soon as another image can be loaded upon them, which is before this one is on the disk.
   * @throws HF_IMAGE_INVALID when a part is not what the digest names; HF_SPACE_LOW; what the source throws
   */
  loadImage(image: string, source: ImageSource, onProgress: OnProgress, signal: AbortSignal): Promise<void>
  /**
   * The image that has just these layers, by the digests of their content, as the archive that `docker save` gives.
   * Left out: this engine gives none back.
   * @throws HF_IMAGE_NOT_FOUND, HF_SPACE_LOW
   */
  saveImage?(layers: readonly string[], signal: AbortSignal): AsyncIterable<Uint8Array>
  /** By its reference; or by the engine's id, and then only one without a name. One that is gone, or that a container still uses, is no error. */
  removeImage(image: string): Promise<void>

  /** This device's volumes. The operation is the label `io.holdfast.operation`. */
  listVolumes(device: string): Promise<VolumeFact[]>
  /** One that is there is taken as it is. */
  ensureVolume(spec: VolumeSpec): Promise<void>
  /** One that is gone is no error. @throws HF_ENGINE_CONFLICT while a container uses it */
  removeVolume(name: string): Promise<void>

  /** Names of this device's networks. */
  listNetworks(device: string): Promise<string[]>
  /** One that is there is taken as it is. */
  ensureNetwork(spec: NetworkSpec): Promise<void>
  /** One that is gone is no error. @throws HF_ENGINE_CONFLICT while a container uses it */
  removeNetwork(name: string): Promise<void>

  /**
   * Follows the engine's events of this device's containers, one-offs left out, from now on: first `opened`,
   * then what happens. A stream that ends, for whatever reason, is an error (HF_ENGINE_UNAVAILABLE), never a
   * completion. Unsubscribing closes it.
   */
  events(device: string): Observable<EngineEvent>
}

/** A moment: which boot of the kernel, how long since, and what the wall clock believes. */
export interface Stamp {
  bootId: string
  monoMs: number
  wallMs: number
}

export interface ClockPort {
  now(): Stamp
  /** Resolves after so many milliseconds of monotonic time; rejects with HF_CANCELLED when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** A number in [0, 1), for jitter. */
  random(): number
}
