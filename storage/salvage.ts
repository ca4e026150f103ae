/**
 * Judging and reading a database's files without LevelDB.
 *
 * Invariant: nothing in the directory is changed. What `salvage` returns was written there as it is, and
 * nothing newer of the same key is readable; whether that is all, the inventory tells.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { isMissing, listDirectory } from './files.ts'
import type { KvChange } from './kv.ts'
import { readLog } from './level-log.ts'
import { liveTables } from './level-manifest.ts'
import { readTable, type Version } from './level-table.ts'

const TABLE = /^\d+\.(ldb|sst)$/
const LOG = /^\d+\.log$/
const MANIFEST = /^MANIFEST-\d+$/

/**
 * Whether LevelDB can be trusted with the tables that it would read. It checks its log and its manifest itself, and
 * misses a table that is not there. Another process may have the database meanwhile: a table that it writes is not yet
 * named, and one that it has removed is no fault.
 */
export async function areTablesWhole(location: string): Promise<boolean> {
  const manifest = await manifestOf(location)
  if (manifest === null) return true
  const live = liveTables(manifest)
  for (const name of await listDirectory(location)) {
    if (!TABLE.test(name) || !live.has(Number.parseInt(name, 10))) continue
    const table = await read(location, name)
    if (table !== null && !readTable(table).whole) return false
  }
  return true
}

/** The one that counts; null where there is none. */
async function manifestOf(location: string): Promise<Buffer | null> {
  const name = (await read(location, 'CURRENT'))?.toString('latin1').trim() ?? ''
  return MANIFEST.test(name) ? read(location, name) : null
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
    const file = await read(location, name)
    if (file === null) continue
    for (const version of TABLE.test(name) ? readTable(file).versions : readLog(file))
      if (version.sequence >= (newest.get(version.key)?.sequence ?? 0)) newest.set(version.key, version)
  }
  return [...newest.values()].filter(({ value }) => value !== null).sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Null when it is not there. */
async function read(location: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(join(location, name))
  } catch (cause) {
    if (isMissing(cause)) return null
    throw new HoldfastError('HF_STORE_UNWRITABLE', 'a file of the database cannot be read', {
      place: join(location, name),
      cause,
    })
  }
}
