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
import { readLog, wholeUpTo } from './level-log.ts'
import { partsIn } from './level-manifest.ts'
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
  const { tables } = partsIn(manifest.bytes)
  for (const name of await listDirectory(location)) {
    if (!TABLE.test(name) || !tables.has(numberOf(name))) continue
    const table = await read(location, name)
    if (table !== null && !readTable(table).whole) return false
  }
  return true
}

/** Of the manifest that counts; null where none is named. */
export async function manifestName(location: string): Promise<string | null> {
  const name = (await read(location, 'CURRENT'))?.toString('latin1').trim() ?? ''
  return MANIFEST.test(name) ? name : null
}

/** The one that counts; null where there is none. */
async function manifestOf(location: string): Promise<{ name: string; bytes: Buffer } | null> {
  const name = await manifestName(location)
  const bytes = name === null ? null : await read(location, name)
  return name !== null && bytes !== null ? { name, bytes } : null
}

/**
 * Where the manifest ends in a change that never came to be, and how long it is without that; null for all other damage.
 * A file system may know the new length of a file before it has all of its bytes: so does ext4 when the power goes while
 * a change is being appended. LevelDB removes what a change replaces only when the change is on the disk: where all of it
 * is still there, nothing is lost without that change, and else it may be one that was made and is damaged.
 */
export async function unmadeChange(location: string): Promise<{ name: string; length: number } | null> {
  const manifest = await manifestOf(location)
  if (manifest === null) return null
  const length = wholeUpTo(manifest.bytes)
  const { tables, log } = partsIn(manifest.bytes.subarray(0, length))
  const names = await listDirectory(location)
  const there = (pattern: RegExp, number: number) =>
    names.some((name) => pattern.test(name) && numberOf(name) === number)
  const isAll = log !== null && there(LOG, log) && [...tables].every((table) => there(TABLE, table))
  return isAll && length < manifest.bytes.byteLength ? { name: manifest.name, length } : null
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

function numberOf(name: string): number {
  return Number.parseInt(name, 10)
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
