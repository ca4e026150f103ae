/**
 * Signed payloads: sealing on the operator's side, opening on the device.
 *
 * Invariant: nothing of a payload is looked at before enough trusted keys of the right role have been found to
 * have signed exactly its bytes and its type (DSSE v1, "pre-authentication encoding"). A key counts once, however
 * often it has signed or is trusted.
 */
import { sign, verify } from 'node:crypto'
import { configuredTrust, keysOf, type TrustState } from './check-trust.ts'
import { decode, encode, KINDS, type Kind, type Loose } from './codec.ts'
import { HoldfastError } from './errors.ts'
import type { PrivateKey, PublicKey, Role } from './keys.ts'
import type { Signed } from './types.ts'

/** Which role signs which kind. */
export const ROLE_OF: Readonly<Record<string, Role>> = {
  [KINDS.Target.name]: 'release',
  [KINDS.Rollout.name]: 'rollout',
  [KINDS.Trust.name]: 'trust',
  [KINDS.Secrets.name]: 'release',
}

/** Keys, one of which is enough, or as a trust document has it. */
export type Trusted = readonly PublicKey[] | TrustState

/** Each one costs time to look at. */
const MAX_SIGNATURES = 64

/** Encodes, signs and wraps a message. */
export function seal<M extends object>(of: Kind<M>, message: Loose<M>, keys: readonly PrivateKey[]): Uint8Array {
  const envelope = { payloadType: of.name, payload: encode(of, message), signatures: [] }
  const signed = withSignatures(of, envelope, keys)
  if (signed.signatures.length === 0)
    throw new HoldfastError('HF_KEY_INVALID', `a ${ROLE_OF[of.name] ?? 'known'} key is needed to sign`, {
      place: of.name,
    })
  return encode(KINDS.Signed, signed)
}

/** Encodes and wraps a message that others are to sign. */
export function wrap<M extends object>(of: Kind<M>, message: Loose<M>): Uint8Array {
  return encode(KINDS.Signed, { payloadType: of.name, payload: encode(of, message), signatures: [] })
}

/**
 * Signs what is wrapped or signed already; a key that has signed before signs once more in the place of it.
 * @throws HF_SIGNATURE_INVALID when it holds another kind
 */
export function addSignatures<M extends object>(
  of: Kind<M>,
  bytes: Uint8Array,
  keys: readonly PrivateKey[],
): Uint8Array {
  return encode(KINDS.Signed, withSignatures(of, envelopeOf(of, bytes), keys))
}

/**
 * The envelope, when it says that it holds such a message: nobody's signature has been looked at.
 * @throws HF_SIGNATURE_INVALID, HF_WIRE_…
 */
export function envelopeOf<M extends object>(of: Kind<M>, bytes: Uint8Array): Signed {
  const signed = decode(KINDS.Signed, bytes)
  if (signed.payloadType !== of.name) {
    throw new HoldfastError('HF_SIGNATURE_INVALID', `holds ${JSON.stringify(signed.payloadType.slice(0, 64))}`, {
      place: of.name,
    })
  }
  if (signed.signatures.length > MAX_SIGNATURES) {
    const message = `has ${signed.signatures.length} signatures, ${MAX_SIGNATURES} are allowed`
    throw new HoldfastError('HF_SIGNATURE_INVALID', message, { place: of.name })
  }
  return signed
}

/**
 * Unwraps a message that enough trusted keys have signed.
 * @throws HF_SIGNATURE_INVALID when none has, or the payload is of another type
 * @throws HF_SIGNATURES_TOO_FEW when some have
 * @throws as `decode` does
 */
export function open<M extends object>(of: Kind<M>, bytes: Uint8Array, trusted: Trusted): M {
  const signed = envelopeOf(of, bytes)
  const fault = signatureFault(of, signed, trusted)
  if (fault !== null) throw fault
  return decode(of, signed.payload)
}

/** Which trusted keys have signed, each once. */
function signersOf<M extends object>(of: Kind<M>, signed: Signed, trusted: Trusted): PublicKey[] {
  const message = preAuthentication(signed.payloadType, signed.payload)
  const { keys } = stateOf(trusted)
  return keysOf({ keys }, roleOf(of)).filter((key) =>
    signed.signatures.some(({ keyId, signature }) => keyId === key.id && verify(null, message, key.key, signature)),
  )
}

/** Why it does not count, or null. */
export function signatureFault<M extends object>(of: Kind<M>, signed: Signed, trusted: Trusted): HoldfastError | null {
  const { version, thresholds } = stateOf(trusted)
  const role = roleOf(of)
  const signers = signersOf(of, signed, trusted)
  if (signers.length >= thresholds[role]) return null
  const by = version === 0 ? 'the keys that are configured' : `trust version ${version}`
  if (signers.length > 0) {
    const message = `${signers.length} of the ${thresholds[role]} ${role} keys have signed it that ${by} ask${version === 0 ? '' : 's'} for`
    return new HoldfastError('HF_SIGNATURES_TOO_FEW', message, { place: of.name })
  }
  return new HoldfastError('HF_SIGNATURE_INVALID', unknownSigner(signed, stateOf(trusted), role, by), {
    place: of.name,
  })
}

function unknownSigner({ signatures }: Signed, { keys }: TrustState, role: Role, by: string): string {
  const ids = [...new Set(signatures.map(({ keyId }) => keyId))].filter((id) => /^[0-9a-f]{16}$/.test(id))
  if (ids.length === 0) return 'no trusted key of its role has signed it: it has no signature of any key'
  const named = ids.slice(0, 4).join(', ')
  const known = keys.filter(({ id }) => ids.includes(id))
  if (known.some((key) => key.role === role))
    return `no trusted key of its role has signed it: what is said to be the signature of ${named} is not`
  if (known.length > 0) return `no trusted key of its role has signed it: ${named} is no ${role} key in ${by}`
  return `no trusted key of its role has signed it: ${named} is not in ${by}`
}

function withSignatures<M extends object>(of: Kind<M>, signed: Signed, keys: readonly PrivateKey[]): Signed {
  const message = preAuthentication(of.name, signed.payload)
  const fresh = [...new Map(keys.map((key) => [key.id, key])).values()]
    .filter((key) => key.role === ROLE_OF[of.name])
    .map((key) => ({ keyId: key.id, signature: Uint8Array.from(sign(null, message, key.secret)) }))
  const others = signed.signatures.filter(({ keyId }) => !fresh.some((one) => one.keyId === keyId))
  return { ...signed, signatures: [...others, ...fresh] }
}

function roleOf(of: Kind<unknown>): Role {
  const role = ROLE_OF[of.name]
  if (role === undefined) throw new HoldfastError('HF_INTERNAL', 'nobody signs such a message', { place: of.name })
  return role
}

/** Whether it says that too few, or none, of those have signed whose signatures count. */
export function isSignatureFault(error: unknown): error is HoldfastError {
  return (
    error instanceof HoldfastError && (error.code === 'HF_SIGNATURE_INVALID' || error.code === 'HF_SIGNATURES_TOO_FEW')
  )
}

/** Of the lists that are in use, so that agents which share a process and keys share this too. */
const states = new WeakMap<readonly PublicKey[], TrustState>()

/** Plain keys as version 0, one of which is enough. */
export function stateOf(trusted: Trusted): TrustState {
  if ('version' in trusted) return trusted
  const state = states.get(trusted) ?? configuredTrust(trusted)
  states.set(trusted, state)
  return state
}

function preAuthentication(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.byteLength} `), payload])
}
