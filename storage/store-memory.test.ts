import { describe, expect, it } from 'vitest'
import { dropped, kept, MemoryDisk, type Survives, subset } from './memory-kv.ts'
import { openStore } from './open-store.ts'
import { storeContract } from './store-contract.ts'

for (const dense of [false, true])
  storeContract(dense ? 'in memory, dense' : 'in memory', async () => {
    const disk = new MemoryDisk({ dense })
    return { open: async () => disk.open(), dispose: async () => {} }
  })

const bytes = (...values: number[]) => Uint8Array.from(values)

async function keysOf(disk: MemoryDisk): Promise<string[]> {
  const kv = disk.open()
  const keys: string[] = []
  for await (const [key] of kv.entries('')) keys.push(key)
  await kv.close()
  return keys
}

describe('the disk in memory', () => {
  it.each<[string, Survives, string[]]>([
    ['drops', dropped, ['synced']],
    ['keeps', kept, ['late', 'later', 'synced']],
    ['takes a subset of', (index) => index === 1, ['later', 'synced']],
  ])('at a power cut %s what no sync covered', async (_, survives, expected) => {
    const disk = new MemoryDisk()
    const kv = disk.open()
    await kv.batch([{ key: 'early', value: bytes(1) }], false)
    await kv.batch(
      [
        { key: 'early', value: null },
        { key: 'synced', value: bytes(2) },
      ],
      true,
    )
    await kv.batch([{ key: 'late', value: bytes(3) }], false)
    await kv.batch([{ key: 'later', value: bytes(4) }], false)
    const after = disk.cut(survives)
    expect(await keysOf(after)).toEqual(expected)
    await expect(kv.get('synced')).rejects.toThrow(expect.objectContaining({ code: 'HF_STORE_CLOSED' }))
  })

  it('chooses the same subset for the same seed, and different ones for different seeds', () => {
    const chosen = (seed: number) => Array.from({ length: 32 }, (_, index) => [subset(seed)].map((it) => it(index, 32)))
    const drawn = (seed: number) => {
      const survives = subset(seed)
      return Array.from({ length: 32 }, (_, index) => survives(index, 32)).join()
    }
    expect(chosen(1)).toEqual(chosen(1))
    expect(new Set([1, 2, 3, 4].map(drawn)).size).toBe(4)
    expect(drawn(7)).toMatch(/true/)
    expect(drawn(7)).toMatch(/false/)
  })

  it('gives back every byte, also of a view and over a cut', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, value) => value)
    for (const dense of [false, true]) {
      const disk = new MemoryDisk({ dense })
      const kv = disk.open()
      await kv.batch([{ key: 'all', value: all }], true)
      await kv.batch([{ key: 'view', value: all.subarray(100, 200) }], false)
      expect(await kv.get('view')).toEqual(all.slice(100, 200))
      const after = disk.cut(dropped)
      expect(await after.open().get('all')).toEqual(all)
      expect([...after.held]).toEqual([['all', all]])
    }
  })

  it('is the same disk when it is packed: read, written, cut, copied and packed again', async () => {
    const disk = new MemoryDisk({ dense: true })
    const kv = disk.open()
    const all = Uint8Array.from({ length: 256 }, (_, value) => value)
    await kv.batch([{ key: 'b\u00ff', value: all }], true)
    await kv.batch([{ key: 'late', value: bytes(1) }], false)
    disk.pack()
    const copy = disk.clone()
    disk.pack()
    await kv.batch([{ key: 'a', value: bytes() }], true)
    disk.pack()
    expect(await kv.get('b\u00ff')).toEqual(all)
    expect([...disk.held.keys()].sort()).toEqual(['a', 'b\u00ff', 'late'])
    copy.pack()
    expect([...copy.cut(dropped).held]).toEqual([['b\u00ff', all]])
  })

  it('has one fate for each cut: an empty disk that was copied keeps nothing of what its copies keep', async () => {
    const disk = new MemoryDisk()
    await disk.open().batch([{ key: 'late', value: bytes(1) }], false)
    const copy = disk.clone()
    expect(await keysOf(copy.cut(kept))).toEqual(['late'])
    expect(await keysOf(copy.cut(dropped))).toEqual([])
    expect(await keysOf(disk.cut(dropped))).toEqual([])
  })

  it('is copied with what is not synced, and neither copy sees the other', async () => {
    const disk = new MemoryDisk()
    const kv = disk.open()
    await kv.batch([{ key: 'a', value: bytes(1) }], true)
    await kv.batch([{ key: 'b', value: bytes(1) }], false)
    const copy = disk.clone()
    await kv.batch([{ key: 'c', value: bytes(1) }], true)
    const other = copy.open()
    await other.batch([{ key: 'd', value: bytes(1) }], true)
    await other.close()
    await kv.close()
    expect(await keysOf(disk)).toEqual(['a', 'b', 'c'])
    expect(await keysOf(copy)).toEqual(['a', 'b', 'd'])
  })

  it('is held open by one at a time', async () => {
    const disk = new MemoryDisk()
    const kv = disk.open()
    expect(() => disk.open()).toThrow(expect.objectContaining({ code: 'HF_STORE_LOCKED' }))
    await kv.close()
    await disk.open().close()
  })
})

describe('a store whose power is cut at the sync of a commit', () => {
  it.each([
    ['dropped', dropped, 'before'],
    ['kept', kept, 'after'],
  ])('holds all of the commit or nothing of it (%s), and the commit never resolves', async (_, survives, expected) => {
    const disk = new MemoryDisk()
    const store = await openStore(disk.open())
    const state = (body: string) =>
      store.commit([
        { op: 'checkpoint', machine: 'update', version: 1, body: Buffer.from(body) },
        { op: 'document', id: body, bytes: Buffer.from(body) },
      ])
    await state('before')
    let after: MemoryDisk | null = null
    disk.onSync = () => {
      after = disk.cut(survives)
    }
    await expect(state('after')).rejects.toThrow(expect.objectContaining({ code: 'HF_STORE_CLOSED' }))
    const again = await openStore(after!.open())
    const loaded = await again.load()
    expect(Buffer.from(loaded.checkpoints.get('update')!.body).toString()).toBe(expected)
    expect(loaded.documents).toEqual(expected === 'after' ? ['after', 'before'] : ['before'])
    expect(loaded.problems).toEqual([])
  })
})
