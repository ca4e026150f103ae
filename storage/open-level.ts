/**
 * Opening a data directory.
 *
 * Invariant: a cut at any step leaves a directory that opens; a database is under its name only when it
 * has made a synced write; nothing is removed that may hold a record, and what was lost is noted in the
 * database itself, so that the next load tells it.
 *
 * In the directory: `db`, LevelDB's own; `db.new`, one that is being made; `db.damaged-N`, set aside;
 * `ballast`.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { Ballast } from './ballast.ts'
import { isMissing, listDirectory, makeDirectory, moveDurably, removeTree, syncTree } from './files.ts'
import { LAYOUT, parseKey } from './keys.ts'
import type { Kv, KvChange } from './kv.ts'
import { isDiskFull } from './level-errors.ts'
import { LevelKv, openDatabase, repairDatabase } from './level-kv.ts'
import { RECORD_VERSION, seal } from './record.ts'
import { noteRecord } from './repair.ts'

/** How many damaged databases are kept. */
const KEPT_ASIDE = 3

const ASIDE = /^db\.damaged-(\d+)$/

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
  const names = await listDirectory(directory)
  if (!names.includes('db')) await make(directory, names)
  let kv = await openWhole(location, ballast)
  if (kv === null && (await repaired(location))) {
    kv = await openWhole(location, ballast)
    if (kv !== null) await note(kv, ['The database was damaged and has been repaired; parts of it may be lost or old.'])
  }
  if (kv === null) {
    await setAside(directory)
    await make(directory, await listDirectory(directory))
    kv = await openWhole(location, ballast)
  }
  if (kv === null) throw new HoldfastError('HF_STORE_CORRUPT', 'a new database is damaged at once', { place: location })
  const dropped = await droppedBytes(location)
  if (dropped > 0)
    await note(kv, [`${dropped} bytes of the log were unreadable and left out: an unfinished write, or damage.`])
  await ballast.restore()
  return kv
}

/** Opens it and reads all of it; null when it is corrupt. */
async function openWhole(location: string, ballast: Ballast): Promise<Kv | null> {
  let kv: Kv | null = null
  try {
    kv = new LevelKv(await openDatabase(location, false), location, ballast)
    for await (const _ of kv.entries(''));
    return kv
  } catch (error) {
    await kv?.close()
    unlessCorrupt(error)
    return null
  }
}

async function repaired(location: string): Promise<boolean> {
  try {
    await repairDatabase(location)
    return true
  } catch (error) {
    if (isDiskFull(error)) throw error
    return false // the database is set aside, and that is said
  }
}

/** A database is not safe from power cuts before its first synced write: until then it has another name. */
async function make(directory: string, names: readonly string[]): Promise<void> {
  const temporary = join(directory, 'db.new')
  if (names.includes('db.new')) await assertUnlocked(temporary)
  await removeTree(temporary)
  const database = await openDatabase(temporary, true)
  const kv = new LevelKv(database, temporary, new Ballast(join(directory, 'ballast')))
  try {
    const layout = seal(LAYOUT, { version: RECORD_VERSION, revision: 0, body: Buffer.alloc(0) })
    const aside = names.filter((name) => ASIDE.test(name))
    await kv.batch([{ key: LAYOUT, value: layout }, ...asideNotes(aside)], true)
  } finally {
    await kv.close()
  }
  await syncTree(temporary)
  await moveDurably(temporary, join(directory, 'db'))
}

function asideNotes(aside: readonly string[]): KvChange[] {
  const last = aside.toSorted(byNumber).at(-1)
  return last === undefined
    ? []
    : [
        noteRecord(
          1,
          `The database could not be repaired: it is kept as ${JSON.stringify(last)}, and this one began empty.`,
        ),
      ]
}

async function setAside(directory: string): Promise<void> {
  const aside = (await listDirectory(directory)).filter((name) => ASIDE.test(name)).sort(byNumber)
  for (const name of aside.slice(0, Math.max(0, aside.length - KEPT_ASIDE + 1))) await removeTree(join(directory, name))
  await moveDurably(join(directory, 'db'), join(directory, `db.damaged-${numberOf(aside.at(-1) ?? '') + 1}`))
}

/** Left over from a cut, unless another process is making it now. */
async function assertUnlocked(temporary: string): Promise<void> {
  try {
    await (await openDatabase(temporary, false)).close()
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_STORE_LOCKED') throw error
  }
}

async function note(kv: Kv, sentences: readonly string[]): Promise<void> {
  let last = 0
  for await (const [key] of kv.entries('note/')) {
    const parsed = parseKey(key)
    if (parsed?.type === 'note') last = parsed.sequence
  }
  await kv.batch(
    sentences.map((sentence, index) => noteRecord(last + 1 + index, sentence)),
    true,
  )
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

function unlessCorrupt(error: unknown): void {
  if (!(error instanceof HoldfastError) || error.code !== 'HF_STORE_CORRUPT') throw error
}

function byNumber(a: string, b: string): number {
  return numberOf(a) - numberOf(b)
}

function numberOf(name: string): number {
  return Number(ASIDE.exec(name)?.[1] ?? 0)
}
