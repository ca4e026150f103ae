/**
 * DER as text.
 *
 * Invariant: as RFC 7468 has it: lines of 64, a label that OpenSSL knows.
 */

export function pem(label: 'X509 CRL' | 'CERTIFICATE REQUEST' | 'PRIVATE KEY', der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
