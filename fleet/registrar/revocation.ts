/**
 * The word that takes an identity back, as devices obey it.
 *
 * Invariant: it names keys, not only a name: whoever has the name next is not meant. It says what the registrar has
 * decided, and only the authority, or whom that has named for it, can sign it.
 */
import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { MAX_REVOKED_CLAIMS, REVOKER_NAME, revocationBytes } from '../../protocol/revocation.ts'
import { readBytes } from '../signing/files.ts'
import { lackOfRoom } from './answer-room.ts'
import type { Authority } from './authority.ts'
import { isIssuedBy, pemBlocks } from './proofs.ts'
import type { DeviceRecord } from './records.ts'

/** Whose keys are none any more. */
export interface TakenBack {
  device: string
  claims: readonly string[]
  volumes: boolean
}

/** As it goes into an answer. */
export interface SignedRevocation {
  revocation: Uint8Array
  revocationSignature: Uint8Array
  revocationSigner: string
}

/** Of a device, the newest keys first: one of them is in force on it. */
export function takenBackFrom({ name, claim, given, erased }: DeviceRecord): TakenBack {
  const claims = [claim, ...given.map((one) => one.claim).reverse()]
  return { device: name, claims: [...new Set(claims)].slice(0, MAX_REVOKED_CLAIMS), volumes: erased }
}

/** Null: nobody here may sign for the authority. @throws HF_AUTHORITY_FAILED */
export async function signRevocation(
  { device, claims, volumes }: TakenBack,
  authority: Pick<Authority, 'signRevocation'>,
): Promise<SignedRevocation | null> {
  const revocation = encode(KINDS.Revocation, { device, claims: [...claims], wipeVolumes: volumes })
  const signed = await authority.signRevocation(revocationBytes(revocation))
  return signed === null ? null : { revocation, revocationSignature: signed.signature, revocationSigner: signed.signer }
}

/**
 * A key that an authority elsewhere has named for it.
 * @param trusted what devices know of that authority
 * @throws HF_FILE_UNREADABLE, HF_FILE_INVALID, HF_KEY_INVALID
 */
export async function openRevoker(
  { keyFile, certificateFile }: { keyFile: string; certificateFile: string },
  trusted: readonly X509Certificate[],
): Promise<Authority['signRevocation']> {
  const signer = (await readBytes(certificateFile)).toString('utf8')
  const chain = pemBlocks(signer).map((block) => new X509Certificate(block))
  const own = chain[0]
  const fault = (why: string): HoldfastError => new HoldfastError('HF_FILE_INVALID', why, { place: certificateFile })
  if (own === undefined) throw fault('holds no certificate')
  const lack = lackOfRoom(signer, '')
  if (lack !== null) throw fault(`has ${lack}`)
  if (own.subjectAltName?.split(', ').includes(`URI:${REVOKER_NAME}`) !== true)
    throw fault(`its certificate has not the name ${REVOKER_NAME} (URI): devices would not obey it`)
  if (!trusted.some((root) => isIssuedBy(chain.at(-1)!, root)))
    throw fault('is not of the authority of --authority-file')
  const key = readKey(await readBytes(keyFile), keyFile)
  if (!own.checkPrivateKey(key))
    throw new HoldfastError('HF_KEY_INVALID', 'is not the key of the certificate', { place: keyFile })
  return async (bytes) => ({
    signature: new Uint8Array(sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })),
    signer,
  })
}

function readKey(pem: Buffer, place: string): KeyObject {
  try {
    return createPrivateKey(pem)
  } catch {
    // The cause could say something of the key.
    throw new HoldfastError('HF_KEY_INVALID', 'is no private key without a passphrase', { place })
  }
}
