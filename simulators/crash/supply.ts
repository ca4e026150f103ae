/**
 * The power of a device, and its supervisor: what ends a life, and what begins the next one.
 *
 * Invariant: whatever ends a life, another one begins after its time on the world's clock.
 */
import { dropped, type Survives } from '../../storage/memory-kv.ts'
import type { WorldClock } from '../world-clock.ts'

/** How long the power is away. */
const DARK_MS = 5_000
/** From an order to switch off until somebody switches the device on again. */
const OFF_MS = 20_000
/** How long a service manager takes to start the agent again. */
const RESTART_MS = 1_000

interface SupplyOptions {
  clock: Pick<WorldClock, 'schedule'>
  device(): {
    boot(): unknown
    powerCut(survives: Survives): void
    kill(): void
    startAgent(): unknown
  }
  tell: ((line: string) => void) | undefined
}

export class Supply {
  readonly #options: SupplyOptions

  constructor(options: SupplyOptions) {
    this.#options = options
  }

  /** @param survives what the disk keeps of what was not synced */
  powerCut(survives: Survives = dropped): void {
    this.#options.tell?.('!!! the power goes')
    this.#options.device().powerCut(survives)
    this.dark()
  }

  /** The power is away, and comes back. */
  dark(): void {
    this.#bootIn(DARK_MS)
  }

  /** The device was told to switch off. */
  off(): void {
    this.#bootIn(OFF_MS)
  }

  /** The agent's process is killed; its supervisor starts another one. */
  kill(): void {
    const { tell, device, clock } = this.#options
    tell?.('!!! the agent is killed')
    device().kill()
    clock.schedule(RESTART_MS, () => device().startAgent())
  }

  #bootIn(ms: number): void {
    const { clock, device } = this.#options
    clock.schedule(ms, () => device().boot())
  }
}
