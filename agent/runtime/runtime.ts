/**
 * The durable runtime: runs the machines so that a power cut at any instant is harmless.
 *
 * Invariant (write ahead): for each event, the step is computed, then everything it changed (checkpoints, the
 * journal, the flight record) is written in one synced batch, and only then are its effects started or
 * stopped. `start` and `stop` below are the only way to an effect, and they stand behind the commit.
 */
import { mergeMap, Subject } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { Store, Write } from '../../storage/store.ts'
import type { Pulse } from '../watchdog-rule.ts'
import {
  type AnyEvent,
  begin,
  type JournalEntry,
  type Machines,
  type Snapshots,
  type Start,
  type StepResult,
  step,
  type Transition,
} from './step.ts'

/** Runs one effect; its promise's value or fault goes back to the machine. `signal` asks it to give up. */
export type Effect = (input: never, signal: AbortSignal) => Promise<unknown>

export interface RuntimeOptions {
  machines: Machines
  effects: Readonly<Record<string, Effect>>
  store: Store
  clock: ClockPort
  /** What of a machine must survive, or null when it has nothing to. Compared with what was written last. */
  checkpoint: (machine: string, snapshots: Snapshots) => { version: number; body: Uint8Array } | null
  /** Turns journal entries into writes of the same batch. */
  journal: (entry: JournalEntry) => Write[]
  /** Told of each entry once its batch is on the disk. */
  journalled: (entry: JournalEntry) => void
  /** Told each time that a batch could not be written and will be tried again. */
  onUnwritable: (error: HoldfastError) => void
}

/** A transition as it happened, for whoever watches. */
export interface Watched extends Transition {
  bootId: string
  monoMs: number
  wallMs: number
}

/** An effect that was started and has not ended. */
export interface UnderWay {
  machine: string
  id: string
  src: string
  /** By the monotonic clock. */
  startedMs: number
}

interface Running extends UnderWay {
  controller: AbortController
  input: unknown
  /** When it began, or last got on. */
  sinceMs: number
}

interface Queued {
  machine: string
  event: AnyEvent
  writes: readonly Write[]
  /** When its turn comes: whether it is still to be heard. The end of an effect takes the effect off those that run. */
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
  readonly #running = new Map<string, Running>()
  /** Effects that were asked to give up and have not ended yet, by machine. */
  readonly #ending = new Map<string, Set<Promise<void>>>()
  #workingSinceMs: number | null = null
  readonly #written = new Map<string, Uint8Array>()
  readonly #steps = new Subject<readonly Watched[]>()
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
    const effects = [...this.#running].map(([key, { src, input, sinceMs }]) => ({
      key,
      src,
      sinceMs,
      allowanceMs: graceIn(input),
    }))
    return { effects, workingSinceMs: this.#workingSinceMs }
  }

  /** The effects of this machine that are under way have got on. */
  progressed(machine: string): void {
    const now = this.#options.clock.now().monoMs
    for (const [key, running] of this.#running) if (key.startsWith(`${machine}/`)) running.sinceMs = now
  }

  /** The effects that have been started and have not ended. */
  get underWay(): UnderWay[] {
    return [...this.#running.values()].map(({ machine, id, src, startedMs }) => ({ machine, id, src, startedMs }))
  }

  /** Every step, once its batch is written and its effects are started: its transitions, or none. */
  get steps() {
    return this.#steps.asObservable()
  }

  /** Every transition, as the steps bring it. */
  get transitions() {
    return this.#steps.pipe(mergeMap((transitions) => transitions))
  }

  /**
   * Enters the initial states.
   * @param written what the store holds of each machine, so that it is not written again
   */
  async start(input: unknown, written: ReadonlyMap<string, Uint8Array>): Promise<void> {
    for (const [machine, body] of written) this.#written.set(machine, body)
    await this.#carryOut(begin(this.#options.machines, input), [])
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
    for (const { controller } of this.#running.values()) controller.abort()
    this.#running.clear()
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
    return this.#carryOut(step(this.#options.machines, this.#snapshots, machine, event), writes)
  }

  async #carryOut(result: StepResult, writes: readonly Write[]): Promise<void> {
    const watched = this.#stamp(result.transitions)
    const checkpoints = this.#changedCheckpoints(result.snapshots)
    const journal = result.journal.flatMap((entry) => this.#options.journal(entry))
    this.#unwritten = [...this.#unwritten, ...watched].slice(-MAX_UNWRITTEN)
    const batch = [...writes, ...journal, ...checkpoints]
    if (batch.length > 0) {
      const entries = this.#unwritten
      await this.#write(entries.length > 0 ? [...batch, flightWrite(entries)] : batch)
      this.#unwritten = this.#unwritten.slice(entries.length)
      for (const { machine, body } of checkpoints) this.#written.set(machine, body)
    }
    // The barrier: from here on it is on the disk.
    this.#snapshots = result.snapshots
    for (const entry of result.journal) this.#options.journalled(entry)
    for (const key of result.stop) this.#abort(key)
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
      const last = this.#written.get(machine)
      if (checkpoint === null || (last !== undefined && Buffer.compare(last, checkpoint.body) === 0)) return []
      return [{ op: 'checkpoint' as const, machine, ...checkpoint }]
    })
  }

  #stamp(transitions: readonly Transition[]): Watched[] {
    if (transitions.length === 0) return []
    const now = this.#options.clock.now()
    return transitions.map((transition) => ({ ...transition, ...now }))
  }

  #abort(key: string): void {
    this.#running.get(key)?.controller.abort()
    this.#running.delete(key)
  }

  #begin({ key, machine, id, src, input }: Start): void {
    if (this.#stopping.signal.aborted) return
    const effect = this.#options.effects[src]
    if (effect === undefined) {
      this.#fail(new HoldfastError('HF_INTERNAL', `there is no effect ${src}`))
      return
    }
    this.#abort(key)
    const controller = new AbortController()
    const startedMs = this.#options.clock.now().monoMs
    this.#running.set(key, { machine, id, src, startedMs, controller, input, sinceMs: startedMs })
    const end = (event: AnyEvent): void => {
      // Of an instance that was stopped or replaced, by an event before it in the queue for one, nothing is heard.
      const take = (): boolean => this.#running.get(key)?.controller === controller && this.#running.delete(key)
      // A failed dispatch has told `failed` already.
      this.#enqueue({ machine, event, writes: [], take }).catch((error: unknown) => this.#fail(error))
    }
    const ended = this.#after(machine, controller.signal, () => effect(input as never, controller.signal)).then(
      (output) => end({ type: `xstate.done.actor.${id}`, output, actorId: id }),
      (error: unknown) => end({ type: `xstate.error.actor.${id}`, error: faultOf(error), actorId: id }),
    )
    controller.signal.addEventListener('abort', () => this.#awaitEnd(machine, ended))
  }

  /**
   * Does the work when no effect of this machine is left that was asked to give up: what such a one still does, the
   * next one must see.
   */
  async #after(machine: string, signal: AbortSignal, work: () => Promise<unknown>): Promise<unknown> {
    // One that is itself given up waits no more: it would wait for its own end.
    while (!signal.aborted && (this.#ending.get(machine)?.size ?? 0) > 0) {
      await Promise.all(this.#ending.get(machine) ?? [])
    }
    if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the effect was given up before it began')
    return work()
  }

  #awaitEnd(machine: string, ended: Promise<void>): void {
    const ending = this.#ending.get(machine) ?? new Set()
    this.#ending.set(machine, ending.add(ended))
    void ended.then(() => ending.delete(ended))
  }

  #fail(error: unknown): void {
    if (this.#failure !== null) return
    this.#failure =
      error instanceof HoldfastError ? error : new HoldfastError('HF_INTERNAL', 'the runtime failed', { cause: error })
    for (const { controller } of this.#running.values()) controller.abort()
    this.#running.clear()
    this.#tellFailure(this.#failure)
  }
}

/** Of a stop: how long the container is given. */
function graceIn(input: unknown): number {
  const { step } = (input ?? {}) as { step?: { graceMs?: number } }
  return step?.graceMs ?? 0
}

function flightWrite(entries: readonly Watched[]): Write {
  return {
    op: 'flight',
    entries: entries.map((entry) => ({
      ...entry,
      monoMs: Math.round(entry.monoMs),
      wallMs: Math.max(0, Math.round(entry.wallMs)),
      detail: '',
    })),
  }
}
