/**
 * A claim, or a renewal, as decisions see it.
 *
 * Invariant: its id is the hash of the key that signed its request, and its encryption key is what was signed; its words for people are short and of printable
 * characters; what a recovery, or a renewal, shows has been verified.
 */
import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Claim, Renewal } from '../../protocol/types.ts'
import { type CertificateRequest, readRequest } from './certificate-request.ts'
import { type RecoveredCertificate, readHolder, readRecovery } from './proofs.ts'

export type Proof =
  | { via: 'token'; id: string; mac: Uint8Array }
  | { via: 'serial'; serial: string; mac: Uint8Array }
  | { via: 'approval' }
  | ({ via: 'recovery' } & RecoveredCertificate)
  /** `holder` is the claim of the key that has signed for it. */
  | { via: 'renewal'; device: string; holder: string }

export interface Asked {
  id: string
  request: CertificateRequest
  /** X25519, base64. */
  encryptionKey: string
  attempt: number
  proof: Proof
  /** As wished: empty, or a name. */
  device: string
  fleet: string
  /** For people. */
  board: string
  host: string
}

/**
 * Reads a claim.
 * @param topicId the last level of the topic that it came on
 * @param authority PEM: whose certificates recover
 * @param given PEM: the certificates that a device was given last
 * @throws HF_WIRE_…, HF_CLAIM_INVALID, HF_CLAIM_REFUSED, HF_TOPIC_INVALID
 */
export async function readClaim(
  topicId: string,
  payload: Uint8Array,
  authority: string,
  given: (device: string) => string,
): Promise<Asked> {
  const claim = decode<Claim>(KINDS.Claim, payload)
  if (claim.id !== topicId) throw invalid('id', 'is not that of its topic')
  const encryptionKey = encryptionKeyOf(claim.encryptionKey)
  const request = await readRequest(claim.certificateRequest, claim.encryptionKey)
  if (request.claim !== claim.id) throw invalid('id', 'is not the hash of its key')
  return {
    id: claim.id,
    request,
    encryptionKey,
    attempt: claim.attempt,
    proof: proofOf(claim, authority, given),
    device: claim.device === '' ? '' : checkName('device', claim.device),
    fleet: claim.fleet === '' ? '' : checkName('fleet', claim.fleet),
    board: words(claim.approval?.serial ?? claim.serial?.serial ?? ''),
    host: words([claim.host?.deviceType, claim.host?.architecture, claim.agentVersion].filter(Boolean).join(', ')),
  }
}

/**
 * Reads a renewal.
 * @param device of the topic that it came on, which a good broker lets nobody else write
 * @throws HF_WIRE_…, HF_CLAIM_INVALID, HF_CLAIM_REFUSED
 */
export async function readRenewal(device: string, payload: Uint8Array): Promise<Asked> {
  const renewal = decode<Renewal>(KINDS.Renewal, payload)
  if (renewal.device !== device) throw invalid('device', 'is not that of its topic')
  const encryptionKey = encryptionKeyOf(renewal.encryptionKey)
  const request = await readRequest(renewal.certificateRequest, renewal.encryptionKey)
  if (renewal.holder === null) throw invalid('holder', 'is missing: a renewal is signed by the key in force')
  const holder = readHolder(renewal.holder, request.claim)
  return {
    id: request.claim,
    request,
    encryptionKey,
    attempt: renewal.attempt,
    proof: { via: 'renewal', device, holder },
    device,
    fleet: '',
    board: '',
    host: '',
  }
}

function proofOf(
  { id, token, serial, approval, recovery }: Claim,
  authority: string,
  given: (device: string) => string,
): Proof {
  if (token !== null) return { via: 'token', id: token.tokenId, mac: token.mac }
  if (serial !== null) return { via: 'serial', serial: serial.serial, mac: serial.mac }
  if (approval !== null) return { via: 'approval' }
  if (recovery !== null) return { via: 'recovery', ...readRecovery(recovery, id, authority, given) }
  throw invalid('proof', 'is missing, or of a kind that this registrar does not know')
}

function encryptionKeyOf(key: Uint8Array): string {
  if (key.byteLength !== 32) throw invalid('encryption_key', `has ${key.byteLength} bytes, not 32`)
  return Buffer.from(key).toString('base64')
}

function words(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80)
}

function invalid(place: string, why: string): HoldfastError {
  return new HoldfastError('HF_CLAIM_INVALID', why, { place })
}
