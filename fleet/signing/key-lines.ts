/**
 * Keys and signed documents in lines for people.
 *
 * Invariant: pure; public halves and ids only.
 */
import { checkTrust, keysOf, type TrustState } from '../../protocol/check-trust.ts'
import { decode, KINDS, type Kind } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { ROLES } from '../../protocol/keys.ts'
import type { Signed } from '../../protocol/types.ts'
import { plain } from '../cli/style.ts'

/** What may be signed by several, one after another. */
const SIGNABLE = [KINDS.Trust, KINDS.Target, KINDS.Rollout, KINDS.Secrets] as readonly Kind<object>[]

/** What a file holds. @throws HF_SIGNATURE_INVALID, HF_WIRE_… */
export function kindOf(signed: Signed, place: string): Kind<object> {
  const kind = SIGNABLE.find(({ name }) => name === signed.payloadType)
  if (kind !== undefined) return kind
  throw new HoldfastError('HF_SIGNATURE_INVALID', `holds ${JSON.stringify(signed.payloadType.slice(0, 64))}`, { place })
}

/** Whose signatures count in a version. */
export function trustLines(state: TrustState): string[] {
  return [
    state.version === 0 ? 'as configured' : `trust version ${state.version}`,
    ...ROLES.flatMap((role) => {
      const keys = keysOf(state, role)
      if (keys.length === 0) return []
      return [`  ${role}: ${state.thresholds[role]} of ${keys.length}`, ...keys.map(({ id }) => `    ${id}`)]
    }),
  ]
}

/** What is in a signed document, and who is said to have signed it. */
export function documentLines(signed: Signed, place: string): string[] {
  const kind = kindOf(signed, place)
  const signers = signed.signatures.map(({ keyId }) => `  signed by ${keyId.slice(0, 64)}`)
  const last = signers.length === 0 ? ['  signed by nobody yet'] : signers
  if (kind.name === KINDS.Trust.name) return [...trustLines(checkTrust(decode(KINDS.Trust, signed.payload))), ...last]
  if (kind.name === KINDS.Rollout.name) {
    const { fleet, epoch, revision } = decode(KINDS.Rollout, signed.payload)
    return [`rollout of epoch ${epoch} of ${fleet}, revision ${revision}`, ...last]
  }
  if (kind.name === KINDS.Secrets.name) {
    const { device, revision, secrets, variables } = decode(KINDS.Secrets, signed.payload)
    const names = secrets.map(({ name }) => `  secret ${plain(name)}`)
    const given = Object.entries(variables).map(([name, value]) => `  variable ${plain(name)}=${plain(value)}`)
    return [`secrets of ${plain(device)}, revision ${revision}`, ...names, ...given, ...last]
  }
  const { fleet, device, epoch, release } = decode(KINDS.Target, signed.payload)
  const title = `${release?.name ?? ''} ${release?.version ?? ''}`.trim()
  return [`target of epoch ${epoch} for ${fleet || device}: ${title}`, ...last]
}
