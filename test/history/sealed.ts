/**
 * Secrets of a device, sealed by keys of the tests alone.
 *
 * Invariant: the same bytes in every process.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { KINDS } from '../../protocol/codec.ts'
import { publicKeyFrom, rawKeyOf, sealTo } from '../../protocol/hpke.ts'
import { seal } from '../../protocol/signature.ts'
import type { Secrets } from '../../protocol/types.ts'
import { keyOf } from '../../simulators/crash/application.ts'

export const DEVICE = 'press-7'

// RFC 8410, section 7: the fixed DER before the 32 raw bytes.
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex')
const x25519 = (byte: number): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PRIVATE_DER, Buffer.alloc(32, byte)]), format: 'der', type: 'pkcs8' })
export const DEVICE_KEY = x25519(7)

/** One document after the other. */
export const VALUES: Readonly<Record<string, Record<string, string>>> = {
  'two came': { db: 'Größe „S“', api: 'first' },
  'one was taken away, another changed': { api: 'second' },
}

/** As an operator seals them. */
export function secretsOf(revision: number, values: Record<string, string>): { secrets: Secrets; bytes: Uint8Array } {
  const info = new TextEncoder().encode('holdfast secret')
  const secrets = Object.entries(values).map(([name, value], index) => {
    const context = { info, additional: new TextEncoder().encode(`${DEVICE}\0${name}`) }
    const ephemeral = x25519(20 + revision * 10 + index)
    return {
      name,
      ...sealTo(publicKeyFrom(rawKeyOf(DEVICE_KEY)), new TextEncoder().encode(value), context, undefined, ephemeral),
    }
  })
  const document = { device: DEVICE, revision, secrets, variables: {} }
  return { secrets: document, bytes: seal(KINDS.Secrets, document, [keyOf('release', 1)]) }
}
