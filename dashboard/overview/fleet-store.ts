/**
 * The devices as the server tells of them, kept while the page is open.
 *
 * Invariant: rows are never changed in place, so that what draws them can compare; listeners hear of many changes at
 * once, in the browser's own rhythm.
 */
import { api, listen } from '../page/api.ts'
import type { Changes, DeviceRow, RolloutView } from '../page/wire.ts'

export interface FleetPicture {
  /** Nothing has come yet. */
  isEmpty: boolean
  /** The stream stands: what is shown is what is. */
  isLive: boolean
  /** By name. */
  rows: readonly DeviceRow[]
  rollouts: readonly RolloutView[]
}

/** When the server does not answer. */
const RETRY_MS = 2_000

export class FleetStore {
  readonly #rows = new Map<string, DeviceRow>()
  readonly #listeners = new Set<() => void>()
  #picture: FleetPicture = { isEmpty: true, isLive: false, rows: [], rollouts: [] }
  #isPlanned = false

  get picture(): FleetPicture {
    return this.#picture
  }

  /** Loads everything, then follows. @returns what ends it */
  open(): () => void {
    let stop = (): void => {}
    let isOver = false
    const begin = async (): Promise<void> => {
      const first = await api.devices()
      if (isOver) return
      this.take(first)
      stop = listen(api.eventsPath(first.at), { changes: (changes: Changes) => this.take(changes) }, (isLive) =>
        this.#show({ isLive }),
      )
    }
    begin().catch(() => {
      const timer = setTimeout(() => {
        stop = this.open()
      }, RETRY_MS)
      stop = () => clearTimeout(timer)
      if (isOver) stop()
    })
    return () => {
      isOver = true
      stop()
    }
  }

  take({ whole, rows, gone, rollouts }: Changes): void {
    if (whole) this.#rows.clear()
    for (const row of rows) this.#rows.set(row.device, row)
    for (const device of gone) this.#rows.delete(device)
    this.#show({
      isEmpty: false,
      rows: [...this.#rows.values()].sort(byName),
      ...(rollouts.length > 0 || whole ? { rollouts } : {}),
    })
  }

  /** @returns what ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #show(changes: Partial<FleetPicture>): void {
    this.#picture = { ...this.#picture, ...changes }
    if (this.#isPlanned) return
    this.#isPlanned = true
    requestAnimationFrame(() => {
      this.#isPlanned = false
      for (const listener of this.#listeners) listener()
    })
  }
}

const collator = new Intl.Collator('en', { numeric: true })

function byName(a: DeviceRow, b: DeviceRow): number {
  return collator.compare(a.device, b.device)
}
