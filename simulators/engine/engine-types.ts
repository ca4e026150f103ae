/**
 * What a simulated engine holds, as plain data.
 *
 * Invariant: everything that outlives a call of the engine is in `EngineState`, which can be cloned and
 * compared. Times are milliseconds of the engine's monotonic clock, unless they are called wall time.
 */
import type { Behaviour } from './behaviour.ts'
import type { HealthCheck, HealthState } from './health-rule.ts'
import type { Downfall, RestartPolicy } from './restart-rule.ts'

export interface PortBinding {
  /** "80/tcp" */
  container: string
  hostIp: string
  /** Zero lets the engine choose at the start. */
  hostPort: number
}

export interface ContainerMount {
  type: 'volume' | 'bind' | 'tmpfs'
  /** Name of a volume, or a path. An empty name of a volume is an anonymous one. */
  source: string
  target: string
  readOnly: boolean
}

/** What a container is made from, as the engine keeps it. */
export interface ContainerConfig {
  name: string
  image: string
  labels: Record<string, string>
  entrypoint: string[]
  command: string[]
  environment: string[]
  /** Each field that is set goes over the image's; zero, or an empty test, is not set. */
  health: HealthCheck | null
  restart: RestartPolicy
  ports: PortBinding[]
  mounts: ContainerMount[]
  /** "", "bridge", "host", "none", "container:ID" or the name of a network. */
  networkMode: string
  /** More networks, by name, with aliases. */
  networks: Record<string, { aliases: string[] }>
  stopGraceMs: number
}

export interface OutputLine {
  atWallMs: number
  stderr: boolean
  text: string
}

/** One run of a container's process. */
export interface Run {
  startedMs: number
  /** When it will end of itself or by a signal; null: not to be seen. */
  endsAtMs: number | null
  endCode: number
  /** Somebody asked the engine to stop it. */
  stopping: boolean
  /** How many of its lines have been written. */
  lines: number
  health: HealthState | null
  /** What a test, or an operator, made of its health; null: as its behaviour says. */
  healthOverride: boolean | null
  /** Where the engine put ports that it chose. */
  ports: PortBinding[]
}

export interface ContainerFile {
  content: Uint8Array
  mode: number
  uid: number
  gid: number
  /** When it was written; 0 is with the container. */
  writtenWallMs?: number
}

export interface ContainerRecord {
  id: string
  config: ContainerConfig
  imageId: string
  behaviour: Behaviour
  check: HealthCheck | null
  createdWallMs: number
  state: 'created' | 'running' | 'restarting' | 'exited'
  exitCode: number
  error: string
  run: Run | null
  restarts: number
  /** While `restarting`: when it is started again. */
  restartAtMs: number | null
  lastDelayMs: number
  stoppedByHand: boolean
  /** Wall time; null: never. */
  startedWallMs: number | null
  finishedWallMs: number | null
  /** As the last health check left it; "unhealthy" once its process has ended, as in the real engine. */
  lastHealth: HealthState | null
  anonymousVolumes: string[]
  output: OutputLine[]
  /** What has been put into it, by absolute path; what is in its volumes is not told apart. */
  files: Record<string, ContainerFile>
}

export interface Layer {
  digest: string
  bytes: number
}

/** An image that the engine has. */
export interface ImageRecord {
  id: string
  /** "repo@sha256:…" and "repo:tag" under which it goes. */
  references: string[]
  layers: Layer[]
  labels: Record<string, string>
  command: string[]
  health: HealthCheck | null
  behaviour: Behaviour
  /** Paths that become anonymous volumes. */
  volumes: string[]
  createdWallMs: number
}

export interface VolumeRecord {
  name: string
  labels: Record<string, string>
  driver: string
  options: Record<string, string>
  createdWallMs: number
  /** What somebody wrote into it, for tests of identity. */
  content: string
}

export interface NetworkRecord {
  id: string
  name: string
  labels: Record<string, string>
  driver: string
  options: Record<string, string>
  internal: boolean
  ipv6: boolean
  attachable: boolean
  subnets: { subnet: string; gateway: string; ipRange: string }[]
  createdWallMs: number
}

export interface EngineState {
  containers: Map<string, ContainerRecord>
  images: Map<string, ImageRecord>
  volumes: Map<string, VolumeRecord>
  /** By id. */
  networks: Map<string, NetworkRecord>
  /** While the engine is down: how that came, and which containers ran until then. */
  down: { fall: Downfall; ran: string[] } | null
  /** Of everything that got an id. */
  sequence: number
}

export function emptyState(): EngineState {
  return {
    containers: new Map(),
    images: new Map(),
    volumes: new Map(),
    networks: new Map(),
    down: null,
    sequence: 0,
  }
}

/** What the parts of the model share: the state, the moment, and whom to tell. */
export interface World {
  readonly state: EngineState
  /** The moment that is being worked out; never the future. */
  now(): { monoMs: number; wallMs: number }
  newId(): string
  tell(type: ModelEvent['type'], action: string, id: string, attributes: Record<string, string>): void
  tellRunning(container: ContainerRecord, running: boolean): void
  tellOutput(container: ContainerRecord, line: OutputLine): void
  /** Host ports that something other than a container holds: "80/tcp". */
  readonly portsTaken: ReadonlySet<string>
}

/** Something that happened, as `/events` tells it. */
export interface ModelEvent {
  type: 'container' | 'image' | 'volume' | 'network'
  /** For health: "health_status: healthy". */
  action: string
  id: string
  attributes: Record<string, string>
  wallMs: number
  /** Rises by one with each event of this engine. */
  sequence: number
}

/** A container's process began or ended. Told in the very step in which it happens. */
export interface RunningChange {
  running: boolean
  id: string
  name: string
  labels: Record<string, string>
  image: string
  monoMs: number
}

/** The engine's "no": a status and a sentence, as its HTTP API would give them. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
