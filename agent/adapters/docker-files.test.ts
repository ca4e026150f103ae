import { type FileHandle, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import type { Service } from '../../protocol/types.ts'
import type { Connection } from './docker-connection.ts'
import { putFiles } from './docker-files.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hf-files-'))
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(dir, { recursive: true })
})

const service = decode(
  KINDS.Release,
  encode(KINDS.Release, {
    services: [
      {
        name: 'web',
        mounts: [{ type: 1, source: 'data', target: '/data' }],
        files: [
          { path: '/run/secrets/a', content: new Uint8Array(3) },
          { path: '/run/secrets/b', content: new Uint8Array(3) },
          { path: '/data/conf/c', content: new Uint8Array(3) },
        ],
      },
    ],
  }),
).services[0] as Service

/** Of an engine that takes everything and keeps nothing: the files lie where we have put them. */
const engine = { act: async () => undefined } as unknown as Connection

it('what was put is on the disk before the container may start, where its files can be seen', async () => {
  await mkdir(join(dir, 'upper/run/secrets'), { recursive: true })
  await mkdir(join(dir, 'volume/conf'), { recursive: true })
  for (const path of ['upper/run/secrets/a', 'upper/run/secrets/b', 'volume/conf/c'])
    await writeFile(join(dir, path), 'abc')
  const probe = await open(dir)
  const sync = vi.spyOn(Object.getPrototypeOf(probe) as FileHandle, 'sync')
  await probe.close()
  await putFiles(engine, 'x', service, {
    GraphDriver: { Data: { UpperDir: join(dir, 'upper') } },
    Mounts: [{ Destination: '/data', Source: join(dir, 'volume') }],
  })
  // Three files, and each of the two directories once.
  expect(sync).toHaveBeenCalledTimes(5)
})

it.each([
  ['nowhere', {}],
  ['in a storage that has none of this', { GraphDriver: { Data: null }, Mounts: null }],
  ['on another machine', { GraphDriver: { Data: { UpperDir: '/nonexistent' } }, Mounts: [] }],
])('it is content when the files can be seen %s', async (_, storage) => {
  await putFiles(engine, 'x', service, storage)
})
