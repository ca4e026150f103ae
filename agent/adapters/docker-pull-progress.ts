/**
 * How far a pull is, from what the engine writes while it pulls.
 *
 * Invariant: `doneBytes` never exceeds `totalBytes`; both are bytes on the wire, and count only layers that
 * are fetched, not those that the engine has already.
 */
import type { PullProgress } from '../../machines/ports.ts'

/** One message of `POST /images/create`. */
export interface PullMessage {
  id?: string
  status?: string
  progressDetail?: { current?: number; total?: number }
  error?: string
  errorDetail?: { message?: string }
}

interface Layer {
  done: number
  total: number
  /** Its bytes are here. */
  fetched: boolean
  /** It is unpacked. */
  complete: boolean
}

const ENDED = (layer: Layer): Layer => ({ ...layer, done: layer.total, fetched: true, complete: true })

/** What each status of a layer means. Others change nothing. */
const STATUS: Record<string, (layer: Layer, current: number, total: number) => Layer> = {
  'Pulling fs layer': (layer) => layer,
  Waiting: (layer) => layer,
  Downloading: (layer, current, total) => ({ ...layer, done: current, total: Math.max(total, current) }),
  'Verifying Checksum': (layer) => ({ ...layer, done: layer.total }),
  'Download complete': (layer) => ({ ...layer, done: layer.total, fetched: true }),
  // A small layer is never said to be downloading; its size is known only here. The containerd store counts seconds.
  Extracting: (layer, _, total) => ({
    ...layer,
    done: total || layer.total,
    total: total || layer.total,
    fetched: true,
  }),
  'Pull complete': ENDED,
  'Already exists': (layer) => ({ ...layer, fetched: true, complete: true }),
}

const NEW: Layer = { done: 0, total: 0, fetched: false, complete: false }

/** Adds up the layers of one pull. */
export class PullLayers {
  readonly #layers = new Map<string, Layer>()

  /** The progress after one more message; null when it says nothing of a layer. */
  take(message: PullMessage): PullProgress | null {
    const { id, status = '' } = message
    const rule = Object.hasOwn(STATUS, status) ? STATUS[status] : undefined
    if (rule === undefined || id === undefined) return null
    const { current = 0, total = 0 } = message.progressDetail ?? {}
    this.#layers.set(id, rule(this.#layers.get(id) ?? NEW, current, total))
    return this.#sum()
  }

  /** The progress when the engine has said that it has the image: not every store says so of each layer. Null: it said nothing of any. */
  ended(): PullProgress | null {
    for (const [id, layer] of this.#layers) this.#layers.set(id, ENDED(layer))
    return this.#layers.size === 0 ? null : this.#sum()
  }

  #sum(): PullProgress {
    const layers = [...this.#layers.values()]
    return {
      doneBytes: layers.reduce((sum, layer) => sum + layer.done, 0),
      totalBytes: layers.reduce((sum, layer) => sum + layer.total, 0),
      layersDone: layers.filter((layer) => layer.complete).length,
      layers: layers.length,
    }
  }

  /** Whether the registry has given all that is known of: from here on it is the disk that takes its time. */
  allFetched(): boolean {
    return this.#layers.size > 0 && [...this.#layers.values()].every((layer) => layer.fetched)
  }
}
