/** An image out of an engine that dies meanwhile. */
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { dockerEngine } from './docker.ts'

const LAYER = `sha256:${'a'.repeat(64)}`
const NEVER = new AbortController().signal

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** Gives so many bytes of it, and is gone. */
async function dyingEngine(driver: string[][] = []): Promise<string> {
  const socketPath = join(tmpdir(), `hf-save-${process.pid}-${Math.random().toString(36).slice(2)}.sock`)
  server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    if (path.endsWith('/get')) {
      response.write(Buffer.alloc(1000))
      return setTimeout(() => response.destroy(), 50)
    }
    const image = { Id: 'sha256:1', Size: 1000, RootFS: { Layers: [LAYER] } }
    response.setHeader('content-type', 'application/json')
    if (path.endsWith('/version')) return response.end(JSON.stringify({ ApiVersion: '1.45', MinAPIVersion: '1.24' }))
    if (path.endsWith('/info')) return response.end(JSON.stringify({ DockerRootDir: tmpdir(), DriverStatus: driver }))
    return response.end(JSON.stringify(path.endsWith('/images/json') ? [image] : image))
  })
  await new Promise<void>((resolve) => server?.listen(socketPath, resolve))
  return socketPath
}

it('is the engine being away, and no fault of the image', async () => {
  const { saveImage } = dockerEngine({ socketPath: await dyingEngine() })
  const read = async (): Promise<number> => {
    let bytes = 0
    for await (const piece of saveImage!([LAYER], NEVER)) bytes += piece.length
    return bytes
  }
  await expect(read()).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
})

it.each([
  ['the classic store', [['Backing Filesystem', 'extfs']], true],
  ['the containerd store', [['driver-type', 'io.containerd.snapshotter.v1']], false],
  ['a store that says nothing of itself', undefined, true],
])('%s: whether layers are given back as they were', async (_, driver, expected) => {
  expect(await dockerEngine({ socketPath: await dyingEngine(driver) }).givesLayers()).toBe(expected)
})
