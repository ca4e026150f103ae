/**
 * The X25519 key of an operator's store of secrets, and values sealed to it.
 *
 * Invariant: a value opens only as the version of the secret that it was kept as; neither key nor value stands in a
 * message. The key is made with the store's first value and never written over.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { HoldfastError } from '../../protocol/errors.ts'
import { openWith, publicKeyFrom, rawKeyOf, sealTo } from '../../protocol/hpke.ts'
import { readBytes, writeNew } from '../signing/files.ts'
import type { SecretRecord } from './records.ts'

const INFO = new TextEncoder().encode('holdfast secret store')

/** Of the key's file; null: it is not encrypted. */
export type Phrase = string | null

/**
 * Makes the key where there is none.
 * @throws HF_FILE_UNREADABLE, also when it is there
 */
export async function makeStoreKey(path: string, phrase: Phrase): Promise<KeyObject> {
  const key = generateKeyPairSync('x25519').privateKey
  const how = phrase === null ? {} : { cipher: 'aes-256-cbc', passphrase: phrase }
  await writeNew(path, key.export({ format: 'pem', type: 'pkcs8', ...how }).toString(), 0o600)
  return key
}

/** @throws HF_FILE_UNREADABLE; HF_KEY_INVALID, also for a wrong passphrase */
export async function readStoreKey(path: string, phrase: () => Promise<Phrase>): Promise<KeyObject> {
  const pem = (await readBytes(path)).toString('utf8')
  const isEncrypted = pem.includes('BEGIN ENCRYPTED PRIVATE KEY')
  const passphrase = isEncrypted ? ((await phrase()) ?? '') : undefined
  const key = parsed(pem, passphrase)
  if (key?.asymmetricKeyType === 'x25519') return key
  const why = isEncrypted ? 'cannot be opened with this passphrase, or is damaged' : 'is not the key of a store'
  throw new HoldfastError('HF_KEY_INVALID', why, { place: path })
}

function parsed(pem: string, passphrase: string | undefined): KeyObject | null {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) })
  } catch {
    return null // what OpenSSL says of it helps nobody, and could say something of the key
  }
}

type Which = Pick<SecretRecord, 'scope' | 'name' | 'version'>

/** The value as the store keeps it. */
export function keep(key: KeyObject, which: Which, value: Uint8Array): NonNullable<SecretRecord['kept']> {
  const { encapsulatedKey, ciphertext } = sealTo(publicKeyFrom(rawKeyOf(key)), value, contextOf(which))
  return { encapsulatedKey: base64(encapsulatedKey), ciphertext: base64(ciphertext) }
}

/** @throws HF_SECRET_UNREADABLE */
export function keptValue(key: KeyObject, record: SecretRecord): Uint8Array {
  const { kept, name } = record
  try {
    if (kept === null) throw new Error('was removed')
    const sealed = { encapsulatedKey: bytes(kept.encapsulatedKey), ciphertext: bytes(kept.ciphertext) }
    return openWith(key, sealed, contextOf(record))
  } catch {
    // The cause says nothing, and is to say nothing.
    const message = 'is not sealed to this key of the store; give the right --store-key, or set it again'
    throw new HoldfastError('HF_SECRET_UNREADABLE', message, { place: `secrets.${name}` })
  }
}

function contextOf({ scope, name, version }: Which) {
  return { info: INFO, additional: new TextEncoder().encode(`${scope.kind}\0${scope.name}\0${name}\0${version}`) }
}

function base64(raw: Uint8Array): string {
  return Buffer.from(raw).toString('base64')
}

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'))
}
