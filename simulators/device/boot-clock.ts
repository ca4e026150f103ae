/**
 * The clock of one boot of one device, on the clock of the world.
 *
 * Invariant: monotonic time begins at zero with the boot; once the process is dead its sleeps are forgotten,
 * and never end.
 */
import { GIVEN_UP } from '../../agent/given-up.ts'
import type { ClockPort, Stamp } from '../../machines/ports.ts'
import type { WorldClock } from '../world-clock.ts'

export interface Boot {
  id: string
  /** By the world's clock. */
  beganMs: number
  /** By which its wall clock is wrong. Default 0. */
  wallErrorMs?: number
}

export class BootClock implements ClockPort {
  readonly random: () => number
  readonly #world: WorldClock
  readonly #boot: Boot
  readonly #forget = new Set<() => void>()
  #dead = false

  constructor(world: WorldClock, boot: Boot, random: () => number) {
    this.#world = world
    this.#boot = boot
    this.random = random
  }

  now(): Stamp {
    const { monoMs, wallMs } = this.#world.now()
    return {
      bootId: this.#boot.id,
      monoMs: monoMs - this.#boot.beganMs,
      wallMs: wallMs + (this.#boot.wallErrorMs ?? 0),
    }
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted && !this.#dead) return reject(GIVEN_UP)
      const abort = () => {
        giveUp()
        reject(GIVEN_UP)
      }
      const giveUp = this.schedule(ms, () => {
        signal.removeEventListener('abort', abort)
        resolve()
      })
      signal.addEventListener('abort', abort, { once: true })
    })
  }

  /** Calls once, after so many milliseconds, unless the process is dead then. @returns gives it up */
  schedule(ms: number, wake: () => void): () => void {
    if (this.#dead) return () => {}
    const giveUp = this.#world.schedule(ms, () => {
      this.#forget.delete(giveUp)
      wake()
    })
    this.#forget.add(giveUp)
    return () => {
      this.#forget.delete(giveUp)
      giveUp()
    }
  }

  die(): void {
    this.#dead = true
    for (const forget of this.#forget) forget()
    this.#forget.clear()
  }
}
