/**
 * Everything that can happen to a file of a database, and to a record in it.
 *
 * Invariant: each damage is one that a disk makes by itself: a bit that flips, an end that is gone, a file that
 * is empty or not there.
 */
import { readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLevel } from '../../storage/open-level.ts'

export interface Damage {
  name: string
  /** @param path of the file */
  apply(path: string): Promise<void>
}

const flipAt = (share: number): Damage => ({
  name: `a bit flipped at ${Math.round(share * 100)} %`,
  apply: async (path) => {
    const bytes = await readFile(path)
    if (bytes.length === 0) return
    bytes[Math.min(bytes.length - 1, Math.floor(share * bytes.length))]! ^= 0x10
    await writeFile(path, bytes)
  },
})

export const DAMAGES: readonly Damage[] = [
  ...[0, 0.13, 0.37, 0.61, 0.83, 1].map(flipAt),
  {
    name: 'its second half gone',
    apply: async (path) => truncate(path, Math.floor((await stat(path)).size / 2)),
  },
  { name: 'its last byte gone', apply: async (path) => truncate(path, Math.max(0, (await stat(path)).size - 1)) },
  { name: 'empty', apply: (path) => truncate(path, 0) },
  { name: 'missing', apply: (path) => rm(path) },
]

/** The files of a data directory's database. */
export async function databaseFiles(data: string): Promise<string[]> {
  return (await readdir(join(data, 'db'))).sort()
}

/** Flips a bit in the value of each record whose key begins so. @returns how many there were */
export async function damageRecords(data: string, prefix: string): Promise<number> {
  const kv = await openLevel(data)
  const changes = []
  for await (const [key, value] of kv.entries(prefix)) {
    const damaged = Uint8Array.from(value)
    damaged[Math.floor(damaged.length / 2)]! ^= 1
    changes.push({ key, value: damaged })
  }
  await kv.batch(changes, true)
  await kv.close()
  return changes.length
}
