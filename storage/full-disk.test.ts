/** A disk that is full or read-only, by a small tmpfs: needs root, and says so when it is not. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isDiskFault } from './level-errors.ts'
import { openLevel } from './open-level.ts'
import { openStore } from './open-store.ts'
import type { Store } from './store.ts'

const canMount = process.getuid?.() === 0 && mounts()
if (!canMount) {
  const what = 'NOT TESTED HERE: full and read-only disks. Run as root, where tmpfs can be mounted.'
  if (process.env.CI === 'true') throw new Error(what)
  console.warn(what)
}

function mounts(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.runIf(canMount)('on a small disk', () => {
  let disk: string
  let store: Store | null = null

  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'holdfast-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk])
  })
  afterEach(async () => {
    await store?.close()
    store = null
    execFileSync('umount', [disk])
    await rm(disk, { recursive: true })
  })

  async function reopen(): Promise<string> {
    await store?.close()
    store = null
    store = await openStore(await openLevel(join(disk, 'data')))
    const { checkpoints, problems } = await store.load()
    expect(problems).toEqual([])
    return Buffer.from(checkpoints.get('update')?.body ?? []).toString()
  }

  const commit = (step: string) =>
    store!.commit([
      { op: 'checkpoint', machine: 'update', version: 1, body: Buffer.from(step) },
      { op: 'document', id: 'target', bytes: Buffer.alloc(8000, step) },
    ])

  /** Somebody else takes all that is left, but for so many blocks. */
  async function fill(left = 0): Promise<void> {
    const { bavail, bsize } = await statfs(disk)
    await writeFile(join(disk, `filler-${bavail}`), Buffer.alloc((bavail - left) * bsize))
  }

  async function freeUp(): Promise<void> {
    execFileSync('find', [disk, '-name', 'filler-*', '-delete'])
  }

  const ballast = () => existsSync(join(disk, 'data', 'ballast'))

  it('goes on when the disk fills up, on its ballast, and opens on a full disk', async () => {
    await reopen()
    await commit('before')
    expect(ballast()).toBe(true)
    await fill()
    for (let n = 0; n < 20; n++) await commit(`full ${n}`)
    expect(ballast()).toBe(false)
    expect(await reopen()).toBe('full 19')
    await store!.commit([{ op: 'drop-document', id: 'target' }])
  })

  it('takes its ballast back when there is room again', async () => {
    await reopen()
    await fill()
    for (let n = 0; n < 20; n++) await commit(`full ${n}`)
    expect(ballast()).toBe(false)
    await freeUp()
    await commit('roomy')
    expect(ballast()).toBe(true)
  })

  it('opens on a disk that was filled while the agent was down', async () => {
    await reopen()
    for (let n = 0; n < 20; n++) await commit(`before ${n}`)
    await store!.close()
    store = null
    await fill()
    expect(await reopen()).toBe('before 19')
    await commit('after')
    expect(await reopen()).toBe('after')
  })

  it('says so when there is nothing left at all, loses nothing, and goes on by itself when there is room', async () => {
    await reopen()
    await commit('acknowledged')
    let acknowledged = 'acknowledged'
    let refused = 0
    for (let n = 0; n < 60; n++) {
      await fill()
      try {
        await commit(`step ${n}`)
        acknowledged = `step ${n}`
      } catch (error) {
        expect(error).toMatchObject({ name: 'HoldfastError', code: 'HF_STORE_UNWRITABLE' })
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(0)
    await freeUp()
    const found = Buffer.from((await store!.load()).checkpoints.get('update')!.body).toString()
    expect(Number(found.split(' ')[1] ?? -1)).toBeGreaterThanOrEqual(Number(acknowledged.split(' ')[1] ?? -1))
    await commit('again')
    expect(await reopen()).toBe('again')
  })

  it('says so when the disk is read-only', async () => {
    await reopen()
    await commit('written')
    await store!.close()
    store = null
    execFileSync('mount', ['-o', 'remount,ro', disk])
    for (const name of ['data', 'other']) await expect(openLevel(join(disk, name))).rejects.toSatisfy(isDiskFault)
    execFileSync('mount', ['-o', 'remount,rw', disk])
    expect(await reopen()).toBe('written')
  })

  it('says so when there is no room to begin with', async () => {
    await fill()
    await expect(openLevel(join(disk, 'data'))).rejects.toSatisfy(isDiskFault)
    await freeUp()
    expect(await reopen()).toBe('')
  })

  it('leaves nothing behind of a database that could not be made, however often and wherever that ends', async () => {
    await mkdir(join(disk, 'data'))
    for (let left = 0; left < 8; left += 1) {
      await fill(left)
      for (let n = 0; n < 3; n += 1) {
        const kv = await openLevel(join(disk, 'data')).catch((error: unknown) => {
          expect(error).toSatisfy(isDiskFault)
          return null
        })
        await kv?.close()
        expect((await readdir(join(disk, 'data'))).filter((name) => name.startsWith('db.'))).toEqual([])
      }
      await freeUp()
      await rm(join(disk, 'data', 'db'), { recursive: true, force: true })
      await rm(join(disk, 'data', 'ballast'), { force: true })
    }
    expect(await reopen()).toBe('')
  })
})
