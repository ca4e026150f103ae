/**
 * Whose signatures the devices of a fleet count, as the chain that is published for it says.
 *
 * Invariant: pure. The chain is taken as it stands, from its first version on: devices judge for themselves, by the keys
 * that they are configured with, so a chain of a broker's own making can keep an operator from publishing, and nothing
 * else.
 */
import { checkTrust, type TrustState } from '../../protocol/check-trust.ts'
import { decode, KINDS, type Kind } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { envelopeOf, open, signatureFault } from '../../protocol/signature.ts'
import { beginAt, documentsIn, newestOf, walkChain } from '../../protocol/trust-chain.ts'

/** The newest version that holds together; null: none is published, or none that means anything. */
export function publishedTrust(
  bytes: Uint8Array | null,
  fleet: string,
  warn: (message: string) => void,
): TrustState | null {
  if (bytes === null || bytes.byteLength === 0) return null
  const told = (error: unknown): void => {
    if (!(error instanceof HoldfastError)) throw error
    warn(`the trust that is published for ${fleet} goes no further: ${error.code} ${error.message}`)
  }
  try {
    const [first, ...more] = documentsIn(bytes)
    if (first === undefined) return null
    const claimed = checkTrust(decode(KINDS.Trust, envelopeOf(KINDS.Trust, first).payload))
    open(KINDS.Trust, first, claimed)
    const { walked, fault } = walkChain(beginAt(claimed), more, fleet)
    if (fault !== null) told(fault)
    return newestOf(walked)
  } catch (error) {
    told(error)
    return null
  }
}

/**
 * Whether devices would count what is about to be published.
 * @param trust null: nobody knows, and the devices decide
 * @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW: nothing was published
 */
export function refuseUncounted<M extends object>(
  of: Kind<M>,
  bytes: Uint8Array,
  trust: TrustState | null,
  topic: string,
): void {
  if (trust === null) return
  const fault = signatureFault(of, envelopeOf(of, bytes), trust)
  if (fault === null) return
  throw new HoldfastError(fault.code, `${fault.message}; devices would refuse it, and nothing was published`, {
    place: topic,
  })
}
