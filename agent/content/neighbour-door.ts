/**
 * Where the devices of one network share blobs.
 *
 * Invariant: what shares is loaded when the agent opens it; a device whose configuration names no neighbours has no such door.
 */
import { join } from 'node:path'
import type { ClockPort } from '../../machines/ports.ts'
import type { Log } from '../log.ts'
import type { Near } from './near.ts'
import type { NeighbourConfig } from './neighbours/neighbour-config.ts'
import type { NeighbourTerms } from './neighbours/neighbours.ts'

export interface NeighbourDoorOptions {
  config: NeighbourConfig
  /** Absolute. */
  dataDir: string
  clock: ClockPort
  log: Log
  /** As in `SharingOptions`. */
  answerMs?: number
  silentMs?: number
  stalledMs?: number
}

export class NeighbourDoor {
  readonly #options: NeighbourDoorOptions
  #open: Promise<{ near: Near; close(): Promise<void> }> | null = null
  #near: Near | null = null

  constructor(options: NeighbourDoorOptions) {
    this.#options = options
  }

  /** Null: it is not open. */
  get near(): Near | null {
    return this.#near
  }

  async open(terms: NeighbourTerms): Promise<void> {
    this.#open = this.#opened(terms)
    this.#near = (await this.#open).near
  }

  async close(): Promise<void> {
    this.#near = null
    await (await this.#open)?.close()
  }

  async #opened(terms: NeighbourTerms) {
    const { dataDir, ...options } = this.#options
    const [{ shareWithNeighbours }, { ContentStore }, { directoryDisk }] = await Promise.all([
      import('./neighbours/share.ts'),
      import('./content-store.ts'),
      import('./directory-disk.ts'),
    ])
    const store = new ContentStore(directoryDisk(join(dataDir, 'content')))
    return shareWithNeighbours({ ...options, store, terms })
  }
}
