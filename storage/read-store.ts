/**
 * The store of a data directory that takes nothing, as it is: a copy in memory.
 *
 * Invariant: nothing in the directory is changed, not even repaired; what is committed is in memory alone.
 */
import { join } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { listDirectory } from './files.ts'
import type { KvChange } from './kv.ts'
import { MemoryDisk } from './memory-kv.ts'
import { asideIn, note, replaced } from './open-level.ts'
import { openStore } from './open-store.ts'
import { salvage } from './salvage.ts'
import type { Store } from './store.ts'

/**
 * Nobody may have the database open. Where one was set aside as damaged, and no other could be made, it is that one.
 * @throws HF_FILE_UNREADABLE when there is no database, or nothing of it can be read
 * @throws HF_STORE_UNWRITABLE when the disk does not give it
 */
export async function readStore(directory: string): Promise<Store> {
  const names = await listDirectory(directory)
  const name = names.includes('db') ? 'db' : (asideIn(names).at(-1) ?? null)
  const place = join(directory, name ?? 'db')
  if (name === null) throw new HoldfastError('HF_FILE_UNREADABLE', 'there is no database', { place })
  const records = await salvage(place)
  if (records.length === 0)
    throw new HoldfastError('HF_FILE_UNREADABLE', 'nothing of the database can be read', { place })
  const kv = new MemoryDisk({ durable: new Map(records.flatMap(held)) }).open()
  if (name !== 'db') await note(kv, replaced(name, records.length))
  return openStore(kv)
}

function held({ key, value }: KvChange): [string, Uint8Array][] {
  return value === null ? [] : [[key, value]]
}
