/**
 * Signed targets and rollouts as the operator meets them: in files, and retained on the broker.
 *
 * Invariant: `verified` is true only when those have signed the bytes whose signatures count; what is
 * not verified serves for looking, never for signing.
 */
import { decode, KINDS, type Kind } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { isSignatureFault, open, type Trusted } from '../../protocol/signature.ts'

export interface Peeked<M> {
  message: M
  verified: boolean
  /** Ids of the keys that are said to have signed it. */
  signers: readonly string[]
}

/**
 * What is in a signed envelope, and whether it counts.
 * @param trusted keys, one of which is enough, or what the chain of a fleet says
 * @throws HF_WIRE_MALFORMED, HF_WIRE_INVALID, HF_WIRE_TOO_LARGE, HF_SIGNATURE_INVALID when it holds another kind
 */
export function peek<M extends object>(of: Kind<M>, bytes: Uint8Array, trusted: Trusted): Peeked<M> {
  const signed = decode(KINDS.Signed, bytes)
  if (signed.payloadType !== of.name)
    throw new HoldfastError('HF_SIGNATURE_INVALID', `holds ${JSON.stringify(signed.payloadType.slice(0, 64))}`, {
      place: of.name,
    })
  const signers = signed.signatures.map(({ keyId }) => keyId)
  try {
    return { signers, message: open(of, bytes, trusted), verified: true }
  } catch (error) {
    if (!isSignatureFault(error)) throw error
    return { signers, message: decode(of, signed.payload), verified: false }
  }
}
