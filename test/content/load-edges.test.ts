/** An engine that takes an archive badly: what is told of it, and that it has an end. */
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import type { PullProgress } from '../../machines/ports.ts'
import type { HoldfastError } from '../../protocol/errors.ts'
import type { Built } from '../rig/images.ts'
import { noiseImage, sourceOf } from './image.ts'

/** As the store reads its files. */
const PIECE = 256 * 1024
const SILENT_MS = 500
const servers: Server[] = []
let engines = 0
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** An engine that knows an image once it was loaded, and reads so many bytes of an archive and then no more. */
async function engineThatReads(most: number): Promise<string> {
  const socketPath = join(tmpdir(), `hf-load-${process.pid}-${engines++}.sock`)
  let wasLoaded = false
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    response.setHeader('content-type', 'application/json')
    if (path.endsWith('/version')) return response.end(JSON.stringify({ ApiVersion: '1.45', MinAPIVersion: '1.24' }))
    if (path.endsWith('/images/json')) return response.end('[]')
    if (!path.endsWith('/images/load')) {
      const isKnown = !path.endsWith('/json') || (wasLoaded && path.includes('sha256:'))
      return response.writeHead(isKnown ? 200 : 404).end('{"RepoTags":["a"],"RepoDigests":[]}')
    }
    let had = 0
    request.on('data', (piece: Buffer) => {
      had += piece.length
      if (had >= most) request.pause()
    })
    request.on('end', () => {
      wasLoaded = true
      response.end('{"stream":"ok"}')
    })
    return undefined
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return socketPath
}

async function load(built: Built, reads: number, whenHeld?: () => Promise<void>): Promise<PullProgress | null> {
  const engine = dockerEngine({ socketPath: await engineThatReads(reads), stallMs: SILENT_MS, unpackMs: SILENT_MS })
  let last: PullProgress | null = null
  const source = { ...sourceOf(built, PIECE), ...(whenHeld && { whenHeld }) }
  const heard = (progress: PullProgress): void => {
    last = progress
  }
  await engine.loadImage(`registry.test/app@${built.digest}`, source, heard, new AbortController().signal)
  return last
}

describe('an engine that stops reading', () => {
  const silent = { code: 'HF_ENGINE_UNAVAILABLE' }

  it.each([217_088, 233_472, 249_856])('is given up, at whatever place: a layer of %i bytes', async (bytes) => {
    await expect(load(noiseImage([{ name: 'app', bytes }]), 0)).rejects.toMatchObject(silent)
  })

  it('is given up after the layers have come that it waited for, too', async () => {
    const built = noiseImage([{ name: 'app', bytes: 233_472 }])
    await expect(load(built, 0, async () => {})).rejects.toMatchObject(silent)
  })

  it('is not given up for the time that those take', async () => {
    const built = noiseImage([{ name: 'app', bytes: 1000 }])
    const late = () => new Promise<void>((resolve) => setTimeout(resolve, 2 * SILENT_MS))
    await expect(
      load(built, Number.POSITIVE_INFINITY, late).catch((error: HoldfastError) => error.code),
    ).resolves.not.toBe(silent.code)
  })
})

it('as many bytes are told of a layer that is there twice as are given', async () => {
  const built = noiseImage([
    { name: 'base', bytes: 100_000 },
    { name: 'empty', bytes: 32 },
    { name: 'empty', bytes: 32 },
  ])
  expect(await load(built, Number.POSITIVE_INFINITY)).toMatchObject({
    doneBytes: 100_032,
    totalBytes: 100_032,
    layersDone: 3,
  })
})
