/**
 * The controller's memory: the rollout of each fleet, and those before it, in LevelDB.
 *
 * Invariant: `put` resolves when the record is on disk; one process has the directory. A record that is damaged stops
 * the start: a controller that has forgotten how far it was might let everybody in.
 */
import { randomUUID } from 'node:crypto'
import type { Kv } from '../../storage/kv.ts'
import { openLevel } from '../../storage/open-level.ts'
import { jsonIn, sealedJson } from '../control/sealed-json.ts'
import type { RolloutRecord } from './record.ts'

const ROOT = 'rollouts/1/'
const NAME = 'rollouts-name/1'

export class RolloutStore {
  readonly #kv: Kv
  /** The newest of each fleet last. */
  readonly #records: Map<string, RolloutRecord>
  /** Tells these data from those of other controllers; it stays. */
  readonly name: string

  private constructor(kv: Kv, records: Map<string, RolloutRecord>, name: string) {
    this.#kv = kv
    this.#records = records
    this.name = name
  }

  /**
   * Opens the database of a data directory, and makes it if there is none.
   * @throws HF_STORE_LOCKED when another controller has it; HF_STORE_CORRUPT, HF_STORE_UNWRITABLE
   */
  static async open(directory: string): Promise<RolloutStore> {
    return RolloutStore.on(await openLevel(directory))
  }

  /** On a database that is open. @throws HF_STORE_CORRUPT */
  static async on(kv: Kv): Promise<RolloutStore> {
    try {
      const records = new Map<string, RolloutRecord>()
      for await (const [key, value] of kv.entries(ROOT)) records.set(key, jsonIn<RolloutRecord>(key, value))
      return new RolloutStore(kv, records, await nameOf(kv))
    } catch (error) {
      await kv.close()
      throw error
    }
  }

  /** Every rollout there was, oldest first. */
  all(): RolloutRecord[] {
    return [...this.#records.values()].sort((a, b) => a.context.startedMs - b.context.startedMs)
  }

  /** The newest of each fleet. */
  newest(): Map<string, RolloutRecord> {
    return new Map(this.all().map((record) => [record.context.fleet, record]))
  }

  /** @throws HF_STORE_… : it is not on disk */
  async put(record: RolloutRecord): Promise<void> {
    const { fleet, epoch, startedMs } = record.context
    const key = `${ROOT}${fleet}/${epoch}/${startedMs}`
    await this.#kv.batch([sealedJson(key, record)], true)
    this.#records.set(key, record)
  }

  close(): Promise<void> {
    return this.#kv.close()
  }
}

async function nameOf(kv: Kv): Promise<string> {
  const kept = await kv.get(NAME)
  if (kept !== null) return jsonIn<{ name: string }>(NAME, kept).name
  const name = randomUUID()
  await kv.batch([sealedJson(NAME, { name })], true)
  return name
}
