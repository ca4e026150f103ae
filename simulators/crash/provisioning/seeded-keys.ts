/**
 * Private keys that follow from a seed, so that a history can be repeated: only for simulations.
 *
 * Invariant: the same seed makes the same keys in the same order, and never one of them twice.
 */
import { createECDH, createHash, createPrivateKey } from 'node:crypto'
import type { KeyMaker } from '../../../agent/provisioning/keys.ts'

/** PKCS#8 of X25519 (RFC 8410), up to the 32 bytes of the key. */
const X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex')

export function seededKeys(seed: string): KeyMaker {
  let made = 0
  const next = (): Buffer => {
    made += 1
    return createHash('sha256').update(`${seed}/${made}`).digest()
  }
  return {
    signing() {
      const ecdh = createECDH('prime256v1')
      const d = next()
      ecdh.setPrivateKey(d)
      // 04, then both coordinates.
      const point = ecdh.getPublicKey()
      const text = (bytes: Buffer): string => bytes.toString('base64url')
      const key = { kty: 'EC', crv: 'P-256', d: text(d), x: text(point.subarray(1, 33)), y: text(point.subarray(33)) }
      return createPrivateKey({ key, format: 'jwk' })
    },
    encryption: () => createPrivateKey({ key: Buffer.concat([X25519, next()]), format: 'der', type: 'pkcs8' }),
  }
}
