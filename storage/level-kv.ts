/**
 * The key-value store on LevelDB.
 *
 * Invariant: after a write has failed nothing more is written to that log, because LevelDB counts what it
 * could not append and every later record would be unreadable; the database is opened anew first, which
 * also brings what the log holds into a table.
 */
import { join } from 'node:path'
import { Level } from 'level'
import { faultOf, HoldfastError } from '../protocol/errors.ts'
import type { Ballast } from './ballast.ts'
import { isMissing, truncateDurably } from './files.ts'
import type { Kv, KvChange } from './kv.ts'
import { isDiskFull, storeError } from './level-errors.ts'
import { manifestName, unmadeChange } from './salvage.ts'

type Database = Level<Buffer, Uint8Array>

/**
 * Small, for a device: 12 MiB of memory and half a megabyte of disk. Uncompressed, so that a flipped bit
 * damages one value and not a block of them.
 */
const TUNING = {
  keyEncoding: 'buffer',
  valueEncoding: 'view',
  cacheSize: 64 * 1024,
  writeBufferSize: 128 * 1024,
  maxOpenFiles: 64,
  maxFileSize: 512 * 1024,
  compression: false,
} as const

/**
 * Opens it, if need be without a change of its manifest that a power cut has left half written.
 * @throws HF_STORE_LOCKED, HF_STORE_CORRUPT, HF_STORE_UNWRITABLE
 */
export async function openDatabase(location: string, create: boolean): Promise<Database> {
  const manifest = await manifestName(location)
  try {
    return await tryOpen(location, create)
  } catch (error) {
    if (create || faultOf(error).code !== 'HF_STORE_CORRUPT') throw error
  }
  // Whoever opens it gives it a new manifest: one that has the name of before is nobody's.
  const unmade = await unmadeChange(location)
  if (unmade !== null && unmade.name === manifest) await cut(join(location, unmade.name), unmade.length)
  // Also where nothing is to be cut: another who has just done it may have it open.
  return tryOpen(location, create)
}

async function cut(path: string, length: number): Promise<void> {
  try {
    await truncateDurably(path, length)
  } catch (error) {
    // Another has done it, and has opened it.
    if (!(error instanceof Error && isMissing(error.cause))) throw error
  }
}

async function tryOpen(location: string, create: boolean): Promise<Database> {
  const database: Database = new Level(location, { ...TUNING, createIfMissing: create, errorIfExists: create })
  try {
    await database.open()
  } catch (error) {
    throw storeError(error, location)
  }
  return database
}

export class LevelKv implements Kv {
  #database: Database
  #location: string
  #ballast: Ballast
  /** A write has failed: to be opened anew. */
  #broken = false
  #closed = false

  constructor(database: Database, location: string, ballast: Ballast) {
    this.#database = database
    this.#location = location
    this.#ballast = ballast
  }

  async batch(changes: readonly KvChange[], sync: boolean): Promise<void> {
    const operations = changes.map(operation)
    await this.#guarded(async () => {
      try {
        await this.#write(operations, sync)
      } catch (error) {
        if (!isDiskFull(error) || !(await this.#ballast.release())) throw error
        await this.#write(operations, sync)
      }
      if (!this.#ballast.held) await this.#ballast.restore()
    })
  }

  async get(key: string): Promise<Uint8Array | null> {
    return this.#guarded(async () => {
      if (this.#broken) await this.#reopen()
      const value: Uint8Array | undefined = await this.#database.get(bytesOf(key))
      return value ?? null
    })
  }

  async *entries(prefix: string, from = ''): AsyncGenerator<readonly [string, Uint8Array]> {
    const iterator = await this.#guarded(async () => {
      if (this.#broken) await this.#reopen()
      return this.#database.iterator({
        gte: bytesOf(from > prefix ? from : prefix),
        ...(prefix === '' ? {} : { lt: bytesOf(`${prefix.slice(0, -1)}${following(prefix.at(-1)!)}`) }),
      })
    })
    try {
      for (;;) {
        const some = await this.#guarded(() => iterator.nextv(64))
        if (some.length === 0) return
        for (const [key, value] of some) yield [key.toString('latin1'), value] as const
      }
    } finally {
      await iterator.close()
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#database.close()
  }

  async #write(operations: Operation[], sync: boolean): Promise<void> {
    if (this.#broken) await this.#reopen()
    try {
      await this.#database.batch(operations, { sync })
    } catch (error) {
      this.#broken = true
      throw error
    }
  }

  async #reopen(): Promise<void> {
    await this.#database.close()
    this.#database = await openDatabase(this.#location, false)
    this.#broken = false
  }

  /** Gives every failure its code. */
  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new HoldfastError('HF_STORE_CLOSED', 'the database is closed', { place: this.#location })
    try {
      return await work()
    } catch (error) {
      throw storeError(error, this.#location)
    }
  }
}

type Operation = { type: 'put'; key: Buffer; value: Uint8Array } | { type: 'del'; key: Buffer }

function operation({ key, value }: KvChange): Operation {
  return value === null ? { type: 'del', key: bytesOf(key) } : { type: 'put', key: bytesOf(key), value }
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key, 'latin1')
}

function following(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) + 1)
}
