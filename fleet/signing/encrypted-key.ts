/**
 * Private keys that a passphrase protects.
 *
 * Invariant: the file is one line that names the role, and an encrypted PKCS#8 (RFC 5958, PEM): neither key nor
 * passphrase stands in a message.
 */
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { HoldfastError } from '../../protocol/errors.ts'
import { formatPrivateKey, type PrivateKey, parsePrivateKey, ROLES, type Role } from '../../protocol/keys.ts'

const HEAD = /^holdfast-(trust|release|rollout)-encrypted\r?\n/

/** Where a passphrase is taken from, when it is needed. @throws HF_KEY_INVALID when nobody gave one */
export type Passphrase = () => Promise<string>

/** The key as the text of a file. */
export function encryptedText(key: PrivateKey, passphrase: string): string {
  const pem = key.secret.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase })
  return `holdfast-${key.role}-encrypted\n${pem.toString()}`
}

/**
 * A private key's file, encrypted or not.
 * @throws HF_KEY_INVALID, also for a wrong passphrase
 */
export async function readPrivateKey(text: string, place: string, passphrase: Passphrase): Promise<PrivateKey> {
  const role = ROLES.find((one) => one === HEAD.exec(text)?.[1])
  if (role === undefined) return parsePrivateKey(text, place)
  return keyOf(role, decrypted(text.replace(HEAD, ''), await passphrase(), place), place)
}

function decrypted(pem: string, passphrase: string, place: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase })
  } catch {
    // What OpenSSL says of it helps nobody.
    throw new HoldfastError('HF_KEY_INVALID', 'cannot be opened with this passphrase, or is damaged', { place })
  }
}

function keyOf(role: Role, secret: KeyObject, place: string): PrivateKey {
  if (secret.asymmetricKeyType !== 'ed25519')
    throw new HoldfastError('HF_KEY_INVALID', `is a key of the kind ${secret.asymmetricKeyType}, not Ed25519`, {
      place,
    })
  const key = { role, id: '', key: secret, secret }
  return parsePrivateKey(formatPrivateKey(key), place)
}
