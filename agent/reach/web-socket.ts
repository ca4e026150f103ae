/**
 * MQTT's bytes in web sockets (RFC 6455; MQTT 5, section 6), over a connection that is there.
 *
 * Invariant: the library is loaded by the first device that needs it, and by no other.
 */
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { inStage, STAGE_MS } from './stages.ts'

/** More than any packet may have; a frame may carry several. */
const MOST_BYTES = 4 * 1024 * 1024

/** @throws StageError "websocket" */
export async function startWebSocket(
  socket: Socket,
  address: URL,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<Duplex> {
  const { WebSocket, createWebSocketStream } = await import('ws')
  const terms = {
    ms: Math.min(limitMs, STAGE_MS.websocket),
    late: 'it does not answer the request for a web socket',
    attempt: 'no web socket',
    signal,
  }
  return inStage('websocket', address.hostname, terms, (ending) => {
    // Already secure where it has to be.
    const web = new WebSocket(address, ['mqtt'], {
      createConnection: () => socket,
      perMessageDeflate: false,
      maxPayload: MOST_BYTES,
    })
    ending.addEventListener('abort', () => socket.destroy(), { once: true })
    return new Promise((done, fail) => {
      web.once('open', () => {
        web.removeListener('error', fail)
        done(createWebSocketStream(web))
      })
      web.once('error', fail)
    })
  })
}
