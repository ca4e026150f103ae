/**
 * TLS over a connection that is there.
 *
 * Invariant: whoever cannot prove the name or the address that we asked for is not spoken to.
 */
import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { inStage, STAGE_MS } from './stages.ts'

export interface TlsTerms {
  /** PEM, instead of the system's. */
  ca?: string[]
  cert?: string
  /** A secret. */
  key?: string
  /** "http/1.1", for web sockets. */
  alpn?: string
}

/** @throws StageError "tls": HF_CLOCK_WRONG, HF_BROKER_REFUSED when a certificate is not accepted, by us or by them */
export async function startTls(
  socket: Socket | Duplex,
  host: string,
  { ca, cert, key, alpn }: TlsTerms,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<TLSSocket> {
  const terms = {
    ms: Math.min(limitMs, STAGE_MS.tls),
    late: 'it accepts the connection and does not finish the TLS handshake',
    attempt: 'TLS failed',
    signal,
  }
  return inStage('tls', host, terms, (ending) => {
    const secure = connect({
      socket,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert, key }),
      ...(alpn === undefined ? {} : { ALPNProtocols: [alpn] }),
    })
    ending.addEventListener('abort', () => secure.destroy(), { once: true })
    return new Promise((done, fail) => {
      const hungUp = (): void => fail(new Error('it hung up in the handshake'))
      secure.once('secureConnect', () => {
        secure.removeListener('error', fail)
        secure.removeListener('close', hungUp)
        done(secure)
      })
      secure.once('error', fail)
      secure.once('close', hungUp)
    })
  })
}
