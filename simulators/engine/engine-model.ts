/**
 * The simulated engine without its faces: what happens, given a clock.
 *
 * Invariant: deterministic in its seed, the moments of its clock and the calls made; it starts no timers.
 * Before each call it catches up with the clock, change by change, in order of their time, so that it does
 * not matter how late somebody looks.
 */

import { createHash } from 'node:crypto'
import type { ClockPort } from '../../machines/ports.ts'
import type { Behaviour } from './behaviour.ts'
import {
  createContainer,
  findContainer,
  killContainer,
  processDies,
  removeContainer,
  startContainer,
  stopContainer,
  updateRestart,
} from './containers.ts'
import {
  type ContainerConfig,
  type ContainerFile,
  type ContainerRecord,
  type EngineState,
  emptyState,
  type ModelEvent,
  type OutputLine,
  type RunningChange,
  type World,
} from './engine-types.ts'
import { comesBack, type Downfall } from './restart-rule.ts'
import { begin, dueAt, end, overrideHealth, refuseStart, step } from './runs.ts'

export interface ModelOptions {
  clock: Pick<ClockPort, 'now'>
  /** Two engines of one seed give the same ids. */
  seed: string
  /** Host ports that something else holds: "80/tcp". */
  portsTaken: ReadonlySet<string>
  /** So many of its last events. */
  remembersEvents: number
  /** What it begins with; it is the model's from then on. */
  state?: EngineState | undefined
}

export class EngineModel {
  readonly state: EngineState
  /** The last events, oldest first. */
  readonly remembered: ModelEvent[] = []
  readonly world: World
  readonly #options: ModelOptions
  readonly #listeners = new Set<(event: ModelEvent) => void>()
  readonly #runningListeners = new Set<(change: RunningChange) => void>()
  readonly #outputListeners = new Set<(id: string, line: OutputLine) => void>()
  #moment: { monoMs: number; wallMs: number }
  #events = 0

  constructor(options: ModelOptions) {
    this.#options = options
    this.state = options.state ?? emptyState()
    this.#moment = options.clock.now()
    this.world = {
      state: this.state,
      portsTaken: options.portsTaken,
      now: () => this.#moment,
      newId: () => idOf(options.seed, ++this.state.sequence),
      tell: (type, action, id, attributes) => this.#tell(type, action, id, attributes),
      tellRunning: (container, running) => this.#tellRunning(container, running),
      tellOutput: ({ id }, line) => {
        for (const listener of this.#outputListeners) listener(id, line)
      },
    }
  }

  /** Hears of every event, in the step in which it happens. @returns stops that */
  listen(listener: (event: ModelEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Hears when a container's process begins or ends, in the very step. @returns stops that */
  watchRunning(listener: (change: RunningChange) => void): () => void {
    this.#runningListeners.add(listener)
    return () => this.#runningListeners.delete(listener)
  }

  /** Hears of every line that a container writes. @returns stops that */
  watchOutput(listener: (id: string, line: OutputLine) => void): () => void {
    this.#outputListeners.add(listener)
    return () => this.#outputListeners.delete(listener)
  }

  /** When the next change is due, by the monotonic clock; null: none without a call. */
  dueAt(): number | null {
    let earliest: number | null = null
    for (const record of this.state.containers.values()) {
      const due = dueAt(record)
      if (due !== null && (earliest === null || due < earliest)) earliest = due
    }
    return earliest
  }

  /** Works out everything that was due up to now. */
  catchUp(): void {
    const { monoMs, wallMs } = this.#options.clock.now()
    for (let due = this.dueAt(); due !== null && due <= monoMs; due = this.dueAt()) {
      this.#moment = { monoMs: due, wallMs: wallMs - (monoMs - due) }
      for (const record of this.state.containers.values()) {
        const at = dueAt(record)
        if (at !== null && at <= due) step(this.world, record)
      }
    }
    this.#moment = { monoMs, wallMs }
  }

  /** Everything as it is now. */
  look(): EngineState {
    this.catchUp()
    return this.state
  }
  container(key: string): ContainerRecord {
    return this.#caughtUp(() => findContainer(this.world, key))
  }
  create(config: ContainerConfig): ContainerRecord {
    return this.#caughtUp(() => createContainer(this.world, config))
  }
  start(key: string): boolean {
    return this.#caughtUp(() => startContainer(this.world, key))
  }
  stop(key: string, graceMs: number): boolean {
    return this.#caughtUp(() => stopContainer(this.world, key, graceMs))
  }
  kill(key: string): void {
    this.#caughtUp(() => killContainer(this.world, key))
  }
  remove(key: string, how: { force: boolean; volumes: boolean }): void {
    this.#caughtUp(() => removeContainer(this.world, key, how))
  }
  update(key: string, restart: ContainerConfig['restart']): void {
    this.#caughtUp(() => updateRestart(this.world, key, restart))
  }
  /** Its process ends by something from outside of the engine. */
  processDies(key: string, exitCode = 137): void {
    this.#caughtUp(() => processDies(this.world, key, exitCode))
  }
  /** A file in it from now on, or no more. */
  putFile(key: string, path: string, file: ContainerFile | null): void {
    const { files } = this.container(key)
    if (file === null) delete files[path]
    else files[path] = { ...file, writtenWallMs: this.world.now().wallMs }
  }
  /** From now on its health check passes or fails; null: as its behaviour says. */
  setHealth(key: string, passes: boolean | null): void {
    this.#caughtUp(() => overrideHealth(this.world, findContainer(this.world, key), passes))
  }

  /** The engine goes down, and with it every process of a container. Its memory of events is lost. */
  fall(fall: Downfall): void {
    this.catchUp()
    if (this.state.down !== null) return
    const running = [...this.state.containers.values()].filter(
      ({ state }) => state === 'running' || state === 'restarting',
    )
    this.state.down = { fall, ran: running.map(({ id }) => id) }
    for (const record of running) {
      record.restartAtMs = null
      record.state = 'exited'
      end(this.world, record, exitCodeAt(fall, record.behaviour))
    }
    this.remembered.length = 0
  }

  /** The engine comes up again, and starts what its restart policies want. */
  rise(): void {
    this.catchUp()
    const down = this.state.down
    if (down === null) return
    this.state.down = null
    for (const record of this.state.containers.values()) {
      const ran = down.ran.includes(record.id)
      const { policy, exitCode, stoppedByHand } = { ...record, policy: record.config.restart }
      if (!comesBack({ policy, exitCode, stoppedByHand }, ran, down.fall)) {
        record.stoppedByHand ||= ran && down.fall === 'killed'
        continue
      }
      record.restarts = 0
      record.lastDelayMs = 0
      record.stoppedByHand = false
      if (refuseStart(this.world, record) === null) begin(this.world, record)
    }
  }

  #caughtUp<T>(call: () => T): T {
    this.catchUp()
    const result = call()
    this.catchUp()
    return result
  }

  #tell(type: ModelEvent['type'], action: string, id: string, attributes: Record<string, string>): void {
    const event: ModelEvent = { type, action, id, attributes, wallMs: this.#moment.wallMs, sequence: ++this.#events }
    this.remembered.push(event)
    if (this.remembered.length > this.#options.remembersEvents) this.remembered.shift()
    for (const listener of this.#listeners) listener(event)
  }

  #tellRunning({ id, config }: ContainerRecord, running: boolean): void {
    const { name, labels, image } = config
    const change: RunningChange = { running, id, name, labels, image, monoMs: this.#moment.monoMs }
    for (const listener of this.#runningListeners) listener(change)
  }
}

/**
 * Of processes that go down with their engine. One that was killed finds them still running when it is back, and
 * stops them as one does that goes down in order; after a power cut nobody knows how they ended.
 */
function exitCodeAt(fall: Downfall, { stopsAfterMs, stopCode }: Behaviour): number {
  if (fall === 'power') return 255
  return stopsAfterMs === null ? 137 : stopCode
}

function idOf(seed: string, sequence: number): string {
  return createHash('sha256').update(`${seed}/${sequence}`).digest('hex')
}
