/**
 * Judging and reading a database's files without LevelDB.
 *
 * Invariant: nothing in the directory is changed. What `salvage` returns was written there as it is, and
 * nothing newer of the same key is readable; whether that is all, the inventory tells.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { listDirectory } from './files.ts'
import type { KvChange } from './kv.ts'
import { readLog } from './level-log.ts'
import { readTable, type Version } from './level-table.ts'

const TABLE = /^\d+\.(ldb|sst)$/
const LOG = /^\d+\.log$/

/** Whether LevelDB can be trusted with the tables. It checks its log itself. */
export async function areTablesWhole(location: string): Promise<boolean> {
  for (const name of await listDirectory(location))
    if (TABLE.test(name) && !readTable(await contentsOf(location, name)).whole) return false
  return true
}

/** Whether there is a log: LevelDB always leaves one, and does not miss it. */
export async function hasLog(location: string): Promise<boolean> {
  return (await listDirectory(location)).some((name) => LOG.test(name))
}

/** All that can be read, newest versions only, in the order of keys. */
export async function salvage(location: string): Promise<KvChange[]> {
  const newest = new Map<string, Version>()
  for (const name of await listDirectory(location)) {
    if (!TABLE.test(name) && !LOG.test(name)) continue
    const file = await contentsOf(location, name)
    for (const version of TABLE.test(name) ? readTable(file).versions : readLog(file))
      if (version.sequence >= (newest.get(version.key)?.sequence ?? 0)) newest.set(version.key, version)
  }
  return [...newest.values()].filter(({ value }) => value !== null).sort((a, b) => (a.key < b.key ? -1 : 1))
}

async function contentsOf(location: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(location, name))
  } catch (cause) {
    throw new HoldfastError('HF_STORE_UNWRITABLE', 'a file of the database cannot be read', {
      place: join(location, name),
      cause,
    })
  }
}
