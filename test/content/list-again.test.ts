/** An engine that fails to list its images because one of them goes meanwhile. */
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'

/** As Docker 26.1 with the containerd store said it. */
const GONE = 'failed to read config content: rpc error: code = NotFound desc = content digest sha256:ab: not found'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** @param words of the answers to come, all of them failures; then there are no images */
async function engineThatFails(words: string[]): Promise<{ list(): Promise<string[][]>; asked(): number }> {
  const socketPath = join(tmpdir(), `hf-list-${process.pid}-${Math.random().toString(36).slice(2)}.sock`)
  let asked = 0
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    if (request.url?.includes('/version'))
      return response.end(JSON.stringify({ ApiVersion: '1.45', MinAPIVersion: '1.24' }))
    asked += 1
    const message = words.shift()
    if (message === undefined) return response.end('[]')
    return response.writeHead(500).end(JSON.stringify({ message }))
  })
  await new Promise<void>((resolve) => server?.listen(socketPath, resolve))
  const engine = dockerEngine({ socketPath })
  return { list: () => engine.listLayers(), asked: () => asked }
}

it('is asked again', async () => {
  const { list, asked } = await engineThatFails([GONE, GONE])
  expect(await list()).toEqual([])
  expect(asked()).toBe(3)
})

it('is not asked for ever', async () => {
  const { list, asked } = await engineThatFails(Array.from({ length: 50 }, () => GONE))
  await expect(list()).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
  expect(asked()).toBe(5)
})

it('is not asked again about anything else', async () => {
  const { list, asked } = await engineThatFails(['the graph driver is broken'])
  await expect(list()).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
  expect(asked()).toBe(1)
})
