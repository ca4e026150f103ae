/**
 * The registrar's memory: tables in memory, LevelDB below.
 *
 * Invariant: `apply` is one synced batch, and memory shows a change only when it is on disk; a record that is damaged
 * stops the start, because a registrar that has forgotten a revocation or a name is worse than none.
 */
import { InOrder } from '../../storage/in-order.ts'
import type { Kv, KvChange } from '../../storage/kv.ts'
import { openLevel } from '../../storage/open-level.ts'
import { jsonIn, sealedJson } from '../control/sealed-json.ts'
import { type Change, type Note, type Registry, TABLE_NAMES, type TableName, type Tables } from './records.ts'

const ROOT = 'registrar/1'
const AUDIT = `${ROOT}/audit/`

/** A line of the audit log. */
export interface AuditEntry extends Note {
  sequence: number
  atMs: number
}

type Maps = { [T in TableName]: Map<string, Tables[T]> } & { holders: Map<string, string> }

export class RegistryStore {
  readonly #kv: Kv
  readonly #maps: Maps
  #lastSequence: number
  readonly #writes = new InOrder()

  private constructor(kv: Kv, maps: Maps, lastSequence: number) {
    this.#kv = kv
    this.#maps = maps
    this.#lastSequence = lastSequence
  }

  /**
   * Opens the database of a data directory, and makes it if there is none.
   * @throws HF_STORE_LOCKED when another registrar has it; HF_STORE_CORRUPT, HF_STORE_UNWRITABLE
   */
  static async open(directory: string): Promise<RegistryStore> {
    return RegistryStore.on(await openLevel(directory))
  }

  /** On a database that is open, and is closed with it. @throws HF_STORE_CORRUPT */
  static async on(kv: Kv): Promise<RegistryStore> {
    try {
      const maps = emptyMaps()
      for (const table of TABLE_NAMES)
        for await (const [key, value] of kv.entries(`${ROOT}/${table}/`)) put(maps, parsed(table, key, value))
      return new RegistryStore(kv, maps, await lastSequenceOf(kv))
    } catch (error) {
      await kv.close()
      throw error
    }
  }

  get registry(): Registry {
    return this.#maps
  }

  /** Resolves when all of it is on disk. @throws HF_STORE_… : nothing of it is, and the registrar has to stop */
  apply(changes: readonly Change[], notes: readonly Note[], atMs: number): Promise<void> {
    return this.#writes.run(() => this.#write(changes, notes, atMs))
  }

  /** The last entries, oldest first. */
  async audit(last: number): Promise<AuditEntry[]> {
    const from = `${AUDIT}${sequenceText(Math.max(0, this.#lastSequence - last + 1))}`
    const entries: AuditEntry[] = []
    for await (const [key, value] of this.#kv.entries(AUDIT, from)) entries.push(jsonIn<AuditEntry>(key, value))
    return entries
  }

  async close(): Promise<void> {
    await this.#writes.ended()
    await this.#kv.close()
  }

  async #write(changes: readonly Change[], notes: readonly Note[], atMs: number): Promise<void> {
    if (changes.length === 0 && notes.length === 0) return
    const entries = notes.map(
      (note, index): AuditEntry => ({ sequence: this.#lastSequence + 1 + index, atMs, ...note }),
    )
    const batch: KvChange[] = [
      ...changes.map(({ table, key, value }) => sealedJson(`${ROOT}/${table}/${encodeURIComponent(key)}`, value)),
      ...entries.map((entry) => sealedJson(`${AUDIT}${sequenceText(entry.sequence)}`, entry)),
    ]
    await this.#kv.batch(batch, true)
    this.#lastSequence += entries.length
    for (const change of changes) put(this.#maps, change)
  }
}

/** Looked for by halves: the log may be long. */
async function lastSequenceOf(kv: Kv): Promise<number> {
  const isAny = async (from: number): Promise<boolean> => {
    for await (const _ of kv.entries(AUDIT, `${AUDIT}${sequenceText(from)}`)) return true
    return false
  }
  let known = 0
  let beyond = 1
  while (await isAny(beyond)) [known, beyond] = [beyond, beyond * 2]
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2)
    if (await isAny(middle)) known = middle
    else beyond = middle
  }
  return known
}

/** No records at all. */
export function emptyMaps(): Maps {
  return {
    device: new Map(),
    claim: new Map(),
    token: new Map(),
    serial: new Map(),
    revoked: new Map(),
    holders: new Map(),
  }
}

/** Brings a change into the tables. */
export function put(maps: Maps, change: Change): void {
  if (change.table === 'device') {
    const before = maps.device.get(change.key)
    for (const { claim } of before?.given ?? []) maps.holders.delete(claim)
    for (const { claim } of change.value?.given ?? []) maps.holders.set(claim, change.key)
  }
  const table = maps[change.table] as Map<string, Tables[TableName]>
  if (change.value === null) table.delete(change.key)
  else table.set(change.key, change.value)
}

function parsed(table: TableName, key: string, bytes: Uint8Array): Change {
  const name = decodeURIComponent(key.slice(`${ROOT}/${table}/`.length))
  return { table, key: name, value: jsonIn(key, bytes) } as Change
}

function sequenceText(sequence: number): string {
  return String(sequence).padStart(16, '0')
}
