/**
 * Walking the chain of trust documents.
 *
 * Invariant: pure; a version counts only when enough trust keys of the version before, and enough of its own, have
 * signed it, and when it is the next one. What is held already is never taken again otherwise, and never given up.
 */
import { checkTrust, type TrustState } from './check-trust.ts'
import { decode, KINDS } from './codec.ts'
import { HoldfastError } from './errors.ts'
import { envelopeOf, signatureFault } from './signature.ts'

/** Versions that have been accepted, oldest first; the first is what was configured. */
export interface Walked {
  versions: readonly [TrustState, ...TrustState[]]
  /** The signed documents of all but the first. */
  documents: readonly Uint8Array[]
}

export interface WalkResult {
  walked: Walked
  /** Why it went no further than that; null when it went to the end. */
  fault: HoldfastError | null
}

export function beginAt(configured: TrustState): Walked {
  return { versions: [configured], documents: [] }
}

/** The version that counts. */
export function newestOf({ versions }: Walked): TrustState {
  return versions[versions.length - 1] ?? versions[0]
}

/**
 * Goes on from what is held along a chain that begins with version 1. What was good before a fault counts.
 * @param fleet whose chain it is
 */
export function walkChain(held: Walked, chain: readonly Uint8Array[], fleet: string): WalkResult {
  const fault = staleness(held, chain)
  if (fault !== null) return { walked: held, fault }
  let walked = held
  for (const document of chain.slice(held.documents.length)) {
    try {
      const next = nextVersion(newestOf(walked), document, fleet)
      walked = { versions: [...walked.versions, next], documents: [...walked.documents, document] }
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
      return { walked, fault: error }
    }
  }
  return { walked, fault: null }
}

/**
 * What a document makes of the version before it.
 * @throws HF_TRUST_INVALID, HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW, HF_WIRE_…
 */
export function nextVersion(before: TrustState, document: Uint8Array, fleet: string): TrustState {
  const signed = envelopeOf(KINDS.Trust, document)
  const byBefore = signatureFault(KINDS.Trust, signed, before)
  if (byBefore !== null) throw byBefore
  const trust = decode(KINDS.Trust, signed.payload)
  const state = checkTrust(trust)
  if (state.version !== before.version + 1) {
    const message = `is version ${state.version}, and ${before.version + 1} comes next`
    throw new HoldfastError('HF_TRUST_INVALID', message, { place: 'trust.version' })
  }
  if (trust.fleet !== '' && trust.fleet !== fleet)
    throw new HoldfastError('HF_TRUST_INVALID', `is for the fleet ${JSON.stringify(trust.fleet)}`, {
      place: 'trust.fleet',
    })
  const byOwn = signatureFault(KINDS.Trust, signed, state)
  if (byOwn !== null) throw byOwn
  return state
}

/** The documents in a retained message; an empty one holds none. @throws HF_TRUST_INVALID, HF_WIRE_… */
export function documentsIn(bytes: Uint8Array): Uint8Array[] {
  if (bytes.byteLength === 0) return []
  const { documents } = decode(KINDS.TrustChain, bytes)
  if (documents.length === 0) throw new HoldfastError('HF_TRUST_INVALID', 'holds no document', { place: 'trust' })
  return documents
}

/** A chain that is shorter than what is held, or has other content in the place of it. Signatures may differ. */
function staleness({ versions, documents }: Walked, chain: readonly Uint8Array[]): HoldfastError | null {
  const held = documents.length
  if (chain.length < held) {
    const message = `the chain ends at version ${chain.length}, and version ${held} was accepted before`
    return new HoldfastError('HF_TRUST_STALE', message, { place: 'trust' })
  }
  const other = documents.findIndex((document, index) => !samePayload(document, chain[index]))
  if (other < 0) return null
  const { version } = versions[other + 1] ?? { version: other + 1 }
  return new HoldfastError('HF_TRUST_STALE', `version ${version} was accepted before with other content`, {
    place: 'trust',
  })
}

function samePayload(one: Uint8Array, other: Uint8Array | undefined): boolean {
  if (other === undefined) return false
  if (Buffer.compare(one, other) === 0) return true
  try {
    return Buffer.compare(envelopeOf(KINDS.Trust, one).payload, envelopeOf(KINDS.Trust, other).payload) === 0
  } catch {
    return false // what cannot be read is not the same
  }
}
