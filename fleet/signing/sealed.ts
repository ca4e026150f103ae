/**
 * Signed targets and rollouts as the operator meets them: in files, and retained on the broker.
 *
 * Invariant: `verified` is true only when one of the operator's own keys has signed the bytes; what is
 * not verified serves for looking, never for signing.
 */
import { decode, KINDS, type Kind } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PublicKey } from '../../protocol/keys.ts'
import { open } from '../../protocol/signature.ts'

export interface Peeked<M> {
  message: M
  verified: boolean
  /** Ids of the keys that are said to have signed it. */
  signers: readonly string[]
}

/**
 * What is in a signed envelope, and whether one of `keys` has signed it.
 * @throws HF_WIRE_MALFORMED, HF_WIRE_INVALID, HF_WIRE_TOO_LARGE, HF_SIGNATURE_INVALID when it holds another kind
 */
export function peek<M extends object>(of: Kind<M>, bytes: Uint8Array, keys: readonly PublicKey[]): Peeked<M> {
  const signed = decode(KINDS.Signed, bytes)
  if (signed.payloadType !== of.name)
    throw new HoldfastError('HF_SIGNATURE_INVALID', `holds ${JSON.stringify(signed.payloadType.slice(0, 64))}`, {
      place: of.name,
    })
  const signers = signed.signatures.map(({ keyId }) => keyId)
  try {
    return { signers, message: open(of, bytes, keys), verified: true }
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'HF_SIGNATURE_INVALID') throw error
    return { signers, message: decode(of, signed.payload), verified: false }
  }
}
