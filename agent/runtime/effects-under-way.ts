/**
 * The effects that run: what has been begun, what was asked to give up, and what is still to be heard of them.
 *
 * Invariant: of one key at most one instance counts, and each is heard of once, or never when it was stopped or
 * replaced. No effect of a machine begins its work before all of that machine that were given up have ended.
 */
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { SparseMap } from '../../storage/sparse-map.ts'
import { GIVEN_UP } from '../given-up.ts'
import type { Pulse } from '../watchdog-rule.ts'
import type { AnyEvent, Start } from './step.ts'

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
  /** Settles, without fail, when the effect has ended. */
  ended: Promise<void>
  input: unknown
  /** When it began, or last got on. */
  sinceMs: number
}

/** The end of an effect, as an event of its machine. */
export interface EffectEnd {
  machine: string
  event: AnyEvent
  /** When the event's turn comes: whether it is still to be heard. Takes the effect off those that run. */
  take: () => boolean
}

export class EffectsUnderWay {
  readonly #clock: ClockPort
  readonly #ended: (end: EffectEnd) => void
  readonly #running = new SparseMap<string, Running>()
  /** Effects that were asked to give up and have not ended yet, by machine; one that has none is not here. */
  readonly #ending = new SparseMap<string, Set<Promise<void>>>()

  /** @param ended told of each effect's end, also of one that is not to be heard any more */
  constructor(clock: ClockPort, ended: (end: EffectEnd) => void) {
    this.#clock = clock
    this.#ended = ended
  }

  /** The effects that have been started and have not ended. */
  get list(): UnderWay[] {
    return [...this.#running.values()].map(({ machine, id, src, startedMs }) => ({ machine, id, src, startedMs }))
  }

  /** The same, for the watchdog. */
  get pulse(): Pulse['effects'] {
    return [...this.#running].map(([key, { src, input, sinceMs }]) => ({
      key,
      src,
      sinceMs,
      allowanceMs: graceIn(input),
    }))
  }

  /** The effects of this machine have got on. */
  progressed(machine: string): void {
    const now = this.#clock.now().monoMs
    for (const [key, running] of this.#running) if (key.startsWith(`${machine}/`)) running.sinceMs = now
  }

  /** Begins an effect in the place of the one with the same key, if there is one. */
  begin({ key, machine, id, src, input }: Start, work: (signal: AbortSignal) => Promise<unknown>): void {
    this.abort(key)
    const controller = new AbortController()
    const startedMs = this.#clock.now().monoMs
    const running: Running = {
      machine,
      id,
      src,
      startedMs,
      controller,
      ended: Promise.resolve(),
      input,
      sinceMs: startedMs,
    }
    this.#running.set(key, running)
    const end = (event: AnyEvent): void => {
      // Of an instance that was stopped or replaced, by an event before it in the queue for one, nothing is heard.
      const take = (): boolean => this.#running.get(key)?.controller === controller && this.#running.delete(key)
      this.#ended({ machine, event, take })
    }
    running.ended = this.#after(machine, controller.signal, work).then(
      (output) => end({ type: `xstate.done.actor.${id}`, output, actorId: id }),
      (error: unknown) => end({ type: `xstate.error.actor.${id}`, error: faultOf(error), actorId: id }),
    )
  }

  /** Asks an effect to give up; nothing more is heard of it. */
  abort(key: string): void {
    const running = this.#running.get(key)
    if (running === undefined) return
    this.#giveUp(running)
    this.#running.delete(key)
  }

  abortAll(): void {
    for (const running of this.#running.values()) this.#giveUp(running)
    this.#running.clear()
  }

  #giveUp({ machine, controller, ended }: Running): void {
    controller.abort(GIVEN_UP)
    this.#awaitEnd(machine, ended)
  }

  /**
   * Does the work when no effect of this machine is left that was asked to give up: what such a one still does, the
   * next one must see.
   */
  async #after(
    machine: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> {
    // One that is itself given up waits no more: it would wait for its own end.
    for (let ending = this.#ending.get(machine); ending !== undefined; ending = this.#ending.get(machine)) {
      if (signal.aborted) break
      await Promise.all(ending)
    }
    if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the effect was given up before it began')
    return work(signal)
  }

  #awaitEnd(machine: string, ended: Promise<void>): void {
    const ending = this.#ending.get(machine) ?? new Set()
    this.#ending.set(machine, ending.add(ended))
    void ended.then(() => {
      ending.delete(ended)
      if (ending.size === 0 && this.#ending.get(machine) === ending) this.#ending.delete(machine)
    })
  }
}

/** Of a stop: how long the container is given. */
function graceIn(input: unknown): number {
  const { step } = (input ?? {}) as { step?: { graceMs?: number } }
  return step?.graceMs ?? 0
}
