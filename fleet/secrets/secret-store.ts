/**
 * The operator's store of secrets, in LevelDB.
 *
 * Invariant: `put` resolves when the record is on disk; one process has the directory. A record that is damaged stops the
 * command: a store that has forgotten a revision would send what devices refuse.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { Kv } from '../../storage/kv.ts'
import { openLevel } from '../../storage/open-level.ts'
import { RECORD_VERSION, seal, unseal } from '../../storage/record.ts'
import type { DeviceRecord, Scope, SecretRecord } from './records.ts'

const SECRETS = 'secrets/1/secret/'
const DEVICES = 'secrets/1/device/'

export class SecretStore {
  readonly #kv: Kv
  readonly #secrets: Map<string, SecretRecord>
  readonly #devices: Map<string, DeviceRecord>

  private constructor(kv: Kv, secrets: Map<string, SecretRecord>, devices: Map<string, DeviceRecord>) {
    this.#kv = kv
    this.#secrets = secrets
    this.#devices = devices
  }

  /**
   * Opens the database of a directory, and makes it if there is none.
   * @throws HF_STORE_LOCKED when another command has it; HF_STORE_CORRUPT, HF_STORE_UNWRITABLE
   */
  static async open(directory: string): Promise<SecretStore> {
    const kv = await openLevel(directory)
    try {
      const secrets = new Map<string, SecretRecord>()
      for await (const [key, value] of kv.entries(SECRETS)) secrets.set(key, bodyOf<SecretRecord>(key, value))
      const devices = new Map<string, DeviceRecord>()
      for await (const [key, value] of kv.entries(DEVICES)) devices.set(key, bodyOf<DeviceRecord>(key, value))
      return new SecretStore(kv, secrets, devices)
    } catch (error) {
      await kv.close()
      throw error
    }
  }

  /** Also those that were removed. */
  get secrets(): SecretRecord[] {
    return [...this.#secrets.values()]
  }

  get devices(): DeviceRecord[] {
    return [...this.#devices.values()]
  }

  secret(scope: Scope, name: string): SecretRecord | undefined {
    return this.#secrets.get(secretKey(scope, name))
  }

  device(device: string): DeviceRecord | undefined {
    return this.#devices.get(`${DEVICES}${device}`)
  }

  /** @throws HF_STORE_… : it is not on disk */
  async putSecret(record: SecretRecord): Promise<void> {
    const key = secretKey(record.scope, record.name)
    await this.#put(key, record)
    this.#secrets.set(key, record)
  }

  /** @throws HF_STORE_… : it is not on disk */
  async putDevice(record: DeviceRecord): Promise<void> {
    const key = `${DEVICES}${record.device}`
    await this.#put(key, record)
    this.#devices.set(key, record)
  }

  close(): Promise<void> {
    return this.#kv.close()
  }

  async #put(key: string, record: object): Promise<void> {
    const body = Buffer.from(JSON.stringify(record), 'utf8')
    await this.#kv.batch([{ key, value: seal(key, { version: RECORD_VERSION, revision: 0, body }) }], true)
  }
}

function secretKey({ kind, name: of }: Scope, name: string): string {
  return `${SECRETS}${kind}/${of}/${name}`
}

function bodyOf<R>(key: string, bytes: Uint8Array): R {
  const sealed = unseal(key, bytes)
  if ('damage' in sealed)
    throw new HoldfastError('HF_STORE_CORRUPT', `it ${sealed.damage}; bring the directory back from a copy`, {
      place: key,
    })
  if (sealed.version !== RECORD_VERSION)
    throw new HoldfastError('HF_STORE_CORRUPT', `has the form ${sealed.version}, of a later version`, { place: key })
  return JSON.parse(Buffer.from(sealed.body).toString('utf8')) as R
}
