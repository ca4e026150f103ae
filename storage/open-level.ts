/**
 * Opening a data directory.
 *
 * Invariant: a cut at any step leaves a directory that opens; a database is under its name only when it
 * has made a synced write; LevelDB is given no damaged table, because it would end the process; a damaged
 * database is kept, what can be read of it is brought over, and the new one holds a note that says so.
 *
 * In the directory: `db`, LevelDB's own; `db.new-PID-N`, one that a process is making; `db.damaged-N`, set aside;
 * `ballast`.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { Ballast } from './ballast.ts'
import { isMissing, listDirectory, makeDirectory, moveDurably, removeTree, syncTree } from './files.ts'
import { LAYOUT, parseKey } from './keys.ts'
import type { Kv } from './kv.ts'
import { isDiskFull } from './level-errors.ts'
import { LevelKv, openDatabase } from './level-kv.ts'
import { RECORD_VERSION, seal } from './record.ts'
import { noteRecord } from './repair.ts'
import { areTablesWhole, hasLog, salvage } from './salvage.ts'

/** How many damaged databases are kept. */
const KEPT_ASIDE = 3

const NOTHING = { version: RECORD_VERSION, revision: 0, body: Buffer.alloc(0) }

const ASIDE = /^db\.damaged-(\d+)$/

const MADE = /^db\.new(?:-(\d+)-\d+)?$/

/** Names of databases that this process is making. */
const ours = new Set<string>()

/** How many it has begun to make. */
let begun = 0

/**
 * Opens the database in `directory`; makes both if need be.
 * @throws HF_STORE_LOCKED when another process has it open
 * @throws HF_STORE_UNWRITABLE when the disk is full, read-only or failing
 */
export async function openLevel(directory: string): Promise<Kv> {
  await makeDirectory(directory)
  const ballast = new Ballast(join(directory, 'ballast'))
  try {
    return await openOrMake(directory, ballast)
  } catch (error) {
    if (!isDiskFull(error) || !(await ballast.release())) throw error
    return openOrMake(directory, ballast)
  }
}

async function openOrMake(directory: string, ballast: Ballast): Promise<Kv> {
  const location = join(directory, 'db')
  if (!(await listDirectory(directory)).includes('db')) await make(directory, ballast)
  let kv = await openWhole(location, ballast)
  if (kv === null) {
    await setAside(directory)
    await make(directory, ballast)
    kv = await openWhole(location, ballast)
  }
  if (kv === null) throw new HoldfastError('HF_STORE_CORRUPT', 'a new database is damaged at once', { place: location })
  await ballast.restore()
  return kv
}

/** Opens it and notes what LevelDB left out; null when it is corrupt. */
async function openWhole(location: string, ballast: Ballast): Promise<Kv | null> {
  if (!(await areTablesWhole(location))) return null
  const logged = await hasLog(location)
  let kv: Kv | null = null
  try {
    kv = new LevelKv(await openDatabase(location, false), location, ballast)
    const dropped = await droppedBytes(location)
    if (!logged) await note(kv, 'The log was missing: what was committed last is lost.')
    if (dropped > 0)
      await note(kv, `${dropped} bytes of the log were unreadable and left out: an unfinished write, or damage.`)
    return kv
  } catch (error) {
    await kv?.close().catch(() => {}) // what went wrong before says more
    if (error instanceof HoldfastError && error.code === 'HF_STORE_CORRUPT') return null
    throw error
  }
}

/**
 * Makes the database, out of what can be read of the last one that was set aside if there is one. A database is not
 * safe from power cuts before its first synced write: until then it has another name. Where two make one at once, the
 * first has it.
 */
async function make(directory: string, ballast: Ballast): Promise<void> {
  const names = await listDirectory(directory)
  for (const name of names) if (isLeftOver(name)) await removeTree(join(directory, name))
  const name = `db.new-${process.pid}-${begun}`
  begun += 1
  ours.add(name)
  const temporary = join(directory, name)
  try {
    await fill(temporary, directory, asideIn(names).at(-1), ballast)
    await syncTree(temporary)
    await moveDurably(temporary, join(directory, 'db'))
  } catch (error) {
    const left = await listDirectory(directory)
    // A full disk keeps nothing of it; what cannot be removed now is left over.
    await removeTree(temporary).catch(() => {})
    if (!left.includes('db') || !left.includes(name)) throw error
  } finally {
    ours.delete(name)
  }
}

/** A new database, with what can be read of the one that was set aside as `aside`. */
async function fill(location: string, directory: string, aside: string | undefined, ballast: Ballast): Promise<void> {
  const saved = aside === undefined ? [] : await salvage(join(directory, aside))
  const kv = new LevelKv(await openDatabase(location, true), location, ballast)
  try {
    await kv.batch([...saved, { key: LAYOUT, value: seal(LAYOUT, NOTHING) }], true)
    if (aside !== undefined) await note(kv, replaced(aside, saved.length))
  } finally {
    await kv.close()
  }
}

/** Of a process that has ended before it was done. */
function isLeftOver(name: string): boolean {
  const made = MADE.exec(name)
  if (made === null || ours.has(name)) return false
  const pid = Number(made[1] ?? process.pid)
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

async function setAside(directory: string): Promise<void> {
  const aside = asideIn(await listDirectory(directory))
  for (const name of aside.slice(0, Math.max(0, aside.length - KEPT_ASIDE + 1))) await removeTree(join(directory, name))
  await moveDurably(join(directory, 'db'), join(directory, `db.damaged-${numberOf(aside.at(-1) ?? '') + 1}`))
}

/** Of the names in a data directory those of databases that were set aside, in that order. */
export function asideIn(names: readonly string[]): string[] {
  return names.filter((name) => ASIDE.test(name)).sort((a, b) => numberOf(a) - numberOf(b))
}

/** What is told of a database that stands for the one that was set aside as `aside`. */
export function replaced(aside: string, records: number): string {
  return `The database was damaged: it is kept as ${JSON.stringify(aside)}; ${records} records of it could be read.`
}

/** Keeps a sentence that the next load tells. */
export async function note(kv: Kv, sentence: string): Promise<void> {
  let last = 0
  for await (const [key] of kv.entries('note/')) {
    const parsed = parseKey(key)
    if (parsed?.type === 'note') last = parsed.sequence
  }
  await kv.batch([noteRecord(last + 1, sentence)], true)
}

/** LevelDB says only in its own log what it dropped of its journal. */
async function droppedBytes(location: string): Promise<number> {
  try {
    const log = await readFile(join(location, 'LOG'), 'utf8')
    return [...log.matchAll(/: dropping (\d+) bytes/g)].reduce((total, [, bytes]) => total + Number(bytes), 0)
  } catch (error) {
    if (isMissing(error)) return 0
    throw new HoldfastError('HF_STORE_UNWRITABLE', 'the log of the database cannot be read', {
      place: location,
      cause: error,
    })
  }
}

function numberOf(name: string): number {
  return Number(ASIDE.exec(name)?.[1] ?? 0)
}
