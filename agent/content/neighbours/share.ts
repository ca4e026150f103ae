/**
 * Sharing with neighbours, put together: who is asked, who is served, who is found.
 *
 * Invariant: loaded only where the configuration asks for it. A device that cannot listen, or find anybody, fetches all the same.
 */
import type { ClockPort } from '../../../machines/ports.ts'
import { faultOf } from '../../../protocol/errors.ts'
import type { Log } from '../../log.ts'
import type { ContentStore } from '../content-store.ts'
import type { Near } from '../near.ts'
import { Transport } from '../transport.ts'
import { type Discovery, discover } from './discovery.ts'
import { addressText, type NeighbourConfig } from './neighbour-config.ts'
import { Neighbours, type NeighbourTerms } from './neighbours.ts'
import { serveBlobs } from './serve.ts'
import { sharedBlob } from './shared-blob.ts'

export interface SharingOptions {
  config: NeighbourConfig
  store: ContentStore
  clock: ClockPort
  log: Log
  terms: NeighbourTerms
  /** How long one may take to answer, in milliseconds. Default 5,000. */
  answerMs?: number | undefined
  /** How long one may give nothing more of a blob. Default 10,000. */
  silentMs?: number | undefined
  /** How long one may bring a blob from outside without a byte more. Default 15,000. */
  stalledMs?: number | undefined
}

/** Of a question, and of a blob that does not go on. */
const ANSWER_MS = 5_000
const SILENT_MS = 10_000
/** The address may come later than the agent. */
const LISTEN_AGAIN_MS = 30_000

export async function shareWithNeighbours(options: SharingOptions): Promise<{ near: Near; close(): Promise<void> }> {
  const { config, store, clock, log, terms } = options
  const { listen, peers } = config
  const questions = new Transport(options.answerMs ?? ANSWER_MS)
  const blobs = new Transport(options.silentMs ?? SILENT_MS)
  const closing = new AbortController()
  const discovery = config.discover ? await discoveryIfAny(options) : null
  const neighbours = new Neighbours({
    self: listen === null ? '' : addressText(listen),
    peers,
    found: async () => (await discovery?.found()) ?? [],
    terms,
    clock,
    log,
    questions,
    blobs,
    stalledMs: options.stalledMs,
  })
  let server: { close(): Promise<void> } | null = null
  /** Whether it listens, or is not to. */
  const listens = async (): Promise<boolean> => {
    if (listen === null) return true
    try {
      const { bytesPerSecond } = config
      server = await serveBlobs({ listen, bytesPerSecond, store, own: neighbours.own, terms, clock, log })
      return true
    } catch (error) {
      log.warn('nothing can be shared with neighbours yet', { ...faultOf(error) })
      return false
    }
  }
  const listensLater = async (): Promise<void> => {
    do await clock.sleep(LISTEN_AGAIN_MS, closing.signal)
    while (!(await listens()))
  }
  // Once before anything is fetched; who cannot yet is not waited for.
  const listening = (await listens()) ? null : listensLater().catch(() => {}) // closed
  return {
    near: {
      bring: (parts, source, blob, heard, signal) => sharedBlob(parts, neighbours, source, blob, heard, signal),
      small: (digest, most, image, signal) => neighbours.small(digest, most, image, signal),
    },
    async close() {
      closing.abort()
      await listening
      await server?.close()
      await discovery?.close()
      questions.close()
      blobs.close()
    },
  }
}

async function discoveryIfAny({ config: { listen }, clock, log }: SharingOptions): Promise<Discovery | null> {
  try {
    return await discover({ listen, clock, log })
  } catch (error) {
    log.warn('no neighbours can be discovered', { ...faultOf(error) })
    return null
  }
}
