/**
 * Signed payloads: sealing on the operator's side, opening on the device.
 *
 * Invariant: nothing of a payload is looked at before a trusted key of the right role has been found to
 * have signed exactly its bytes and its type (DSSE v1, "pre-authentication encoding").
 */
import { sign, verify } from 'node:crypto'
import { decode, encode, KINDS, type Kind, type Loose } from './codec.ts'
import { HoldfastError } from './errors.ts'
import type { PrivateKey, PublicKey, Role } from './keys.ts'

/** Which role signs which kind. */
const ROLE_OF: Record<string, Role> = {
  [KINDS.Target.name]: 'release',
  [KINDS.Rollout.name]: 'rollout',
}

/** Encodes, signs and wraps a message. */
export function seal<M extends object>(of: Kind<M>, message: Loose<M>, keys: readonly PrivateKey[]): Uint8Array {
  const payload = encode(of, message)
  const signatures = keys
    .filter((key) => key.role === ROLE_OF[of.name])
    .map((key) => ({
      keyId: key.id,
      signature: Uint8Array.from(sign(null, preAuthentication(of.name, payload), key.secret)),
    }))
  if (signatures.length === 0)
    throw new HoldfastError('HF_KEY_INVALID', `a ${ROLE_OF[of.name] ?? 'known'} key is needed to sign`, {
      place: of.name,
    })
  return encode(KINDS.Signed, { payloadType: of.name, payload, signatures })
}

/**
 * Unwraps a message that a trusted key has signed.
 * @throws HF_SIGNATURE_INVALID when none has, or the payload is of another type
 * @throws as `decode` does
 */
export function open<M extends object>(of: Kind<M>, bytes: Uint8Array, trusted: readonly PublicKey[]): M {
  const signed = decode(KINDS.Signed, bytes)
  if (signed.payloadType !== of.name) {
    throw new HoldfastError('HF_SIGNATURE_INVALID', `holds ${JSON.stringify(signed.payloadType.slice(0, 64))}`, {
      place: of.name,
    })
  }
  const message = preAuthentication(signed.payloadType, signed.payload)
  const good = signed.signatures.some((signature) =>
    trusted.some(
      (key) =>
        key.id === signature.keyId &&
        key.role === ROLE_OF[of.name] &&
        verify(null, message, key.key, signature.signature),
    ),
  )
  if (!good)
    throw new HoldfastError('HF_SIGNATURE_INVALID', 'no trusted key of its role has signed it', { place: of.name })
  return decode(of, signed.payload)
}

function preAuthentication(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.byteLength} `), payload])
}
