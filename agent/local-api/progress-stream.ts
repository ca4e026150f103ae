/**
 * The progress of the update as server-sent events.
 *
 * Invariant: level-triggered: a listener gets the newest state, never a backlog, and only when it is another one; a
 * listener that does not read holds one event at most.
 */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Observable } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProgressState } from './device-state.ts'

const MAX_STREAMS = 16
/** Of one service. */
const MAX_STREAMS_OF_SERVICE = 4
const INTERVAL_MS = 250
const HEARTBEAT_MS = 15_000

interface StreamOptions {
  progress(): Promise<ProgressState>
  changes: Observable<unknown>
  clock: ClockPort
}

export class ProgressStreams {
  readonly #options: StreamOptions
  readonly #open = new Set<{ service: string; end: AbortController }>()

  constructor(options: StreamOptions) {
    this.#options = options
  }

  /**
   * Serves a listener until it goes, or until all are closed.
   * @throws HF_REQUESTS_EXHAUSTED before anything is sent
   */
  async serve(service: string, response: ServerResponse): Promise<void> {
    const own = [...this.#open].filter((stream) => stream.service === service)
    if (this.#open.size >= MAX_STREAMS || own.length >= MAX_STREAMS_OF_SERVICE)
      throw new HoldfastError('HF_REQUESTS_EXHAUSTED', 'as many listen to the progress as may; close one')
    const stream = { service, end: new AbortController() }
    this.#open.add(stream)
    response.once('close', () => stream.end.abort())
    if (response.destroyed) stream.end.abort()
    try {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.flushHeaders()
      await this.#tell(response, stream.end.signal)
    } finally {
      stream.end.abort()
      this.#open.delete(stream)
      response.end()
    }
  }

  close(): void {
    for (const { end } of this.#open) end.abort()
  }

  async #tell(response: ServerResponse, signal: AbortSignal): Promise<void> {
    const { progress, changes, clock } = this.#options
    let isChanged = true
    let wake = new AbortController()
    const subscription = changes.subscribe(() => {
      isChanged = true
      wake.abort()
    })
    signal.addEventListener('abort', () => wake.abort(), { once: true })
    let last = ''
    try {
      while (!signal.aborted) {
        let text = ': still here\n\n'
        if (isChanged) {
          isChanged = false
          const data = JSON.stringify(await progress())
          text = data === last ? '' : `event: progress\ndata: ${data}\n\n`
          last = data
        }
        if (signal.aborted) return
        if (text !== '' && !response.write(text)) await once(response, 'drain', { signal })
        await rest(clock, INTERVAL_MS, signal)
        if (isChanged || signal.aborted) continue
        wake = new AbortController()
        await rest(clock, HEARTBEAT_MS, wake.signal)
      }
    } catch (error) {
      // Nobody listens any more.
      if (!signal.aborted) throw error
    } finally {
      subscription.unsubscribe()
    }
  }
}

/** Ends early when aborted: whoever waits looks for itself why. */
async function rest(clock: ClockPort, ms: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(ms, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}
