/**
 * The keys of the device: for each claim a P-256 key, which its certificate is for, and an X25519 key, which secrets
 * are encrypted to and which stays the same through renewals.
 *
 * Invariant: they are made here, never leave the device and are never logged. A pair counts once its P-256 key is on
 * the disk, which is written last, and only while that key's hash is its name; whatever else is found is as if it were
 * not there.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { claimId } from '../../protocol/claim-id.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { spkiOf } from './certificate-request.ts'
import type { KeyFiles } from './key-files.ts'

/** The two private keys of one claim. */
export interface KeyPair {
  claim: string
  /** P-256. */
  signing: KeyObject
  /** X25519. */
  encryption: KeyObject
}

/** Where new private keys come from. */
export interface KeyMaker {
  /** P-256. */
  signing(): KeyObject
  /** X25519. */
  encryption(): KeyObject
}

const BY_CHANCE: KeyMaker = {
  signing: () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey,
  encryption: () => generateKeyPairSync('x25519').privateKey,
}

const NAME = /^([0-9a-f]{32})\.(?:key|x25519)$/

export class Keys {
  readonly #files: KeyFiles
  readonly #make: KeyMaker

  /** @param make for simulations, which are to be repeated */
  constructor(files: KeyFiles, make: KeyMaker = BY_CHANCE) {
    this.#files = files
    this.#make = make
  }

  /** Null when it is not there, or cannot be used. */
  async find(claim: string): Promise<KeyPair | null> {
    const [signing, encryption] = [await this.#load(claim, 'key'), await this.#load(claim, 'x25519')]
    if (signing?.asymmetricKeyDetails?.namedCurve !== 'prime256v1' || claimId(spkiOf(signing)) !== claim) return null
    if (encryption?.asymmetricKeyType !== 'x25519') return null
    return { claim, signing, encryption }
  }

  /** @throws HF_KEY_INVALID when it is not there */
  async get(claim: string): Promise<KeyPair> {
    const pair = await this.find(claim)
    if (pair === null) throw new HoldfastError('HF_KEY_INVALID', `the key of the claim ${claim} is not there any more`)
    return pair
  }

  /**
   * A pair that is not `except`'s: the one that was made before a cut, or a new one, which has its X25519 key.
   * @throws HF_STORE_UNWRITABLE
   */
  async unused(except: string | null): Promise<KeyPair> {
    const made = await this.#anyBut(except)
    if (made !== null) return made
    const signing = this.#make.signing()
    // What is sealed to the device outlives its certificates.
    const before = except === null ? null : await this.#load(except, 'x25519')
    const isGood = before?.asymmetricKeyType === 'x25519'
    const encryption = isGood ? before : this.#make.encryption()
    const claim = claimId(spkiOf(signing))
    await this.#files.write(`${claim}.x25519`, textOf(encryption))
    await this.#files.write(`${claim}.key`, textOf(signing))
    return { claim, signing, encryption }
  }

  /** Whether there is one that could claim, or has claimed. */
  async areThere(): Promise<boolean> {
    return (await this.#anyBut(null)) !== null
  }

  /** Removes every other file. @param keep the claims whose keys stay */
  async removeOthers(keep: readonly string[]): Promise<void> {
    const names = await this.#files.list()
    await this.#files.remove(names.filter((name) => !keep.includes(NAME.exec(name)?.[1] ?? '')))
  }

  /** In a steady order, so that the same one is taken again. */
  async #anyBut(except: string | null): Promise<KeyPair | null> {
    const names = (await this.#files.list()).filter((name) => name.endsWith('.key')).sort()
    for (const name of names) {
      const claim = NAME.exec(name)?.[1]
      const pair = claim === undefined || claim === except ? null : await this.find(claim)
      if (pair !== null) return pair
    }
    return null
  }

  async #load(claim: string, kind: 'key' | 'x25519'): Promise<KeyObject | null> {
    const text = await this.#files.read(`${claim}.${kind}`)
    if (text === null) return null
    try {
      return createPrivateKey(text)
    } catch {
      return null // damaged; the cause could say something of the key
    }
  }
}

/** PKCS#8, PEM: a secret. */
export function textOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** The raw 32 bytes of an X25519 public key (RFC 7748). */
export function rawPublicKey(encryption: KeyObject): Uint8Array {
  const { x } = createPublicKey(encryption).export({ format: 'jwk' })
  return new Uint8Array(Buffer.from(x ?? '', 'base64url'))
}
