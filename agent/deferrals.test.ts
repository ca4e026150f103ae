import { beforeEach, expect, it } from 'vitest'
import type { Checkpoint } from '../storage/store.ts'
import { Deferrals } from './deferrals.ts'

let disk: Pick<Checkpoint, 'version' | 'body'> | undefined
let writes: number
let now: { bootId: string; monoMs: number }
const life = () =>
  new Deferrals({
    saved: disk,
    clock: { now: () => ({ ...now, wallMs: 0 }) },
    store: {
      commit: async ([write]) => {
        if (write?.op !== 'checkpoint') throw new Error('nobody asked for that')
        writes += 1
        disk = write
      },
    },
  })

beforeEach(() => {
  disk = undefined
  writes = 0
  now = { bootId: 'boot-1', monoMs: 1_000 }
})

it('counts from the first time, for each service, and writes once', async () => {
  const deferrals = life()
  expect(await deferrals.forMs('r', 'web')).toBe(0)
  now.monoMs = 5_000
  expect(await deferrals.forMs('r', '')).toBe(0)
  now.monoMs = 9_000
  expect([await deferrals.forMs('r', 'web'), await deferrals.forMs('r', '')]).toEqual([8_000, 4_000])
  expect(writes).toBe(2)
})

it('goes on in the next life, and begins anew with another release or another boot', async () => {
  await life().forMs('r', 'web')
  now.monoMs = 3_000
  expect(await life().forMs('r', 'web')).toBe(2_000)
  expect(await life().forMs('other', 'web')).toBe(0)
  expect(await life().forMs('r', 'web')).toBe(0)
  now = { bootId: 'boot-2', monoMs: 9_000 }
  expect(await life().forMs('r', 'web')).toBe(0)
})

it.each([
  ['of another version', 2, '{"release":"r","bootId":"boot-1","since":[]}'],
  ['cut off', 1, '{"release"'],
  ['of another form', 1, '{"release":"r","bootId":"boot-1","since":{"web":1}}'],
])('what is kept %s is none, and is told', async (_, version, text) => {
  disk = { version, body: Buffer.from(text) }
  expect(life().problem).toMatch(/cannot be read/)
  expect(await life().forMs('r', 'web')).toBe(0)
})
