/**
 * What a report says of the device's modems.
 *
 * Invariant: nobody is asked where no link is cellular, or while no report is made; what was said holds for a minute, and
 * not beyond a change of those links; questions are `LEAST_MS` apart. A report that came too early for its own question is
 * made again.
 */
import type { LinkFact } from '../../machines/link-port.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { type Modem, type ModemReading, modemOf } from './modem-reading.ts'
import type { ModemsPort } from './modems.ts'

const HOLDS_MS = 60_000
const LEAST_MS = 5_000

export interface ModemWatchOptions {
  port: ModemsPort
  clock: ClockPort
  /** A report would say something else now. */
  changed(): void
}

export class ModemWatch {
  readonly #options: ModemWatchOptions
  readonly #stop = new AbortController()
  #last: { askedMs: number; links: string; modems: Promise<Modem[]> } | null = null
  #isAwaited = false

  constructor(options: ModemWatchOptions) {
    this.#options = options
  }

  /** By the names of links. */
  async of(links: readonly LinkFact[]): Promise<ReadonlyMap<string, ModemReading>> {
    const cellular = links.filter(({ kind }) => kind === 'cellular')
    if (cellular.length === 0) return new Map()
    const modems = await this.#asked(JSON.stringify(cellular))
    return new Map(
      cellular.flatMap(({ name }): [string, ModemReading][] => {
        const reading = modemOf(name, modems)
        return reading === null ? [] : [[name, reading]]
      }),
    )
  }

  close(): void {
    this.#stop.abort()
  }

  #asked(links: string): Promise<Modem[]> {
    const { port, clock } = this.#options
    const last = this.#last
    const nowMs = clock.now().monoMs
    if (last !== null) {
      const agoMs = nowMs - last.askedMs
      if (last.links === links && agoMs < HOLDS_MS) return last.modems
      if (agoMs < LEAST_MS) {
        this.#askAfter(LEAST_MS - agoMs)
        return last.modems
      }
    }
    this.#last = { askedMs: nowMs, links, modems: port.read() }
    return this.#last.modems
  }

  #askAfter(ms: number): void {
    if (this.#isAwaited) return
    this.#isAwaited = true
    this.#options.clock.sleep(ms, this.#stop.signal).then(
      () => {
        this.#isAwaited = false
        this.#options.changed()
      },
      () => undefined, // closed
    )
  }
}
