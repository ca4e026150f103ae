/**
 * What the device proves a claim with.
 *
 * Invariant: a token's secret and a serial's code are read when they are needed, and neither sent nor kept; what is
 * sent is of use for one key only.
 */
import { createHmac, sign, X509Certificate } from 'node:crypto'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import type { Loose } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Claim } from '../../protocol/types.ts'
import type { CredentialFiles } from './credential-files.ts'
import type { KeyPair } from './keys.ts'

/** What the device was given to claim with. Paths are absolute. */
export type Credential =
  | { kind: 'token'; tokenFile: string }
  | { kind: 'serial'; serial: string; codeFile: string }
  /** What the board calls itself, for people; may be empty. */
  | { kind: 'approval'; serial: string }

type ProofArm = Pick<Loose<Claim>, 'token' | 'serial' | 'approval' | 'recovery'>

const TOKEN = /^hft_([A-Za-z0-9_-]{11})_([A-Za-z0-9_-]{22})$/

/** Whether there is something to claim with. @throws HF_FILE_UNREADABLE */
export async function canProve(credential: Credential, files: CredentialFiles): Promise<boolean> {
  const file = fileOf(credential)
  return file === null || (await files.read(file)) !== null
}

/**
 * The proof of a claim. Without what the device was given, because that was dropped, it is the device's word: enough
 * for a key that was granted its certificate before, and otherwise an operator's matter.
 * @throws HF_FILE_UNREADABLE, HF_CLAIM_INVALID when the file does not hold what it should
 */
export async function proofOf(credential: Credential, files: CredentialFiles, claim: string): Promise<ProofArm> {
  const file = fileOf(credential)
  const secret = file === null ? null : await files.read(file)
  const serial = credential.kind === 'token' ? '' : credential.serial
  if (file === null || secret === null) return { approval: { serial } }
  if (credential.kind === 'serial') return { serial: { serial, mac: macOf(Buffer.from(secret.trim(), 'utf8'), claim) } }
  const match = TOKEN.exec(secret.trim())
  if (match === null) throw new HoldfastError('HF_CLAIM_INVALID', 'holds no token (hft_…)', { place: file })
  return { token: { tokenId: match[1]!, mac: macOf(Buffer.from(match[2]!, 'base64url'), claim) } }
}

/** Shows who the device was: the certificate, and that it has its key. */
export function recoveryOf(
  identity: IdentityFact,
  { signing }: KeyPair,
  claim: string,
): Pick<Loose<Claim>, 'recovery'> {
  const certificate = new Uint8Array(new X509Certificate(identity.certificates).raw)
  const signature = sign('sha256', Buffer.from(claim, 'utf8'), { key: signing, dsaEncoding: 'ieee-p1363' })
  return { recovery: { certificate, signature: new Uint8Array(signature) } }
}

/**
 * Removes the secret that the device was given.
 * @returns false when it stands where nothing can be removed, as in an image that is read-only
 * @throws HF_FILE_UNREADABLE, HF_STORE_UNWRITABLE
 */
export async function dropCredential(credential: Credential, files: CredentialFiles): Promise<boolean> {
  const file = fileOf(credential)
  return file === null || (await files.read(file)) === null || files.remove(file)
}

function fileOf(credential: Credential): string | null {
  switch (credential.kind) {
    case 'token':
      return credential.tokenFile
    case 'serial':
      return credential.codeFile
    case 'approval':
      return null
  }
}

function macOf(secret: Buffer, claim: string): Uint8Array {
  return new Uint8Array(createHmac('sha256', secret).update(claim, 'utf8').digest())
}
