/**
 * Whether a broker's certificate is good, by a device whose clock cannot be believed.
 *
 * Invariant: pure, and as strict as TLS in everything but the time: of that it only asks that the certificates have not
 * ended before the moment before which it cannot be.
 */
import { X509Certificate } from 'node:crypto'
import { checkServerIdentity, type TLSSocket } from 'node:tls'
import { HoldfastError } from '../../protocol/errors.ts'
import { chainTo, validityOf } from '../provisioning/certificates.ts'

export interface Peer {
  /** What the broker has shown, its own first. */
  chain: readonly [X509Certificate, ...X509Certificate[]]
  /** Whom the device was given to trust. */
  roots: readonly X509Certificate[]
  /** Name or address that was connected to. */
  host: string
  /** Before which it cannot be, Unix milliseconds. */
  floorMs: number
}

/** For server authentication (RFC 5280, section 4.2.1.12). */
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1'

/** @throws HF_BROKER_REFUSED, HF_CLOCK_WRONG */
export function judgePeer({ chain: [own, ...between], roots, host, floorMs }: Peer): void {
  const chain = chainTo(own, between, roots)
  if (chain === null) throw refused('is not of an authority that we trust')
  const stranger = checkServerIdentity(host, own.toLegacyObject())
  if (stranger !== undefined) throw refused('is for another name')
  if (own.keyUsage !== undefined && !own.keyUsage.includes(SERVER_AUTH)) throw refused('is not for a server')
  const notAfterMs = Math.min(...chain.map((one) => validityOf(one).notAfterMs))
  if (notAfterMs <= floorMs)
    throw new HoldfastError(
      'HF_CLOCK_WRONG',
      `the broker's certificate has ended at ${new Date(notAfterMs).toISOString()}, and it is later than that`,
    )
}

/** @throws HF_BROKER_REFUSED when it has shown none */
export function chainShownBy(socket: TLSSocket): [X509Certificate, ...X509Certificate[]] {
  const own = socket.getPeerX509Certificate()
  if (own === undefined) throw new HoldfastError('HF_BROKER_REFUSED', 'the broker shows no certificate')
  const chain: [X509Certificate, ...X509Certificate[]] = [own]
  const seen = new Set([own.fingerprint256])
  for (let next = own.issuerCertificate; next !== undefined && !seen.has(next.fingerprint256); ) {
    seen.add(next.fingerprint256)
    chain.push(new X509Certificate(next.raw))
    next = next.issuerCertificate
  }
  return chain
}

function refused(why: string): HoldfastError {
  return new HoldfastError('HF_BROKER_REFUSED', `its certificate ${why}`)
}
