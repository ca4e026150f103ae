import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { holdersOf } from './lock-holder.ts'
import { openLevel } from './open-level.ts'
import { openStore } from './open-store.ts'
import { readFlight } from './read-flight.ts'

let root: string
let data: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-flight-'))
  data = join(root, 'data')
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function fly(count: number): Promise<void> {
  const store = await openStore(await openLevel(data))
  for (let n = 1; n <= count; n++) {
    const entry = {
      machine: 'update',
      bootId: 'b',
      monoMs: n,
      wallMs: n,
      from: 'a',
      to: `s${n}`,
      event: 'E',
      detail: '',
    }
    await store.commit([{ op: 'flight', entries: [entry] }])
  }
  await store.close()
}

/** Every file with its content and time of change. */
async function everything(): Promise<unknown[]> {
  const names = (await readdir(join(data, 'db'))).sort()
  return Promise.all(
    names.map(async (name) => {
      const path = join(data, 'db', name)
      return [name, (await stat(path)).mtimeMs, (await readFile(path)).toString('base64')]
    }),
  )
}

describe('the flight record of a directory that nobody runs on', () => {
  it('is read whole, oldest first, and nothing is changed by that', async () => {
    await fly(20)
    const before = await everything()
    const { entries, damaged } = await readFlight(data)
    expect(entries.map(({ to }) => to)).toEqual(Array.from({ length: 20 }, (_, n) => `s${n + 1}`))
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
    expect(damaged).toBe(0)
    expect(await everything()).toEqual(before)
  })

  it('is read as it was left by a process that was killed', async () => {
    const program = `
      const { openLevel } = await import(${JSON.stringify(new URL('./open-level.ts', import.meta.url))})
      const { openStore } = await import(${JSON.stringify(new URL('./open-store.ts', import.meta.url))})
      const store = await openStore(await openLevel(${JSON.stringify(data)}))
      await store.commit([{ op: 'flight', entries: [{ machine: 'update', bootId: 'b', monoMs: 1, wallMs: 1, from: 'a', to: 'last', event: 'E', detail: '' }] }])
      process.stdout.write('written')
      setInterval(() => {}, 1000)`
    const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(other.stdout, 'data')
    await expect(readFlight(data)).rejects.toMatchObject({
      code: 'HF_STORE_LOCKED',
      message: expect.stringContaining(`process ${other.pid} (`),
    })
    other.kill('SIGKILL')
    await once(other, 'exit')
    expect((await readFlight(data)).entries.map(({ to }) => to)).toEqual(['last'])
  })

  it('holds nothing damaged: of a log that is, what was written before', async () => {
    await fly(20)
    const log = (await readdir(join(data, 'db'))).find((name) => name.endsWith('.log'))!
    const path = join(data, 'db', log)
    const bytes = await readFile(path)
    bytes[bytes.indexOf('s7', 0, 'latin1') + 1]! ^= 1
    await writeFile(path, bytes)
    const found = (await readFlight(data)).entries.map(({ to }) => to)
    expect(found).toEqual(Array.from({ length: 6 }, (_, n) => `s${n + 1}`))
  })

  it('of a directory without a database says so', async () => {
    await expect(readFlight(data)).rejects.toMatchObject({ code: 'HF_FILE_UNREADABLE' })
  })
})

describe('the holders of a lock, from /proc/locks', () => {
  it('are those on the inode; who waits for it holds nothing', () => {
    const text = `1: POSIX  ADVISORY  WRITE 1234 08:01:131073 0 EOF
1: -> POSIX  ADVISORY  WRITE 99 08:01:131073 0 EOF
2: FLOCK  ADVISORY  WRITE 77 00:2d:131074 0 EOF
3: OFDLCK ADVISORY  READ  -1 08:01:131073 0 0
`
    expect(holdersOf(text, 131073)).toEqual([1234, -1])
    expect(holdersOf(text, 5)).toEqual([])
  })
})
