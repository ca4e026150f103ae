/**
 * The durable runtime: runs the machines so that a power cut at any instant is harmless.
 *
 * Invariant (write ahead): for each event, the step is computed, then everything it changed (checkpoints, the
 * journal, the flight record) is written in one synced batch, and only then are its effects started or
 * stopped. `#carryOut` below is the only way to an effect, and there it stands behind the commit.
 */
import { Observable } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Store, Write } from '../../storage/store.ts'
import { Told } from '../told.ts'
import type { Pulse } from '../watchdog-rule.ts'
import { EffectsUnderWay, type UnderWay } from './effects-under-way.ts'
import {
  type AnyEvent,
  begin,
  type JournalEntry,
  type Machines,
  type Snapshots,
  type Start,
  type StepResult,
  type Steps,
  step,
} from './step.ts'
import { flightWrite, stamped, type Watched } from './watched.ts'

/** Runs one effect; its promise's value or fault goes back to the machine. `signal` asks it to give up. */
export type Effect = (input: never, signal: AbortSignal) => Promise<unknown>

type Effects = Readonly<Record<string, Effect>>

/** A machine's checkpoint as text: as long as a machine is idle it is kept, and bytes would be memory of their own. */
export interface Noted {
  version: number
  body: string
}

export interface RuntimeOptions {
  machines: Machines
  /** By name; or what makes them, asked when one is to begin. */
  effects: Effects | (() => Effects)
  store: Store
  clock: ClockPort
  /** Default: each is computed. */
  steps?: Steps | undefined
  /** What of a machine must survive, or null when it has nothing to. Compared with what was written last. */
  checkpoint: (machine: string, snapshots: Snapshots) => Noted | null
  /** Turns journal entries into writes of the same batch. */
  journal: (entry: JournalEntry) => Write[]
  /** Writes that follow from a step, for the same batch. */
  follows?: (before: Snapshots, after: Snapshots) => Write[]
  /** Told of each entry once its batch is on the disk. */
  journalled: (entry: JournalEntry) => void
  /** Told each time that a batch could not be written and will be tried again. */
  onUnwritable: (error: HoldfastError) => void
}

interface Queued {
  machine: string
  event: AnyEvent
  writes: readonly Write[]
  /** When its turn comes: whether it is still to be heard. */
  take: () => boolean
  resolve: () => void
  reject: (error: unknown) => void
}

/** Flight entries that wait for the next batch; the oldest fall out. */
const MAX_UNWRITTEN = 64
const MAX_RETRY_MS = 30_000

export class Runtime {
  readonly #options: RuntimeOptions
  readonly #queue: Queued[] = []
  readonly #effects: EffectsUnderWay
  #workingSinceMs: number | null = null
  readonly #written = new Map<string, string>()
  readonly #steps = new Told<readonly Watched[]>()
  #unwritten: Watched[] = []
  #snapshots: Snapshots = new Map()
  #draining: Promise<void> | null = null
  #failure: HoldfastError | null = null
  #tellFailure: (error: HoldfastError) => void = () => {}
  readonly #stopping = new AbortController()

  /** Resolves when the runtime can go on no more, with the reason: the process must end and resume. */
  readonly failed: Promise<HoldfastError>

  constructor(options: RuntimeOptions) {
    this.#options = options
    this.#effects = new EffectsUnderWay(options.clock, (end) => {
      // A failed dispatch has told `failed` already.
      this.#enqueue({ ...end, writes: [] }).catch((error: unknown) => this.#fail(error))
    })
    this.failed = new Promise((resolve) => {
      this.#tellFailure = resolve
    })
  }

  /** The machines as they stand after the last batch. */
  get snapshots(): Snapshots {
    return this.#snapshots
  }

  /** What is under way at this moment, for the watchdog. */
  get pulse(): Pulse {
    return { effects: this.#effects.pulse, workingSinceMs: this.#workingSinceMs }
  }

  /** The effects of this machine that are under way have got on. */
  progressed(machine: string): void {
    this.#effects.progressed(machine)
  }

  /** The effects that have been started and have not ended. */
  get underWay(): UnderWay[] {
    return this.#effects.list
  }

  /** Every step, once its batch is written and its effects are started: its transitions, or none. */
  get steps(): Observable<readonly Watched[]> {
    return this.#steps
  }

  /** Every transition, as the steps bring it. */
  get transitions(): Observable<Watched> {
    return new Observable((subscriber) =>
      this.#steps.subscribe({
        next: (transitions) => {
          for (const transition of transitions) subscriber.next(transition)
        },
        complete: () => subscriber.complete(),
      }),
    )
  }

  /**
   * Enters the initial states.
   * @param written what the store holds of each machine, so that it is not written again
   */
  async start(input: unknown, written: ReadonlyMap<string, string>): Promise<void> {
    for (const [machine, body] of written) this.#written.set(machine, body)
    const { steps, machines } = this.#options
    await this.#carryOut((steps?.begin ?? begin)(machines, input), [])
  }

  /**
   * Gives an event to a machine. Resolves when its batch, with `writes` in it, is on the disk.
   * @throws HF_STORE_… when it could not be written: then nothing of it has happened
   */
  dispatch(machine: string, event: AnyEvent, writes: readonly Write[] = []): Promise<void> {
    return this.#enqueue({ machine, event, writes, take: () => true })
  }

  #enqueue(queued: Omit<Queued, 'resolve' | 'reject'>): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...queued, resolve, reject })
      this.#draining ??= this.#drain()
    })
  }

  /** Starts nothing any more and asks all effects to give up. What is on the disk is enough to resume. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#effects.abortAll()
    await this.#draining
    this.#steps.complete()
  }

  async #drain(): Promise<void> {
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#workingSinceMs = this.#options.clock.now().monoMs
      try {
        if (this.#failure !== null) throw this.#failure
        // Awaited in either case: this must not end before `#draining` holds it.
        await (next.take() ? this.#takeStep(next) : null)
        next.resolve()
      } catch (error) {
        next.reject(error)
        this.#fail(error)
      }
    }
    this.#draining = null
    this.#workingSinceMs = null
  }

  #takeStep({ machine, event, writes }: Queued): Promise<void> {
    const { steps, machines } = this.#options
    return this.#carryOut((steps?.step ?? step)(machines, this.#snapshots, machine, event), writes)
  }

  async #carryOut(result: StepResult, writes: readonly Write[]): Promise<void> {
    const watched = stamped(result.transitions, () => this.#options.clock.now())
    const checkpoints = this.#changedCheckpoints(result.snapshots)
    const journal = result.journal.flatMap((entry) => this.#options.journal(entry))
    this.#unwritten = [...this.#unwritten, ...watched].slice(-MAX_UNWRITTEN)
    const following = this.#options.follows?.(this.#snapshots, result.snapshots) ?? []
    const batch = [...writes, ...journal, ...following, ...checkpoints.map(checkpointWrite)]
    if (batch.length > 0) {
      const entries = this.#unwritten
      await this.#write(entries.length > 0 ? [...batch, flightWrite(entries)] : batch)
      this.#unwritten = this.#unwritten.slice(entries.length)
      for (const { machine, body } of checkpoints) this.#written.set(machine, body)
    }
    // The barrier: from here on it is on the disk.
    this.#snapshots = result.snapshots
    for (const entry of result.journal) this.#options.journalled(entry)
    for (const key of result.stop) this.#effects.abort(key)
    for (const start of result.start) this.#begin(start)
    this.#steps.next(watched)
  }

  /** A disk that is full or read-only may mend: until then nothing happens, and nothing is lost. */
  async #write(batch: readonly Write[]): Promise<void> {
    for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, MAX_RETRY_MS)) {
      try {
        return await this.#options.store.commit(batch)
      } catch (error) {
        if (!(error instanceof HoldfastError) || error.code !== 'HF_STORE_UNWRITABLE' || this.#stopping.signal.aborted)
          throw error
        this.#options.onUnwritable(error)
        await this.#options.clock.sleep(waitMs, this.#stopping.signal)
        // It is tried again: that is progress.
        if (this.#workingSinceMs !== null) this.#workingSinceMs = this.#options.clock.now().monoMs
      }
    }
  }

  #changedCheckpoints(snapshots: Snapshots) {
    return [...snapshots.keys()].flatMap((machine) => {
      const checkpoint = this.#options.checkpoint(machine, snapshots)
      if (checkpoint === null || this.#written.get(machine) === checkpoint.body) return []
      return [{ machine, ...checkpoint }]
    })
  }

  #begin(start: Start): void {
    if (this.#stopping.signal.aborted) return
    const { effects } = this.#options
    const effect = (typeof effects === 'function' ? effects() : effects)[start.src]
    if (effect === undefined) {
      this.#fail(new HoldfastError('HF_INTERNAL', `there is no effect ${start.src}`))
      return
    }
    this.#effects.begin(start, (signal) => effect(start.input as never, signal))
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return
    this.#failure =
      error instanceof HoldfastError ? error : new HoldfastError('HF_INTERNAL', 'the runtime failed', { cause: error })
    this.#effects.abortAll()
    this.#tellFailure(this.#failure)
  }
}

function checkpointWrite({ machine, version, body }: Noted & { machine: string }): Write {
  return { op: 'checkpoint', machine, version, body: Buffer.from(body) }
}
