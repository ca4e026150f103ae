/** What stays in the store for neighbours, and what it gives way to. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import type { ContentDisk } from '../../agent/content/content-disk.ts'
import { ContentStore } from '../../agent/content/content-store.ts'
import { directoryDisk } from '../../agent/content/directory-disk.ts'
import { KeptImages } from '../../agent/content/kept-images.ts'
import { nameOf } from '../../agent/content/names.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { digestOf } from './image.ts'

let folder: string
let store: ContentStore
let free: number
/** What sleeps, and how long. */
let sleeping: { ms: number; wake: () => void; signal: AbortSignal }[]
let clock: ClockPort

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-kept-'))
  free = 90
  const disk: ContentDisk = {
    ...directoryDisk(join(folder, 'content')),
    room: async () => ({ freeBytes: free, totalBytes: 100 }),
  }
  store = new ContentStore(disk)
  sleeping = []
  clock = {
    ...systemClock(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleeping.push({ ms, wake: resolve, signal })
        signal.addEventListener('abort', reject)
      }),
  }
})
afterEach(() => rm(folder, { recursive: true }))

/** An image that has come, of one blob. @returns whether the blob is there */
async function came(name: string, bytes: number): Promise<{ image: string; isHere: () => Promise<boolean> }> {
  const blob = Buffer.alloc(bytes, name)
  const image = `r/${name}@${digestOf(Buffer.from(name))}`
  await store.claim(image, [digestOf(blob)])
  await store.write(nameOf(digestOf(blob)), blob)
  return { image, isHere: () => store.has(digestOf(blob)) }
}

it('stays as long as it is no more than may be kept; the oldest goes first', async () => {
  const kept = new KeptImages(store, clock, 250)
  const [first, second, third] = [await came('first', 100), await came('second', 100), await came('third', 100)]
  for (const { image } of [first, second, third]) await kept.keep(image)
  expect([await first.isHere(), await second.isHere(), await third.isHere()]).toEqual([false, true, true])
  const large = await came('large', 251)
  await kept.keep(large.image)
  expect([await second.isHere(), await third.isHere(), await large.isHere()]).toEqual([false, false, false])
})

it('goes after a day, and what is given up before is not waited for', async () => {
  const kept = new KeptImages(store, clock, 1000)
  const [first, second] = [await came('first', 100), await came('second', 100)]
  await kept.keep(first.image)
  await kept.keep(second.image)
  expect(sleeping.map(({ ms }) => ms)).toEqual([86_400_000, 86_400_000])
  await kept.release(second.image)
  expect(sleeping.map(({ signal }) => signal.aborted)).toEqual([false, true])
  sleeping[0]?.wake()
  await expect.poll(first.isHere).toBe(false)
})

it('does not stay where the disk is nearly full, and gives way when room is wanted', async () => {
  const kept = new KeptImages(store, clock, 1000)
  const first = await came('first', 100)
  await kept.keep(first.image)
  expect(await kept.releaseAll()).toBe(true)
  expect(await first.isHere()).toBe(false)
  expect(await kept.releaseAll()).toBe(false)
  free = 24
  const second = await came('second', 100)
  await kept.keep(second.image)
  expect(await second.isHere()).toBe(false)
})
