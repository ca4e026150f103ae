import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isDiskFault } from './level-errors.ts'
import { openLevel } from './open-level.ts'
import { openStore } from './open-store.ts'
import type { Loaded, Store } from './store.ts'

let root: string
let data: string
let store: Store | null = null

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-level-'))
  data = join(root, 'state', 'holdfast')
})
afterEach(async () => {
  await store?.close()
  store = null
  await rm(root, { recursive: true, force: true })
})

async function reopen(): Promise<Loaded> {
  await store?.close()
  store = null
  store = await openStore(await openLevel(data))
  return store.load()
}

const bodyOf = (loaded: Loaded) => Buffer.from(loaded.checkpoints.get('update')?.body ?? []).toString()

/** Commits `count` transitions; the last checkpoint says which. */
async function fly(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) await store!.commit(transition(n))
}

function transition(n: number): Parameters<Store['commit']>[0] {
  const entry = { machine: 'update', bootId: 'b', monoMs: n, wallMs: n, from: 'a', to: 'b', event: 'E', detail: '' }
  return [
    { op: 'checkpoint', machine: 'update', version: 1, body: Buffer.from(`step ${n}`) },
    { op: 'flight', entries: [entry] },
    { op: 'document', id: `d${n % 5}`, bytes: Buffer.from(`document ${n % 5} `.repeat(200)) },
    { op: 'counter', name: 'steps', value: n },
    { op: 'drop-problems' },
  ]
}

const coded = (code: string) => expect.objectContaining({ name: 'HoldfastError', code })

describe('a data directory', () => {
  it('is made with the directories above it, and holds a ballast', async () => {
    expect(await reopen()).toMatchObject({ fresh: true, problems: [] })
    expect((await readdir(data)).sort()).toEqual(['ballast', 'db'])
    expect((await readFile(join(data, 'ballast'))).byteLength).toBe(1024 * 1024)
  })

  describe('whose making was cut', () => {
    it.each<[string, () => Promise<unknown>]>([
      ['before the database had its first file', () => mkdir(join(data, 'db.new-4194303-0'))],
      [
        'with the database half made',
        () =>
          rename(join(data, 'db'), join(data, 'db.new-4194303-0')).then(() =>
            truncate(join(data, 'db.new-4194303-0', 'CURRENT')),
          ),
      ],
      ['just before it got its name', () => rename(join(data, 'db'), join(data, 'db.new-4194303-0'))],
    ])('%s is made anew, and is fresh', async (_, leaveBehind) => {
      await reopen()
      await store!.close()
      if (_.includes('first file')) await rm(join(data, 'db'), { recursive: true })
      await leaveBehind()
      expect(await reopen()).toMatchObject({ fresh: true, problems: [] })
      await fly(1)
      expect(bodyOf(await reopen())).toBe('step 1')
      expect((await readdir(data)).sort()).toEqual(['ballast', 'db'])
    })

    it('by several at once is had by one of them, and locked for the others', async () => {
      const all = await Promise.allSettled(Array.from({ length: 5 }, () => openLevel(data)))
      const [had, ...more] = all.filter((each) => each.status === 'fulfilled')
      expect(more).toEqual([])
      for (const each of all) if (each.status === 'rejected') expect(each.reason).toEqual(coded('HF_STORE_LOCKED'))
      await had!.value.close()
      expect(await reopen()).toMatchObject({ problems: [] })
      expect((await readdir(data)).sort()).toEqual(['ballast', 'db'])
    })

    it('leaves what another process is making alone', async () => {
      await mkdir(join(data, `db.new-${process.ppid}-0`), { recursive: true })
      await mkdir(join(data, 'db.new-4194303-0'))
      await reopen()
      expect((await readdir(data)).sort()).toEqual(['ballast', 'db', `db.new-${process.ppid}-0`])
    })

    it('after a damaged database was moved aside is not taken for fresh', async () => {
      await reopen()
      await fly(1)
      await store!.close()
      await rename(join(data, 'db'), join(data, 'db.damaged-1'))
      for (const _ of ['first', 'second'])
        expect(await reopen()).toMatchObject({ fresh: false, problems: [expect.stringContaining('"db.damaged-1"')] })
      await fly(1)
      expect(await reopen()).toMatchObject({ fresh: false, problems: [] })
    })
  })

  describe('that is in use', () => {
    it('by this process is locked', async () => {
      await reopen()
      await expect(openLevel(data)).rejects.toEqual(coded('HF_STORE_LOCKED'))
      await fly(1)
    })

    it('by another process is locked until that one ends, and loses nothing', async () => {
      const program = `
        const { openLevel } = await import(${JSON.stringify(new URL('./open-level.ts', import.meta.url))})
        const { openStore } = await import(${JSON.stringify(new URL('./open-store.ts', import.meta.url))})
        const store = await openStore(await openLevel(${JSON.stringify(data)}))
        await store.commit([{ op: 'checkpoint', machine: 'update', version: 1, body: Buffer.from('theirs') }])
        process.stdout.write('open')
        setInterval(() => {}, 1000)`
      const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(other.stdout, 'data')
      await expect(openLevel(data)).rejects.toEqual(coded('HF_STORE_LOCKED'))
      other.kill('SIGKILL')
      await once(other, 'exit')
      const loaded = await reopen()
      expect(bodyOf(loaded)).toBe('theirs')
      expect(loaded.problems).toEqual([])
    })
  })

  it('is let go of when its database opens, and what LevelDB says of it cannot be read', async () => {
    await reopen()
    await fly(1)
    await store!.close()
    store = null
    const log = join(data, 'db', 'LOG')
    await writeFile(`${log}.old`, '')
    await rm(log)
    await mkdir(log)
    for (const _ of ['first', 'second']) await expect(openLevel(data)).rejects.toEqual(coded('HF_STORE_UNWRITABLE'))
    await rm(log, { recursive: true })
    expect(bodyOf(await reopen())).toBe('step 1')
  })

  it.each([
    ['a file stands in its way', () => mkdir(join(root, 'state')).then(() => writeFile(data, 'x'))],
    [
      'a file stands in the way of the database',
      async () => {
        await mkdir(data, { recursive: true })
        await writeFile(join(data, 'db'), 'x')
      },
    ],
  ])('says so when %s', async (_, obstruct) => {
    await obstruct()
    await expect(openLevel(data)).rejects.toSatisfy((error) => !isDiskFault(error))
    await expect(openLevel(data)).rejects.toEqual(coded('HF_STORE_UNWRITABLE'))
  })
})

describe('a damaged database', () => {
  const db = (name: string) => join(data, 'db', name)
  const named = async (pattern: RegExp) =>
    (await readdir(join(data, 'db'))).filter((name) => pattern.test(name)).map(db)
  const emptied = async (pattern: RegExp) => {
    for (const path of await named(pattern)) await truncate(path)
  }
  const removed = async (pattern: RegExp) => {
    for (const path of await named(pattern)) await rm(path)
  }

  it.each<[string, () => Promise<unknown>]>([
    ['an empty CURRENT', () => emptied(/^CURRENT$/)],
    ['no CURRENT', () => removed(/^CURRENT$/)],
    ['a CURRENT that names nothing', () => writeFile(db('CURRENT'), 'MANIFEST-999999\n')],
    ['an empty MANIFEST', () => emptied(/^MANIFEST/)],
    ['no MANIFEST', () => removed(/^MANIFEST/)],
  ])('with %s is repaired, without loss, and says so', async (_, harm) => {
    await reopen()
    await fly(300)
    await store!.close()
    await harm()
    const loaded = await reopen()
    expect(bodyOf(loaded)).toBe('step 300')
    expect(loaded.problems).toContainEqual(
      expect.stringContaining('The database was damaged: it is kept as "db.damaged-1"'),
    )
    await fly(1)
    expect(await reopen()).toMatchObject({ problems: [] })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['none of its tables', () => removed(/\.ldb$/)],
    ['empty tables', () => emptied(/\.ldb$/)],
    ['no log', () => removed(/\.log$/)],
    ['nothing in it', () => removed(/./)],
    [
      'noise in every file',
      async () => {
        for (const path of await named(/./)) await writeFile(path, Buffer.alloc(5000, 'noise'))
      },
    ],
  ])('with %s opens, says what it lost, and goes on', async (_, harm) => {
    await reopen()
    await fly(300)
    await store!.close()
    await harm()
    const loaded = await reopen()
    expect(loaded.fresh).toBe(false)
    if (bodyOf(loaded) !== 'step 300') expect(loaded.problems).not.toEqual([])
    await fly(2)
    const after = await reopen()
    expect(bodyOf(after)).toBe('step 2')
    expect(after.problems).toEqual([])
  })

  it('is not one with a table that a compaction has left half written', async () => {
    await reopen()
    await fly(300)
    await store!.close()
    const table = await readFile((await named(/\.ldb$/))[0]!)
    await writeFile(db('000999.ldb'), table.subarray(0, table.byteLength / 2))
    expect(await reopen()).toMatchObject({ problems: [] })
    expect((await readdir(data)).sort()).toEqual(['ballast', 'db'])
    expect(await readdir(join(data, 'db'))).not.toContain('000999.ldb')
  })

  describe('whose manifest ends in a change that is damaged', () => {
    /** What a change replaces is still there, and so is what it brings. */
    const all = () => join(root, 'all')
    /** The change is on the disk, and what it replaces is gone. */
    const done = () => join(root, 'done')
    let manifest: { name: string; bytes: Buffer; from: number }
    let steps: number

    beforeEach(async () => {
      await reopen()
      steps = 0
      const logs = await named(/\.log$/)
      const from = (await readFile((await named(/^MANIFEST/))[0]!)).byteLength
      for (; (await named(/\.log$/)).join() === logs.join(); steps += 1) {
        await rm(all(), { recursive: true, force: true })
        await cp(data, all(), { recursive: true })
        await store!.commit(transition(steps + 1))
      }
      await expect.poll(() => named(/\.log$/)).toHaveLength(1)
      await cp(data, done(), { recursive: true })
      await cp(data, all(), { recursive: true, force: true })
      await store!.close()
      store = null
      const path = (await named(/^MANIFEST/))[0]!
      manifest = { name: path.slice(join(data, '/').length), bytes: await readFile(path), from }
    })

    async function openWith(directory: string, bytes: Uint8Array): Promise<Loaded> {
      await rm(data, { recursive: true })
      await cp(directory, data, { recursive: true })
      await writeFile(join(data, manifest.name), bytes)
      const loaded = await reopen()
      await store!.close()
      store = null
      return loaded
    }

    it('is none while all that the change replaces is there: the power went before it was made', async () => {
      const { bytes, from } = manifest
      const length = bytes.byteLength - from
      await fc.assert(
        fc.asyncProperty(fc.array(fc.boolean(), { minLength: length, maxLength: length }), async (isThere) => {
          const torn = bytes.map((byte, index) => (index < from || isThere[index - from] ? byte : 0))
          const loaded = await openWith(all(), torn)
          expect(bodyOf(loaded)).toBe(`step ${steps}`)
          expect(loaded.problems).toEqual([])
          expect((await readdir(data)).sort()).toEqual(['ballast', 'db'])
        }),
        { numRuns: 25, examples: [[Array.from({ length }, (_, index) => index < length / 2)]] },
      )
    })

    it('is left out by one of several that open it at once, and the others are told that it is open', async () => {
      const torn = manifest.bytes.map((byte, index) => (index < manifest.bytes.byteLength - 9 ? byte : 0))
      for (let round = 0; round < 20; round += 1) {
        await rm(data, { recursive: true })
        await cp(all(), data, { recursive: true })
        await writeFile(join(data, manifest.name), torn)
        const opened = await Promise.allSettled(Array.from({ length: 4 }, () => openLevel(data)))
        const open = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
        for (const kv of open) await kv.close()
        const refused = opened.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
        expect(open).toHaveLength(1)
        expect(refused).toEqual(Array.from({ length: 3 }, () => coded('HF_STORE_LOCKED')))
        expect((await readdir(data)).sort()).toEqual(['ballast', 'db'])
      }
    })

    it('is set aside where something of that is gone: the change was made, and is needed', async () => {
      const { bytes, from } = manifest
      for (let at = from; at < bytes.byteLength; at += 9) {
        const flipped = bytes.map((byte, index) => (index === at ? byte ^ 0x10 : byte))
        const loaded = await openWith(done(), flipped)
        expect(bodyOf(loaded)).toBe(`step ${steps}`)
        expect(loaded.problems).toContainEqual(expect.stringContaining('The database was damaged'))
      }
    })
  })

  it('is not one that another has open, whatever it is writing at the moment', async () => {
    await reopen()
    let busy = true
    const work = fly(1500).finally(() => {
      busy = false
    })
    while (busy) await expect(openLevel(data)).rejects.toThrow(coded('HF_STORE_LOCKED'))
    await work
    expect(bodyOf(await reopen())).toBe('step 1500')
    expect((await readdir(data)).sort()).toEqual(['ballast', 'db'])
  })

  it('whose log was cut short goes back to an earlier commit, all of it', async () => {
    await reopen()
    await fly(20)
    await store!.close()
    store = null
    await cp(join(data, 'db'), join(root, 'whole'), { recursive: true })
    const log = (await named(/\.log$/))[0]!
    const bytes = await readFile(log)
    for (const share of [0, 0.3, 0.7, 0.99]) {
      await writeFile(log, bytes.subarray(0, bytes.byteLength * share))
      const loaded = await reopen()
      const steps = loaded.counters.get('steps')
      expect(bodyOf(loaded)).toBe(steps === undefined ? '' : `step ${steps}`)
      expect(await store!.flight(100)).toHaveLength(steps ?? 0)
      await store!.close()
      store = null
      await rm(join(data, 'db'), { recursive: true })
      await cp(join(root, 'whole'), join(data, 'db'), { recursive: true })
    }
  })

  it('is kept, the last three of them', async () => {
    await mkdir(data, { recursive: true })
    for (let n = 1; n <= 5; n++) {
      await rm(join(data, 'db'), { recursive: true, force: true })
      await mkdir(join(data, 'db'))
      await writeFile(db('evidence'), String(n))
      expect((await reopen()).problems).toEqual([expect.stringContaining(`"db.damaged-${n}"`)])
      await store!.close()
      store = null
    }
    const names = (await readdir(data)).filter((name) => name.startsWith('db.')).sort()
    expect(names).toEqual(['db.damaged-3', 'db.damaged-4', 'db.damaged-5'])
    expect(await readFile(join(data, 'db.damaged-5', 'evidence'), 'utf8')).toBe('5')
  })

  it('with a bit flipped anywhere never passes a damaged value for good, and never loses one in silence', async () => {
    await reopen()
    await fly(120)
    // The log is replayed into a table at the next start; what follows stands in a log of its own.
    await reopen()
    await fly(60)
    await store!.close()
    store = null
    const whole = join(root, 'whole')
    await rename(data, whole)
    const names = (await readdir(join(whole, 'db'))).filter((name) => /^(CURRENT|MANIFEST.*|.*\.(log|ldb))$/.test(name))
    const outcomes = { intact: 0, told: 0 }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), async (name, at) => {
        await rm(data, { recursive: true, force: true })
        await cp(whole, data, { recursive: true })
        const bytes = await readFile(db(name))
        fc.pre(bytes.byteLength > 0)
        const bit = at % (bytes.byteLength * 8)
        bytes[bit >> 3] = bytes[bit >> 3]! ^ (1 << (bit & 7))
        await writeFile(db(name), bytes)
        const loaded = await reopen()
        const body = bodyOf(loaded)
        if (body !== '') expect(body).toMatch(/^step \d+$/)
        for (const id of loaded.documents)
          expect(Buffer.from((await store!.document(id))!).toString()).toBe(`document ${id.slice(1)} `.repeat(200))
        const flight = await store!.flight(1000)
        for (const { sequence, monoMs } of flight) expect(monoMs).toBe(sequence > 120 ? sequence - 120 : sequence)
        const steps = loaded.counters.get('steps')
        const intact = body === 'step 60' && steps === 60 && loaded.documents.length === 5 && flight.length === 180
        expect(loaded.fresh).toBe(false)
        if (!intact) expect(loaded.problems).not.toEqual([])
        await store!.close()
        store = null
        outcomes[intact ? 'intact' : 'told'] += 1
      }),
      { numRuns: 120 },
    )
    expect(outcomes.intact).toBeGreaterThan(0)
    expect(outcomes.told).toBeGreaterThan(0)
  }, 240_000)
})
