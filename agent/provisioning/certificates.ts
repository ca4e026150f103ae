/**
 * Certificates as the device reads them.
 *
 * Invariant: pure; only what was signed is believed, and a chain is one of certificates that may sign others.
 */
import { X509Certificate } from 'node:crypto'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { HoldfastError } from '../../protocol/errors.ts'

/**
 * The certificates of a PEM text, at least one.
 * @throws HF_CERTIFICATE_INVALID
 */
export function readCertificates(pem: string, place: string): [X509Certificate, ...X509Certificate[]] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    const [first, ...others] = blocks.map((block) => new X509Certificate(block))
    if (first !== undefined) return [first, ...others]
  } catch (cause) {
    throw new HoldfastError('HF_CERTIFICATE_INVALID', 'is no certificate', { place, cause })
  }
  throw new HoldfastError('HF_CERTIFICATE_INVALID', 'holds no certificate', { place })
}

/** From when until when, Unix milliseconds. */
export function validityOf(certificate: X509Certificate): { notBeforeMs: number; notAfterMs: number } {
  return { notBeforeMs: Date.parse(certificate.validFrom), notAfterMs: Date.parse(certificate.validTo) }
}

/**
 * The way from the first certificate to one of the roots, that one included; null when there is none.
 * @param between may be of use on the way
 */
export function chainTo(
  leaf: X509Certificate,
  between: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): X509Certificate[] | null {
  const root = roots.find((candidate) => signs(candidate, leaf))
  if (root !== undefined) return [leaf, root]
  for (const next of between.filter((candidate) => signs(candidate, leaf))) {
    const chain = chainTo(
      next,
      between.filter((other) => other !== next),
      roots,
    )
    if (chain !== null) return [leaf, ...chain]
  }
  return null
}

/**
 * What a device trusts from now on: what it trusted before, and those that these have signed as authorities, so that
 * one can be changed for the next. Whoever else is offered is not.
 * @param known PEM
 * @param offered PEM
 * @throws HF_CERTIFICATE_INVALID
 */
export function authorityKept(known: string, offered: string): string {
  const [roots, more] = [readCertificates(known, 'authority'), readCertificates(offered, 'authority')]
  const isKnown = (one: X509Certificate): boolean =>
    roots.some(({ fingerprint256 }) => fingerprint256 === one.fingerprint256)
  const next = more.filter((one) => one.ca && !isKnown(one) && chainTo(one, more, roots) !== null)
  return next.length === 0 ? known : [known.trimEnd(), ...next.map((one) => one.toString().trimEnd()), ''].join('\n')
}

function signs(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey)
}

/**
 * What a granted claim makes of the device.
 * @throws HF_CERTIFICATE_INVALID
 */
export function identityOf(
  claim: string,
  granted: { device: string; fleet: string; certificates: string; authority: string; brokerUrl: string },
): IdentityFact {
  const { device, fleet, certificates, authority, brokerUrl } = granted
  const [own] = readCertificates(certificates, 'the certificate that was granted')
  const serialNumber = own.serialNumber.toLowerCase().replace(/^0+(?=.)/, '')
  return { device, fleet, claim, certificates, authority, brokerUrl, serialNumber, ...validityOf(own) }
}
