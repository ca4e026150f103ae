/**
 * The store of a data directory that takes nothing, as it is: a copy in memory.
 *
 * Invariant: nothing in the directory is changed, not even repaired; what is committed is in memory alone.
 */
import { join } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { listDirectory } from './files.ts'
import { MemoryDisk } from './memory-kv.ts'
import { openStore } from './open-store.ts'
import { salvage } from './salvage.ts'
import type { Store } from './store.ts'

/**
 * Nobody may have the database open.
 * @throws HF_FILE_UNREADABLE when there is no database, or nothing of it can be read
 * @throws HF_STORE_UNWRITABLE when the disk does not give it
 */
export async function readStore(directory: string): Promise<Store> {
  const place = join(directory, 'db')
  const names = await listDirectory(place)
  const records = names.length === 0 ? [] : await salvage(place)
  if (records.length === 0) {
    const what = names.length === 0 ? 'there is no database' : 'nothing of the database can be read'
    throw new HoldfastError('HF_FILE_UNREADABLE', what, { place })
  }
  const disk = new MemoryDisk(new Map(records.flatMap(({ key, value }) => (value === null ? [] : [[key, value]]))))
  return openStore(disk.open())
}
