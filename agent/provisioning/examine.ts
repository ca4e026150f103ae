/**
 * Whether a certificate that was granted is ours.
 *
 * Invariant: pure. Nothing is refused because of a wall clock alone: one that is behind is a blocker, and whether one
 * that is ahead is right is found out by connecting.
 */
import type { KeyObject, X509Certificate } from 'node:crypto'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { deviceInSubject, MAX_BETWEEN } from '../../protocol/certificate-name.ts'
import { type Fault, faultOf, HoldfastError } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import { parseBrokerUrl } from '../broker-url.ts'
import { chainTo, readCertificates, validityOf } from './certificates.ts'

export interface Examination {
  offered: IdentityFact
  /** In force; null: there is none yet. */
  identity: IdentityFact | null
  /** The key of the claim. */
  key: KeyObject
  /** PEM of the authority that the device was given by hand; null: it was not. */
  pinned: string | null
  wallMs: number
  /** Before which it cannot be. */
  floorMs: number
}

export interface Findings {
  /** Null: it is ours. */
  fault: Fault | null
  /** It cannot be earlier than this: somebody whom the device knew before says so. Null: nobody does. */
  provenMs: number | null
}

/** For client authentication (RFC 5280, section 4.2.1.12). */
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

/** @throws HF_CLOCK_WRONG when only the clock stands against it */
export function examine(examination: Examination): Findings {
  const { offered, identity, pinned, wallMs, floorMs } = examination
  let chain: X509Certificate[]
  try {
    checkAnswer(offered, identity)
    chain = checkedChain(examination)
  } catch (error) {
    return { fault: faultOf(error), provenMs: null }
  }
  const notBeforeMs = Math.max(...chain.map((one) => validityOf(one).notBeforeMs))
  const notAfterMs = Math.min(...chain.map((one) => validityOf(one).notAfterMs))
  const isKnownAuthority = pinned !== null || identity !== null
  if (notAfterMs <= floorMs)
    return { fault: { code: 'HF_CERTIFICATE_INVALID', message: 'it has expired' }, provenMs: null }
  if (!isKnownAuthority && notBeforeMs > Math.max(wallMs, floorMs))
    throw new HoldfastError(
      'HF_CLOCK_WRONG',
      `the certificate is valid from ${new Date(notBeforeMs).toISOString()}, and the clock says ${new Date(wallMs).toISOString()}; set it`,
    )
  return { fault: null, provenMs: isKnownAuthority ? notBeforeMs : null }
}

function checkAnswer({ device, fleet, brokerUrl }: IdentityFact, identity: IdentityFact | null): void {
  checkName('device', device)
  checkName('fleet', fleet)
  if (brokerUrl !== '') parseBrokerUrl(brokerUrl, 'broker_url')
  if (identity !== null && identity.device !== device)
    throw invalid(`it is for ${device}, and this device is ${identity.device}`)
}

function checkedChain({ offered, identity, key, pinned }: Examination): X509Certificate[] {
  const [own, ...between] = readCertificates(offered.certificates, 'certificates')
  if (between.length > MAX_BETWEEN) throw invalid(`it comes with ${between.length} others`)
  if (!own.checkPrivateKey(key)) throw invalid('it is for another key')
  if (deviceInSubject(own.subject) !== offered.device) throw invalid(`it is not for ${offered.device}`)
  const names = own.subjectAltName?.split(', ').filter((name) => name.startsWith('URI:holdfast:')) ?? []
  const expected = [`URI:holdfast:device:${offered.device}`, `URI:holdfast:fleet:${offered.fleet}`]
  if (names.some((name) => !expected.includes(name))) throw invalid('its names are others than those granted')
  if (own.keyUsage !== undefined && !own.keyUsage.includes(CLIENT_AUTH)) throw invalid('it is not for a client')
  const roots = readCertificates(pinned ?? identity?.authority ?? offered.authority, 'authority')
  const chain = chainTo(own, between, roots)
  if (chain === null) throw invalid('it is not of the authority that this device knows')
  return chain
}

function invalid(why: string): HoldfastError {
  return new HoldfastError('HF_CERTIFICATE_INVALID', why)
}
