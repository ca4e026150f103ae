import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFiles } from './key-files.ts'
import { Keys, rawPublicKey } from './keys.ts'
import { MemoryKeyFiles } from './memory-key-files.ts'

let directory: string
let keys: Keys
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'holdfast-keys-')), 'identity')
  keys = new Keys(keyFiles(directory))
})
afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }))

describe('the keys of a device', () => {
  it('stand in two files that only their owner can read', async () => {
    const { claim, encryption } = await keys.unused(null)
    expect((await readdir(directory)).sort()).toEqual([`${claim}.key`, `${claim}.x25519`])
    for (const name of await readdir(directory)) {
      expect((await stat(join(directory, name))).mode & 0o777).toBe(0o600)
      expect(await readFile(join(directory, name), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    }
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    expect(rawPublicKey(encryption)).toHaveLength(32)
  })

  it('are made once: the pair that was never used is taken again, also by the next life', async () => {
    const { claim } = await keys.unused(null)
    expect((await keys.unused(null)).claim).toBe(claim)
    expect((await new Keys(keyFiles(directory)).unused(null)).claim).toBe(claim)
  })

  it('are made anew beside those in force', async () => {
    const inForce = await keys.unused(null)
    const next = await keys.unused(inForce.claim)
    expect(next.claim).not.toBe(inForce.claim)
    expect((await keys.unused(inForce.claim)).claim).toBe(next.claim)
    await keys.removeOthers([next.claim])
    expect(await keys.find(inForce.claim)).toBeNull()
    expect((await keys.get(next.claim)).claim).toBe(next.claim)
  })

  it.each(['key', 'x25519'])('of which the .%s file is damaged count as gone', async (kind) => {
    const { claim } = await keys.unused(null)
    await writeFile(join(directory, `${claim}.${kind}`), '-----BEGIN PRIVATE KEY-----\nMIG\n')
    expect(await keys.find(claim)).toBeNull()
    await expect(keys.get(claim)).rejects.toMatchObject({ code: 'HF_KEY_INVALID' })
    expect((await keys.unused(null)).claim).not.toBe(claim)
  })

  it("are not taken under another claim's name", async () => {
    const { claim } = await keys.unused(null)
    const other = 'ab'.repeat(16)
    for (const kind of ['key', 'x25519'])
      await writeFile(join(directory, `${other}.${kind}`), await readFile(join(directory, `${claim}.${kind}`)))
    expect(await keys.find(other)).toBeNull()
  })

  it('leave nothing behind when all are removed, not even what a cut left half-written', async () => {
    const { claim } = await keys.unused(null)
    await writeFile(join(directory, `${claim}.key.new`), 'half')
    await keys.removeOthers([claim])
    expect(await readdir(directory)).toHaveLength(2)
    await keys.removeOthers([])
    expect(await readdir(directory)).toEqual([])
    await keys.removeOthers([])
  })
})

describe('a power cut while keys are made', () => {
  it.each([1, 2])('after file %i leaves one pair in the end', async (writes) => {
    const files = new MemoryKeyFiles()
    let left = writes
    const cut = new Promise<MemoryKeyFiles>((resolve) => {
      files.onWrite = () => {
        left -= 1
        if (left === 0) resolve(files.cut())
      }
    })
    void new Keys(files).unused(null)
    const after = await cut
    const next = new Keys(after)
    const { claim } = await next.unused(null)
    expect(after.names.filter((name) => name.endsWith('.key'))).toEqual([`${claim}.key`])
    await next.removeOthers([claim])
    expect(after.names.sort()).toEqual([`${claim}.key`, `${claim}.x25519`])
  })
})
