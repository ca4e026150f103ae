import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLevel } from './open-level.ts'
import { openStore } from './open-store.ts'
import { readStore } from './read-store.ts'
import type { Loaded, Write } from './store.ts'

let root: string
let data: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-read-store-'))
  data = join(root, 'data')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const checkpoint = (text: string): Write => ({ op: 'checkpoint', machine: 'update', version: 3, body: bytes(text) })
const bytes = (text: string) => Buffer.from(text)

/** A store with a history: values that were replaced, and ones that were removed. */
async function keep(): Promise<Loaded> {
  const store = await openStore(await openLevel(data))
  for (let life = 1; life <= 3; life += 1)
    await store.commit([checkpoint(`intent ${life}`), { op: 'counter', name: 'life', value: life }])
  await store.commit([
    { op: 'document', id: 'kept', bytes: bytes('signed') },
    { op: 'document', id: 'gone', bytes: bytes('old') },
  ])
  await store.commit([{ op: 'drop-document', id: 'gone' }])
  const loaded = await store.load()
  await store.close()
  return loaded
}

/** Every file with its content. */
async function everything(): Promise<unknown[]> {
  const names = (await readdir(data, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const paths = names.map(({ parentPath, name }) => join(parentPath, name)).sort()
  return Promise.all(paths.map(async (path) => [path, (await readFile(path)).toString('base64')]))
}

describe('the store of a disk that takes nothing', () => {
  it('holds what was written, and changes nothing there, whatever is committed to it', async () => {
    const written = await keep()
    const before = await everything()
    const store = await readStore(data)
    expect(await store.load()).toEqual(written)
    expect(Buffer.from((await store.document('kept'))!).toString()).toBe('signed')
    await store.commit([checkpoint('only in memory')])
    expect(Buffer.from((await store.load()).checkpoints.get('update')!.body).toString()).toBe('only in memory')
    await store.close()
    expect(await everything()).toEqual(before)
  })

  it('sets damage aside in memory alone, and tells of it', async () => {
    await keep()
    // The next life brings the log into a table; what it writes itself knows of all that was there.
    const next = await openStore(await openLevel(data))
    await next.commit([{ op: 'counter', name: 'life', value: 4 }])
    await next.close()
    const tables = (await readdir(join(data, 'db'))).filter((name) => name.endsWith('.ldb'))
    for (const path of tables.map((name) => join(data, 'db', name))) {
      const content = await readFile(path)
      const at = content.lastIndexOf('intent 3')
      if (at >= 0) await writeFile(path, content.fill(0xff, at, at + 1))
    }
    const before = await everything()
    const store = await readStore(data)
    const { problems, checkpoints } = await store.load()
    expect(problems.join('\n')).toMatch(/checkpoint of "update" is lost/)
    expect(Buffer.from(checkpoints.get('update')?.body ?? '').toString()).not.toContain('ntent 3')
    expect(await everything()).toEqual(before)
  })

  it('is the last one that was set aside, where no other could be made, and says so', async () => {
    const { counters } = await keep()
    await cp(join(data, 'db', 'CURRENT'), join(data, 'db.damaged-9', 'CURRENT'))
    await rm(join(data, 'db', 'CURRENT'))
    await rename(join(data, 'db'), join(data, 'db.damaged-10'))
    const before = await everything()
    const store = await readStore(data)
    const loaded = await store.load()
    expect(loaded.counters).toEqual(counters)
    expect(loaded.problems).toContainEqual(expect.stringContaining('it is kept as "db.damaged-10"'))
    expect(await everything()).toEqual(before)
    await store.close()
    // As the start tells it that can make another.
    const made = await openStore(await openLevel(data))
    expect((await made.load()).problems).toEqual(loaded.problems)
    await made.close()
  })

  it('is not there without a database', async () => {
    await expect(readStore(data)).rejects.toMatchObject({ code: 'HF_FILE_UNREADABLE' })
    await keep()
    await cp(join(data, 'db', 'CURRENT'), join(root, 'empty', 'db', 'CURRENT'), { recursive: true })
    await expect(readStore(join(root, 'empty'))).rejects.toMatchObject({ code: 'HF_FILE_UNREADABLE' })
  })
})
