/** A store on a disk that takes nothing more: it can still be rid of what it has. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ContentStore } from '../../agent/content/content-store.ts'
import { directoryDisk } from '../../agent/content/directory-disk.ts'
import { nameOf } from '../../agent/content/names.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { digestOf } from './image.ts'

const BLOB = Buffer.alloc(1000, 'layer')
const IMAGE = `r/app@${digestOf(Buffer.from('app'))}`

let folder: string
let isFull: boolean
let removed: string[]
let store: ContentStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-full-'))
  isFull = false
  removed = []
  const disk = directoryDisk(join(folder, 'content'))
  const append: typeof disk.append = async (...of) => {
    if (isFull) throw new HoldfastError('HF_SPACE_LOW', 'there is no room for what is fetched')
    return disk.append(...of)
  }
  store = new ContentStore({ ...disk, append }, async (name) => void removed.push(name))
  await store.claim(IMAGE, [digestOf(BLOB)])
  await store.write(nameOf(digestOf(BLOB)), BLOB)
  await store.noteStem(IMAGE, { names: ['stem'], isSure: true })
  isFull = true
})
afterEach(() => rm(folder, { recursive: true }))

it('is rid of an image, and the engine of its stem', async () => {
  await store.release(IMAGE)
  expect(removed).toEqual(['stem'])
  expect(await readdir(join(folder, 'content'))).toEqual([])
})

it('is rid of what nobody wants any more, at the start of a life', async () => {
  await store.sweep(async () => false)
  expect(removed).toEqual(['stem'])
  expect(await readdir(join(folder, 'content'))).toEqual([])
})
