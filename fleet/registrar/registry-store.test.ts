import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLevel } from '../../storage/open-level.ts'
import type { Change, SerialRecord } from './records.ts'
import { RegistryStore } from './registry-store.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-registry-'))
})
afterEach(() => rm(directory, { recursive: true }))

const serial = (name: string): Change => {
  const value: SerialRecord = { serial: name, code: 'a code', fleet: '', device: '', claim: '' }
  return { table: 'serial', key: name, value }
}
async function opened<T>(work: (store: RegistryStore) => Promise<T> | T): Promise<T> {
  const store = await RegistryStore.open(directory)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

describe('the registry', () => {
  it('has after a restart what it had before it, whatever a key looks like', async () => {
    const names = ['S1', 'a/b', 'ä %2F', '..', ' ']
    await opened((store) => store.apply(names.map(serial), [], 1))
    await opened((store) => store.apply([{ table: 'serial', key: 'a/b', value: null }], [], 2))
    expect(await opened(({ registry }) => [...registry.serial.keys()].sort())).toEqual(
      names.filter((name) => name !== 'a/b').sort(),
    )
  })

  it('numbers the lines of its audit log, also over restarts', async () => {
    await opened((store) => store.apply([], [{ event: 'one' }, { event: 'two' }], 10))
    await opened((store) => store.apply([], [{ event: 'three' }], 20))
    const log = await opened((store) => store.audit(2))
    expect(log).toEqual([
      { sequence: 2, atMs: 10, event: 'two' },
      { sequence: 3, atMs: 20, event: 'three' },
    ])
  })

  it('goes on with its audit log however long it is', async () => {
    for (const count of [1, 2, 61, 64]) {
      const before = (await opened((store) => store.audit(1)))[0]?.sequence ?? 0
      await opened((store) =>
        store.apply(
          [],
          Array.from({ length: count }, () => ({ event: 'one' })),
          1,
        ),
      )
      expect((await opened((store) => store.audit(1)))[0]!.sequence).toBe(before + count)
    }
    expect((await opened((store) => store.audit(1000))).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 128 }, (_, at) => at + 1),
    )
  })

  it('is held by one process', async () => {
    await opened(() => expect(RegistryStore.open(directory)).rejects.toMatchObject({ code: 'HF_STORE_LOCKED' }))
  })

  it('does not start on a record that is damaged: a revocation could be the one that is forgotten', async () => {
    await opened((store) => store.apply([serial('S1')], [], 1))
    const kv = await openLevel(directory)
    await kv.batch([{ key: 'registrar/1/serial/S1', value: Buffer.from('nonsense') }], true)
    await kv.close()
    await expect(RegistryStore.open(directory)).rejects.toMatchObject({
      code: 'HF_STORE_CORRUPT',
      place: 'registrar/1/serial/S1',
    })
  })

  it('shows nothing that is not on disk', async () => {
    const store = await RegistryStore.open(directory)
    await store.close()
    await expect(store.apply([serial('S1')], [], 1)).rejects.toMatchObject({ code: 'HF_STORE_CLOSED' })
    expect(store.registry.serial.size).toBe(0)
  })
})
