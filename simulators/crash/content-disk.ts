/**
 * A disk under the content store on which the power can be cut at every step.
 *
 * Invariant: what is promised in `agent/content/content-disk.ts` and nothing more: of bytes that were not synced a cut loses
 * any, or leaves nonsense in their place; what was under way has happened, or not, or half.
 */
import type { Appending, ContentDisk, Reading } from '../../agent/content/content-disk.ts'

/** What becomes of bytes that were written and not synced. */
export const FATES = ['lost', 'kept', 'nonsense', 'half'] as const
export type Fate = (typeof FATES)[number]

export class PowerCut extends Error {
  override readonly name = 'PowerCut'
}

interface File {
  bytes: Buffer
  synced: number
}

export interface Cut {
  /** The step at which it happens. */
  at: number
  fate: Fate
  /** Whether that step has happened. */
  isLate: boolean
}

export class CrashDisk implements ContentDisk {
  steps = 0
  readonly #files: Map<string, File>
  readonly #cut: Cut | null
  /** A fault of the store that is to be found: it believes to have synced. */
  readonly #forgets: boolean

  constructor(cut: Cut | null, files: ReadonlyMap<string, Buffer> = new Map(), forgets = false) {
    this.#cut = cut
    this.#forgets = forgets
    this.#files = new Map([...files].map(([name, bytes]) => [name, { bytes, synced: bytes.length }]))
  }

  /** What the next life finds. */
  remains(): Map<string, Buffer> {
    const fate = this.#cut?.fate ?? 'lost'
    return new Map([...this.#files].map(([name, file]) => [name, afterCut(file, fate)]))
  }

  async list(): Promise<{ name: string; bytes: number }[]> {
    this.#alive()
    return [...this.#files].map(([name, { bytes }]) => ({ name, bytes: bytes.length }))
  }

  async append(name: string, bytes: number): Promise<Appending> {
    this.#step(() => {
      const kept = (this.#files.get(name)?.bytes ?? Buffer.alloc(0)).subarray(0, bytes)
      this.#files.set(name, { bytes: Buffer.from(kept), synced: Math.min(bytes, this.#files.get(name)?.synced ?? 0) })
    })
    return {
      write: async (piece) => {
        this.#step(() => {
          const file = this.#file(name)
          file.bytes = Buffer.concat([file.bytes, piece])
        })
      },
      sync: async () => {
        this.#step(() => {
          const file = this.#file(name)
          if (!this.#forgets) file.synced = file.bytes.length
        })
      },
      close: async () => {},
    }
  }

  async *read(name: string, bytes: number): AsyncIterable<Uint8Array> {
    this.#alive()
    const all = this.#files.get(name)?.bytes.subarray(0, bytes)
    if (bytes > 0) yield Buffer.from(all ?? [])
  }

  async open(name: string): Promise<Reading> {
    this.#alive()
    return {
      read: async (position, length) => Buffer.from(this.#file(name).bytes.subarray(position, position + length)),
      close: async () => {},
    }
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step(() => {
      this.#files.set(to, this.#file(from))
      this.#files.delete(from)
    })
  }

  async remove(name: string): Promise<void> {
    this.#step(() => void this.#files.delete(name))
  }

  /** The power may be cut here, too: nothing of the disk is under way. */
  moment(): void {
    this.#step(() => {})
  }

  async room(): Promise<{ freeBytes: number; totalBytes: number }> {
    return { freeBytes: 0, totalBytes: 0 }
  }

  #file(name: string): File {
    const file = this.#files.get(name)
    if (file === undefined) throw new Error(`there is no file ${name}`)
    return file
  }

  #step(act: () => void): void {
    this.#alive()
    this.steps += 1
    const isNow = this.steps === this.#cut?.at
    if (!isNow || this.#cut?.isLate) act()
    if (isNow) throw new PowerCut()
  }

  #alive(): void {
    if (this.#cut !== null && this.steps >= this.#cut.at) throw new PowerCut()
  }
}

function afterCut({ bytes, synced }: File, fate: Fate): Buffer {
  const loose = bytes.length - synced
  const kept = fate === 'lost' ? 0 : fate === 'half' ? Math.floor(loose / 2) : loose
  const after = Buffer.from(bytes.subarray(0, synced + kept))
  if (fate === 'nonsense') after.fill(0, synced)
  return after
}
