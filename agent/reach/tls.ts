/**
 * TLS over a connection that is there.
 *
 * Invariant: whoever cannot prove the name or the address that we asked for is not spoken to.
 */
import type { X509Certificate } from 'node:crypto'
import { isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { readCertificates } from '../provisioning/certificates.ts'
import { chainShownBy, judgePeer } from './judge-peer.ts'
import { inStage, STAGE_MS } from './stages.ts'

export interface TlsTerms {
  /** PEM, instead of the system's. */
  ca?: string[]
  cert?: string
  /** A secret. */
  key?: string
  /** "http/1.1", for web sockets. */
  alpn?: string
  /** Unix milliseconds: with `ca`, the peer is judged by this moment and not by the clock. See `judgePeer`. */
  floorMs?: number
}

/** @throws StageError "tls": HF_CLOCK_WRONG, HF_BROKER_REFUSED when a certificate is not accepted, by us or by them */
export async function startTls(
  socket: Socket | Duplex,
  host: string,
  { ca, cert, key, alpn, floorMs }: TlsTerms,
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
      // Judged below, before anybody gets it to write on.
      ...(floorMs === undefined ? {} : { rejectUnauthorized: false }),
    })
    ending.addEventListener('abort', () => secure.destroy(), { once: true })
    return new Promise((done, fail: (error: unknown) => void) => {
      const hungUp = (): void => fail(new Error('it hung up in the handshake'))
      secure.once('secureConnect', () => {
        secure.removeListener('error', fail)
        secure.removeListener('close', hungUp)
        try {
          if (floorMs !== undefined) judgePeer({ chain: chainShownBy(secure), roots: rootsIn(ca), host, floorMs })
          done(secure)
        } catch (error) {
          fail(error)
        }
      })
      secure.once('error', fail)
      secure.once('close', hungUp)
    })
  })
}

function rootsIn(ca: readonly string[] = []): X509Certificate[] {
  return ca.flatMap((pem) => readCertificates(pem, 'caFile'))
}
