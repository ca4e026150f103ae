/** A store that throws away, while it loads, what it said that it has, and says so or does not. */
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import type { PullProgress } from '../../machines/ports.ts'
import { noiseImage, sourceOf } from './image.ts'

const NEVER = new AbortController().signal
/** It says that it was loaded. */
const HALF = 'half'
const FORGOTTEN =
  'failed to extract layer: failed to get reader from content store: content digest sha256:ab: not found'

const built = noiseImage([{ name: 'app', bytes: 10_000 }])
const source = sourceOf(built)

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

interface Loads {
  loads: number
  /** How far they were told to be. */
  told: number[]
  end: unknown
  /** What it was asked to do, in order. */
  acts: string[]
}

/**
 * An engine whose loads end with these words, one after the other; the empty ones well, and `HALF` ones as if.
 * @param tags of the image that it has already; left out: it has none
 */
async function loadsInto(words: readonly string[], tags?: readonly string[]): Promise<Loads> {
  const socketPath = join(tmpdir(), `hf-load-${process.pid}-${Math.random().toString(36).slice(2)}.sock`)
  let loads = 0
  let has = tags !== undefined
  const acts: string[] = []
  server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    response.setHeader('content-type', 'application/json')
    if (path.endsWith('/version')) return response.end(JSON.stringify({ ApiVersion: '1.45', MinAPIVersion: '1.24' }))
    if (path.endsWith('/images/json'))
      return response.end(JSON.stringify([{ Manifests: [{ ID: built.digest, Available: words[loads - 1] !== HALF }] }]))
    // It knows the image by its configuration, and by no name.
    const isKnown = !path.endsWith('/json') || ((has || loads > 0) && path.includes(built.config.digest))
    if (request.method !== 'GET') acts.push(`${request.method} ${path.split('/').at(-1)}`)
    if (request.method === 'DELETE') has = false
    if (!path.endsWith('/images/load'))
      return response.writeHead(isKnown ? 200 : 404).end(JSON.stringify({ RepoTags: tags ?? [], RepoDigests: [] }))
    const word = words[loads++] ?? ''
    return request
      .resume()
      .on('end', () => response.end(['', HALF].includes(word) ? '{"stream":"ok"}' : JSON.stringify({ error: word })))
  })
  await new Promise<void>((resolve) => server?.listen(socketPath, resolve))
  const told: number[] = []
  const onProgress = ({ doneBytes }: PullProgress): unknown => told.push(doneBytes)
  const image = `registry.test/app@${built.digest}`
  const end = await dockerEngine({ socketPath })
    .loadImage(image, source, onProgress, NEVER)
    .catch((error: unknown) => error)
  return { loads, told, end, acts }
}

it('is given all of it again, and no progress is taken back', async () => {
  const { loads, told, end } = await loadsInto([FORGOTTEN, FORGOTTEN])
  expect(end).toBeUndefined()
  expect(loads).toBe(3)
  expect(told).toEqual(told.toSorted((a, b) => a - b))
})

it('is given all of it again where it says that it has what it has not all of, and has no name before', async () => {
  const { loads, end, acts } = await loadsInto([HALF, ''])
  expect(end).toBeUndefined()
  expect(loads).toBe(2)
  expect(acts).toEqual(['POST load', 'POST load', 'POST tag'])
})

it('gives no name to what it never has all of', async () => {
  const { acts, end } = await loadsInto([HALF, HALF, HALF])
  expect(end).toMatchObject({ code: 'HF_IMAGE_INVALID', message: expect.stringContaining('not all of its content') })
  expect(acts).toEqual(['POST load', 'POST load', 'POST load'])
})

it('is not asked for ever', async () => {
  const { loads, end } = await loadsInto([FORGOTTEN, FORGOTTEN, FORGOTTEN, FORGOTTEN])
  expect(end).toMatchObject({ message: expect.stringContaining('content digest') })
  expect(loads).toBe(3)
})

it('is not given again what it did not like', async () => {
  const { loads, end } = await loadsInto(['unexpected EOF'])
  expect(end).toMatchObject({ code: 'HF_IMAGE_INVALID' })
  expect(loads).toBe(1)
})

it('is rid of what a load that was cut off has left, before it is given anything', async () => {
  const { acts, end } = await loadsInto([''], [])
  expect(end).toBeUndefined()
  expect(acts).toEqual([`DELETE ${built.config.digest}`, 'POST load', 'POST tag'])
})

it('keeps what somebody else has given a name', async () => {
  const { acts, end } = await loadsInto([''], ['registry.test/same:1'])
  expect(end).toBeUndefined()
  expect(acts).toEqual(['POST load', 'POST tag'])
})
