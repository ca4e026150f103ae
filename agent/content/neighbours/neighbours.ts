/**
 * The other devices of the network, as far as blobs go: who they are, what they have, and what they are told of this one.
 *
 * Invariant: whoever was silent, stalled or lied is asked no more for a while. What this device says of itself is true at
 * the moment it is asked: others decide by it.
 */
import type { ClockPort } from '../../../machines/ports.ts'
import { faultOf } from '../../../protocol/errors.ts'
import { digestOf } from '../../adapters/image-parts.ts'
import type { Log } from '../../log.ts'
import type { Source } from '../fetch-blob.ts'
import type { BlobRef } from '../image-manifest.ts'
import { readCapped } from '../registry.ts'
import type { Asking, Transport } from '../transport.ts'
import { BLOBS, PROGRESS, progressIn } from './blob-request.ts'
import type { BlobState, Sighting } from './election.ts'

/** What the agent knows, and the neighbours have to. */
export interface NeighbourTerms {
  /** Images that signed targets name which this device holds. */
  images(): Promise<ReadonlySet<string>>
  /** Whether bytes may go to and fro: not on a link that costs something, nor when a budget is spent. */
  isOpen(): boolean
  /** So much was given to others. */
  served(bytes: number): void
}

export interface NeighboursOptions {
  /** This one's; empty: it does not listen. */
  self: string
  peers: readonly string[]
  /** Those that were discovered. */
  found: () => Promise<readonly string[]>
  terms: NeighbourTerms
  clock: ClockPort
  log: Log
  /** Of questions, which are answered at once or not at all; and of blobs. */
  questions: Transport
  blobs: Transport
  /** How long one may bring a blob without a byte more. */
  stalledMs: number | undefined
}

export interface Look extends Sighting {
  doneBytes: number
}

/** What this device is about to bring from outside, or brings. */
export interface Own {
  image: string
  bytes: number
  state: 'claiming' | 'growing'
  doneBytes: number
}

export type Failing = 'silent' | 'stalled' | 'lied'

/** So long it is not asked. */
const DROPPED_MS: Readonly<Record<Failing, number>> = { silent: 60_000, stalled: 600_000, lied: 3_600_000 }
/** Each is asked for each blob. */
const MOST_PEERS = 16

export class Neighbours {
  readonly self: string
  /** By digest. */
  readonly own = new Map<string, Own>()
  readonly #options: NeighboursOptions
  /** Until when, monotonic. */
  readonly #dropped = new Map<string, number>()

  constructor(options: NeighboursOptions) {
    this.#options = options
    this.self = options.self
  }

  get stalledMs(): number | undefined {
    return this.#options.stalledMs
  }

  /** Who is asked now: those of the configuration first. */
  async peers(): Promise<string[]> {
    const { peers, found, clock, terms } = this.#options
    if (!terms.isOpen()) return []
    const { monoMs } = clock.now()
    for (const [address, untilMs] of this.#dropped) if (untilMs <= monoMs) this.#dropped.delete(address)
    const all = new Set([...peers, ...(await found())])
    return [...all].filter((one) => one !== this.self && !this.#dropped.has(one)).slice(0, MOST_PEERS)
  }

  drop(address: string, why: Failing, more: object = {}): void {
    this.#dropped.set(address, this.#options.clock.now().monoMs + DROPPED_MS[why])
    this.#options.log[why === 'silent' ? 'debug' : 'warn']('a neighbour is not asked for a while', {
      address,
      why,
      ...more,
    })
  }

  /** What they are to a blob, by their own word. Those that do not answer are left out. */
  async look(
    peers: readonly string[],
    { digest, bytes }: BlobRef,
    image: string,
    signal: AbortSignal,
  ): Promise<Look[]> {
    const looks = await Promise.all(peers.map((address) => this.#ask(address, digest, bytes, image, signal)))
    return looks.filter((look) => look !== null)
  }

  /** A manifest, of whoever has it; null: nobody has. @throws HF_CANCELLED */
  async small(digest: string, most: number, image: string, signal: AbortSignal): Promise<Uint8Array | null> {
    const peers = await this.peers()
    const looks = await this.look(peers, { digest, bytes: -1 }, image, signal)
    const from = looks.find(({ state }) => state === 'whole')?.address
    if (from === undefined) return null
    try {
      const asking = this.#asking(from, digest, {}, image, signal)
      const answer = await this.#options.blobs.get(asking)
      const isThere = answer.statusCode === 200
      const body = isThere ? await readCapped(this.#options.blobs.pieces(answer, asking), most) : null
      answer.destroy()
      if (body !== null && digestOf(body) === digest) return body
      if (isThere) this.drop(from, 'lied', { blob: digest })
    } catch (error) {
      if (signal.aborted) throw error
      this.drop(from, 'stalled', { ...faultOf(error) })
    }
    return null
  }

  /** One of them in the place of a registry. */
  source(address: string, image: string): Source {
    const { blobs } = this.#options
    const origin = new URL(`http://${address}`)
    const place = {
      host: address,
      origin,
      username: undefined,
      passwordFile: undefined,
      caFile: undefined,
      proxy: null,
    }
    return {
      places: [place],
      repository: '',
      image,
      registry: {
        get: async ({ path, headers, signal }) => {
          const asking = this.#asking(address, path.replace(/^blobs\//, ''), headers, image, signal)
          const answer = await blobs.get(asking)
          return { answer, pieces: blobs.pieces(answer, asking) }
        },
      },
    }
  }

  #asking(
    address: string,
    digest: string,
    headers: Record<string, string>,
    place: string,
    signal: AbortSignal,
  ): Asking {
    return { url: new URL(`http://${address}${BLOBS}${digest}`), headers, ca: undefined, proxy: null, signal, place }
  }

  /** @param bytes that it has to have; less than zero: any */
  async #ask(address: string, digest: string, bytes: number, image: string, signal: AbortSignal): Promise<Look | null> {
    try {
      const answer = await this.#options.questions.get({
        ...this.#asking(address, digest, {}, image, signal),
        method: 'HEAD',
      })
      answer.resume()
      const { statusCode = 0, headers } = answer
      const is = (state: BlobState, doneBytes = 0): Look => ({ address, state, doneBytes })
      if (statusCode === 404) return is('none')
      if (statusCode === 200 && (bytes < 0 || Number(headers['content-length']) === bytes)) return is('whole')
      if (statusCode === 202 && headers[PROGRESS] === undefined) return is('claiming')
      const doneBytes = progressIn(String(headers[PROGRESS]), bytes)
      if (statusCode === 202 && doneBytes !== null) return is('growing', doneBytes)
      this.drop(address, statusCode >= 500 ? 'silent' : 'lied', { status: statusCode })
    } catch (error) {
      if (signal.aborted) throw error
      this.drop(address, 'silent', { ...faultOf(error) })
    }
    return null
  }
}
