/**
 * The simulated engine as something that runs: the model, driven by a clock, with latency, pulls and faults.
 *
 * Invariant: it lives on when those who call it die; at most one sleep on the clock is its own, and none
 * while nothing is due. What a caller sees is decided by the model at the moment half way through the call.
 */

import { SparseMap } from '../../storage/sparse-map.ts'
import { seededRandom } from '../seeded-random.ts'
import type { Line } from './behaviour.ts'
import { EngineModel } from './engine-model.ts'
import { type EngineOptions, type GivenOptions, withDefaults } from './engine-options.ts'
import { type ModelEvent, Refusal } from './engine-types.ts'
import { Away, EngineWaits } from './engine-waits.ts'
import { imageBytes } from './held-images.ts'
import { notFound, programOf } from './programs.ts'
import type { Downfall } from './restart-rule.ts'

/** How a program ended, and what it wrote. */
export interface ProgramRun {
  exitCode: number
  lines: Line[]
}

/** A program that was asked for over the served engine's API. */
export interface HeldExec {
  container: string
  command: string[]
  /** Null until it has ended. */
  exitCode: number | null
}

/** By a signal, with its container. */
const KILLED = 137
/** The longest that a timer takes. */
const FOR_EVER_MS = 2 ** 31 - 1

interface Follower {
  hear(event: ModelEvent): void
  cut(): void
}

export class SimulatedEngine {
  readonly model: EngineModel
  readonly options: EngineOptions
  /** By id. */
  readonly execs = new SparseMap<string, HeldExec>()
  readonly #random: () => number
  readonly #followers = new Set<Follower>()
  /** Aborted when it goes away, so that nothing waits on it. */
  #presence = new AbortController()
  readonly #waits: EngineWaits
  #alarm: { atMs: number; off: () => void } | null = null

  constructor(given: GivenOptions) {
    this.options = withDefaults(given)
    const { clock, seed, portsTaken, remembersEvents, state } = this.options
    this.model = new EngineModel({ clock, seed, portsTaken, remembersEvents, state })
    this.#random = seededRandom(seed)
    this.#waits = new EngineWaits(clock)
    this.model.listen((event) => {
      for (const follower of this.#followers) follower.hear(event)
    })
    if (state !== undefined) this.#setAlarm()
  }

  /** Does something to the model from outside: a test's hand, not a caller's. */
  act<T>(action: (model: EngineModel) => T): T {
    try {
      return action(this.model)
    } finally {
      this.#setAlarm()
    }
  }

  /** Answers no more; with `fall`, its containers' processes end too. Until `comeBack`. */
  goAway(fall: Downfall | null = null): void {
    this.#presence.abort()
    this.#waits.goAway()
    this.cutEvents()
    if (fall !== null) this.act((model) => model.fall(fall))
  }

  /** Answers again, and starts what has to run. */
  comeBack(): void {
    this.#presence = new AbortController()
    this.act((model) => model.rise())
  }

  /** Ends the streams of events; new ones can be had at once. */
  cutEvents(): void {
    const followers = [...this.#followers]
    this.#followers.clear()
    for (const follower of followers) follower.cut()
  }

  /** Ends its own sleep on the clock, for good. */
  close(): void {
    this.goAway()
    this.#alarm?.off()
    this.#alarm = null
  }

  /**
   * One call, as a client makes it: it takes its latency, half before it has its effect and half after.
   * @throws Away, Refusal
   */
  call<T>(operation: string, act: (model: EngineModel) => T | Promise<T>): Promise<T> {
    const { least, most } = this.options.latencyMs
    const halfMs = (least + (most - least) * this.#random()) / 2
    // With one promise for all of it: nothing else does a fleet do so often.
    return new Promise((resolve, reject) => {
      const answer = (result: T, here: AbortSignal) => {
        const arrive = () =>
          here.aborted ? reject(new Away('the engine went away before it answered')) : resolve(result)
        this.#after(halfMs, arrive, reject)
      }
      const reach = () => {
        try {
          const here = this.#presence.signal
          const result = this.#decide(operation, act)
          if (result instanceof Promise) result.then((value) => answer(value, here), reject)
          else answer(result, here)
        } catch (error) {
          reject(error)
        }
      }
      this.#after(halfMs, reach, reject)
    })
  }

  #decide<T>(operation: string, act: (model: EngineModel) => T): T {
    const refusal = this.options.intercept(operation)
    if (refusal === 'away' || this.isAway) throw new Away('the engine does not answer')
    if (refusal instanceof Refusal) throw refusal
    return this.act(act)
  }

  /** For `call`: stops a container and waits until its process has ended. @returns false if it did not run */
  async stopAndWait(key: string, graceMs: number): Promise<boolean> {
    const record = this.model.container(key)
    const stopped = this.act((model) => model.stop(key, graceMs))
    if (record.run !== null) await this.ended(record.id)
    return stopped
  }

  /**
   * For `call`: runs a program in a container, to its end or the container's.
   * @throws Refusal 409 when it does not run, 400 when there is no such program; Away; HF_CANCELLED by `signal`
   */
  async runProgram(key: string, command: readonly string[], signal: AbortSignal): Promise<ProgramRun> {
    const { id, run, behaviour } = this.model.container(key)
    if (run === null) throw new Refusal(409, `Container ${id} is not running`)
    const program = programOf(behaviour, command)
    if (program === null) throw new Refusal(400, `OCI runtime exec failed: exec failed: ${notFound(command)}: unknown`)
    const { endsAfterMs, exitCode, lines } = program
    const over = new AbortController()
    const ended = this.ended(id).then(() => KILLED)
    const done = this.wait(endsAfterMs ?? FOR_EVER_MS, AbortSignal.any([signal, over.signal])).then(() => exitCode)
    try {
      return { exitCode: await Promise.race([done, ended]), lines }
    } finally {
      over.abort()
      done.catch(() => {}) // given up
    }
  }

  /** Resolves at the next end of a run of this container, or when the engine goes away. */
  ended(id: string): Promise<void> {
    return new Promise((resolve) => {
      const gone = this.#presence.signal
      const done = () => {
        stop()
        gone.removeEventListener('abort', done)
        resolve()
      }
      const stop = this.model.watchRunning((change) => {
        if (change.id === id && !change.running) done()
      })
      gone.addEventListener('abort', done, { once: true })
    })
  }

  /** @returns stops following. @throws Away */
  followEvents(follower: Follower): () => void {
    if (this.#presence.signal.aborted) throw new Away('the engine does not answer')
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** Sleeps, but no longer than the engine is there. @throws Away, or HF_CANCELLED by `signal` */
  wait(ms: number, signal: AbortSignal | null = null): Promise<void> {
    if (this.isAway) return Promise.reject(new Away('the engine went away'))
    return this.#waits.wait(ms, signal)
  }

  get isAway(): boolean {
    return this.#presence.signal.aborted
  }

  /** Of its disk. */
  freeBytes(): number {
    const { diskBytes, diskTakenBytes } = this.options
    return Math.max(0, diskBytes - diskTakenBytes - imageBytes(this.model.world))
  }

  /** Calls one of both, and never within this step. */
  #after(ms: number, done: () => void, failed: (reason: Error) => void): void {
    if (ms === 0) queueMicrotask(done)
    else if (this.isAway) queueMicrotask(() => failed(new Away('the engine went away')))
    else this.#waits.after(ms, done, failed)
  }

  #setAlarm(): void {
    const dueAt = this.model.dueAt()
    if (dueAt === (this.#alarm?.atMs ?? null)) return
    this.#alarm?.off()
    this.#alarm = null
    if (dueAt === null) return
    const ring = () => {
      this.#alarm = null
      this.act((model) => model.catchUp())
    }
    const inMs = Math.max(0, dueAt - this.options.clock.now().monoMs)
    this.#alarm = { atMs: dueAt, off: this.#waits.schedule(inMs, ring) }
  }
}
