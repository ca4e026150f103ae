/**
 * A stream of events to one browser (`text/event-stream` of the HTML standard).
 *
 * Invariant: bounded: a browser that does not read is cut off, and comes back by itself for what it missed.
 */
import type { ServerResponse } from 'node:http'
import { STRICT_HEADERS } from './respond.ts'

const MOST_WAITING_BYTES = 8 * 1024 * 1024
const BEAT_MS = 15_000

export class EventStream {
  readonly #response: ServerResponse
  /** Aborted when the browser has gone, or was cut off. */
  readonly signal: AbortSignal

  constructor(response: ServerResponse) {
    this.#response = response
    const gone = new AbortController()
    this.signal = gone.signal
    response.writeHead(200, {
      ...STRICT_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.write('retry: 1000\n\n')
    // A comment now and then, so that nobody between takes silence for the end.
    const beat = setInterval(() => this.#write(':\n\n'), BEAT_MS)
    response.on('close', () => {
      clearInterval(beat)
      gone.abort()
    })
  }

  /** @param id what the browser says it has seen when it comes back */
  send(event: string, data: unknown, id?: string): void {
    this.#write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  close(): void {
    this.#response.end()
  }

  #write(text: string): void {
    if (this.#response.destroyed || this.#response.writableEnded) return
    this.#response.write(text)
    if (this.#response.writableLength > MOST_WAITING_BYTES) this.#response.destroy()
  }
}
