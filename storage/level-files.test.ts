import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Level } from 'level'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crcOver, masked } from './crc32c.ts'
import { readLog, wholeUpTo } from './level-log.ts'
import { partsIn } from './level-manifest.ts'
import { readTable, type Version } from './level-table.ts'
import { areTablesWhole, salvage } from './salvage.ts'

let location: string
const held = new Map<string, string>()

/** A real database with several tables, overwritten and deleted keys, and batches longer than a log block. */
beforeAll(async () => {
  location = await mkdtemp(join(tmpdir(), 'holdfast-files-'))
  const database = new Level<string, string>(location, { compression: false, writeBufferSize: 128 * 1024 })
  for (let n = 0; n < 400; n++) {
    const value = `${n} `.repeat(n % 50 === 0 ? 20_000 : 150)
    await database.batch([
      { type: 'put', key: `key ${n % 37}`, value },
      { type: 'put', key: `gone ${n % 5}`, value: 'a value longer than an index entry' },
    ])
    await database.del(`gone ${n % 5}`)
  }
  for await (const [key, value] of database.iterator()) held.set(key, value)
  await database.close()
})
afterAll(() => rm(location, { recursive: true, force: true }))

async function files(pattern: RegExp): Promise<Buffer[]> {
  const names = (await readdir(location)).filter((name) => pattern.test(name))
  return Promise.all(names.map((name) => readFile(join(location, name))))
}

function flipped(file: Buffer, at: number): Buffer {
  const copy = Buffer.from(file)
  const bit = at % (copy.byteLength * 8)
  copy[bit >> 3] = copy[bit >> 3]! ^ (1 << (bit & 7))
  return copy
}

const nameOf = ({ key, sequence, value }: { key: string; sequence: number; value: Uint8Array | null }) =>
  `${key} ${sequence} ${value === null ? null : Buffer.from(value).toString()}`

describe("LevelDB's files", () => {
  it('are whole, and hold what LevelDB says they hold', async () => {
    expect(await areTablesWhole(location)).toBe(true)
    const saved = await salvage(location)
    expect(new Map(saved.map(({ key, value }) => [key, Buffer.from(value!).toString()]))).toEqual(held)
    expect(saved.map(({ key }) => key)).toEqual([...held.keys()])
  })

  it('have tables in which no flipped bit goes unseen or makes an entry that was never written', async () => {
    const tables = await files(/\.ldb$/)
    fc.assert(
      fc.property(fc.constantFrom(...tables), fc.nat(), (table, at) => {
        const written = new Set(readTable(table).versions.map(nameOf))
        const { versions, whole } = readTable(flipped(table, at))
        for (const version of versions) expect(written.has(nameOf(version))).toBe(true)
        if (whole) expect(versions).toHaveLength(written.size)
      }),
      { numRuns: 60 },
    )
  })

  it('have tables in which no flipped bit of the footer, which has no checksum, does so either', async () => {
    for (const table of (await files(/\.ldb$/)).slice(0, 2)) {
      const written = readTable(table).versions.map(nameOf)
      for (let bit = 8 * (table.byteLength - 48); bit < 8 * table.byteLength; bit++)
        expect(readTable(flipped(table, bit)).versions.map(nameOf)).toEqual(written)
    }
  })

  it('have tables that lose no entry with their index', async () => {
    for (const table of await files(/\.ldb$/)) {
      const beheaded = table.subarray(0, table.byteLength - 48)
      expect(readTable(beheaded)).toEqual({ versions: readTable(table).versions, whole: false })
    }
  })

  it('have logs in which a flipped bit loses batches and never makes one', async () => {
    const [log] = (await files(/\.log$/)).toSorted((a, b) => b.byteLength - a.byteLength)
    const written = new Set(readLog(log!).map(nameOf))
    expect(written.size).toBeGreaterThan(10)
    fc.assert(
      fc.property(fc.nat(), (at) => {
        for (const version of readLog(flipped(log!, at))) expect(written.has(nameOf(version))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('have a manifest that names the tables that LevelDB reads: what they and the logs hold is the database', async () => {
    const [manifest] = await files(/^MANIFEST/)
    // Two where it was closed before the last table of the older one was written.
    const logs = await files(/\.log$/)
    // Others may lie there too: those that a compaction has replaced, until LevelDB removes them.
    const named = [...partsIn(manifest!).tables].map((number) => `${String(number).padStart(6, '0')}.ldb`)
    const tables = await Promise.all(named.map((name) => readFile(join(location, name))))
    const newest = new Map<string, Version>()
    for (const version of [...tables.flatMap((table) => readTable(table).versions), ...logs.flatMap(readLog)])
      if (version.sequence >= (newest.get(version.key)?.sequence ?? 0)) newest.set(version.key, version)
    const values = [...newest].flatMap(([key, { value }]) =>
      value === null ? [] : [[key, Buffer.from(value).toString()]],
    )
    expect(tables.length).toBeGreaterThan(0)
    expect(values.sort(([a], [b]) => (a! < b! ? -1 : 1))).toEqual([...held])
  })

  it('of any content whatever are read without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(readTable(Buffer.from(bytes)).whole).toBe(false)
        readLog(Buffer.from(bytes))
        partsIn(Buffer.from(bytes))
        wholeUpTo(Buffer.from(bytes))
      }),
    )
  })
})

describe('the checksum', () => {
  // RFC 3720, appendix B.4.
  it.each([
    ['zeros', Buffer.alloc(32), 0x8a9136aa],
    ['ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['digits', Buffer.from('123456789'), 0xe3069283],
  ])('of %s is that of CRC-32C', (_, bytes, expected) => {
    expect(~crcOver(bytes, 0, bytes.byteLength) >>> 0).toBe(expected)
    expect(masked(crcOver(bytes, 0, bytes.byteLength))).toBe(
      (((expected >>> 15) | (expected << 17)) + 0xa282ead8) >>> 0,
    )
  })
})
