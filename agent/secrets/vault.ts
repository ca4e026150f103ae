/**
 * The secrets that the device holds, sealed as they came.
 *
 * Invariant: a value is in memory only while it is put into a file or compared; the disk, the log and the report never
 * see one. A document is in force once it is on the disk; its revision only rises. What stands for a value in the hash
 * of a container is a keyed hash of it, which is kept when the secret is taken away, so that what runs goes on.
 */
import { createHmac, type KeyObject } from 'node:crypto'
import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'
import { checkSecrets, openSecret } from '../../protocol/sealed-secrets.ts'
import type { Secrets } from '../../protocol/types.ts'
import type { Checkpoint, Store, Write } from '../../storage/store.ts'

/** The name of its checkpoint. */
export const SECRETS = 'secrets'
const VERSION = 1
const PURPOSE = 'holdfast secret\n'
/** Of names that are there no more. */
const MAX_MARKS = 256

export interface VaultOptions {
  device: string
  /** X25519, private. */
  key: KeyObject
  /** 32 bytes that stay: what marks are made with. */
  deviceSecret: Uint8Array
  store: Pick<Store, 'commit'>
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
}

interface Kept {
  /** Base64, as it came; empty: none has come. */
  document: string
  marks: Record<string, string>
}

interface Held {
  document: string
  secrets: Secrets | null
  marks: Record<string, string>
}

const NOTHING: Held = { document: '', secrets: null, marks: {} }

export class Vault {
  /** What could not be read at the start, for people. */
  readonly problem: string | null = null
  readonly #options: VaultOptions
  #held: Held = NOTHING
  /** Names that open with the key of this device. */
  #readable = new Set<string>()

  constructor(options: VaultOptions) {
    this.#options = options
    if (options.saved === undefined) return
    try {
      this.#take(readKept(options.saved))
    } catch {
      this.problem = 'The secrets of the device cannot be read; they come again from the broker.'
    }
  }

  /** 32 bytes. */
  get publicKey(): Uint8Array {
    return rawKeyOf(this.#options.key)
  }

  /** Zero: it holds none. */
  get revision(): number {
    return this.#held.secrets?.revision ?? 0
  }

  /** See `SecretMarks`. */
  get variables(): Readonly<Record<string, string>> {
    return this.#held.secrets?.variables ?? {}
  }

  has(name: string): boolean {
    return this.#readable.has(name)
  }

  /** What stands for its value: of the last one, when it was taken away; null: there never was one. */
  mark(name: string): string | null {
    const { marks } = this.#held
    return Object.hasOwn(marks, name) ? marks[name]! : null
  }

  /** @throws HF_SECRET_MISSING */
  value(name: string): Uint8Array {
    const sealed = this.#held.secrets?.secrets.find((one) => one.name === name)
    if (sealed === undefined || !this.has(name))
      throw new HoldfastError('HF_SECRET_MISSING', 'the device does not have this secret', {
        place: `secrets.${name}`,
      })
    return openSecret(this.#options.key, this.#options.device, sealed)
  }

  /**
   * Whether it may be taken; the signature has been checked.
   * @throws HF_SECRET_INVALID, HF_SECRET_STALE, HF_SECRET_UNREADABLE
   */
  check(secrets: Secrets, bytes: Uint8Array): void {
    const { key, device } = this.#options
    checkSecrets(secrets)
    const isSame = base64(bytes) === this.#held.document
    if (secrets.revision < this.revision || (secrets.revision === this.revision && !isSame)) {
      const message = `revision ${secrets.revision} is not above ${this.revision}, which the device holds`
      throw new HoldfastError('HF_SECRET_STALE', message, { place: 'secrets.revision' })
    }
    for (const sealed of secrets.secrets) openSecret(key, device, sealed)
  }

  /** Resolves when it is on the disk, and in force. @returns whether something has changed */
  async accept(secrets: Secrets, bytes: Uint8Array): Promise<boolean> {
    this.check(secrets, bytes)
    const document = base64(bytes)
    if (document === this.#held.document) return false
    const { key, device, deviceSecret, store } = this.#options
    const fresh = secrets.secrets.map((sealed) => {
      const value = openSecret(key, device, sealed)
      return [sealed.name, markOf(deviceSecret, sealed.name, value)] as const
    })
    // The newest last, so that the oldest are forgotten.
    const names = new Set(fresh.map(([name]) => name))
    const old = Object.entries(this.#held.marks).filter(([name]) => !names.has(name))
    const marks = Object.fromEntries([...old, ...fresh].slice(-MAX_MARKS))
    await store.commit([write({ document, marks })])
    this.#take({ document, secrets, marks })
    return true
  }

  #take(held: Held): void {
    const { key, device } = this.#options
    const readable = (held.secrets?.secrets ?? []).filter((sealed) => {
      try {
        openSecret(key, device, sealed)
        return true
      } catch {
        return false // the device has another key than it had: it is missing, and told so
      }
    })
    this.#held = held
    this.#readable = new Set(readable.map(({ name }) => name))
  }
}

/** What stands for a value in the hash of a container: who does not have the device's secret cannot guess it. */
export function markOf(deviceSecret: Uint8Array, name: string, value: Uint8Array): string {
  return createHmac('sha256', deviceSecret).update(PURPOSE).update(`${name}\0`).update(value).digest('hex')
}

/** Nothing of them stays. */
export function forgetSecrets(): Write {
  return write({ document: '', marks: {} })
}

function write(kept: Kept): Write {
  const body = new TextEncoder().encode(JSON.stringify(kept))
  return { op: 'checkpoint', machine: SECRETS, version: VERSION, body }
}

/** Its signature was checked before it was written. */
function readKept({ version, body }: Pick<Checkpoint, 'version' | 'body'>): Held {
  if (version !== VERSION) throw new Error('another version')
  const { document, marks } = JSON.parse(new TextDecoder().decode(body)) as Kept
  if (Object.values(marks).some((mark) => typeof mark !== 'string')) throw new Error('no marks')
  if (document === '') return { ...NOTHING, marks }
  const { payload } = decode(KINDS.Signed, new Uint8Array(Buffer.from(document, 'base64')))
  return { document, secrets: checkSecrets(decode(KINDS.Secrets, payload)), marks }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
