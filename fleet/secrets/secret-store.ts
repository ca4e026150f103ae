/**
 * The operator's store of secrets, in LevelDB.
 *
 * Invariant: `put` resolves when the record is on disk; one process has the directory. A record that is damaged stops the
 * command: a store that has forgotten a revision would send what devices refuse.
 */
import type { Kv } from '../../storage/kv.ts'
import { openLevel } from '../../storage/open-level.ts'
import { jsonIn, sealedJson } from '../control/sealed-json.ts'
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
      for await (const [key, value] of kv.entries(SECRETS)) secrets.set(key, jsonIn<SecretRecord>(key, value))
      const devices = new Map<string, DeviceRecord>()
      for await (const [key, value] of kv.entries(DEVICES)) devices.set(key, jsonIn<DeviceRecord>(key, value))
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
    await this.#kv.batch([sealedJson(key, record)], true)
    this.#secrets.set(key, record)
  }

  /** @throws HF_STORE_… : it is not on disk */
  async putDevice(record: DeviceRecord): Promise<void> {
    const key = `${DEVICES}${record.device}`
    await this.#kv.batch([sealedJson(key, record)], true)
    this.#devices.set(key, record)
  }

  close(): Promise<void> {
    return this.#kv.close()
  }
}

function secretKey({ kind, name: of }: Scope, name: string): string {
  return `${SECRETS}${kind}/${of}/${name}`
}
