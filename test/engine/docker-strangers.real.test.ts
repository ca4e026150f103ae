/** What answers, or does not, where an engine should be. */
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import type { EnginePort } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import { describeReal } from '../rig/use-rig.ts'
import { containerSpecOf, uniqueName } from './specs.ts'

const forever = () => new AbortController().signal

describeReal('what is not an engine', () => {
  const calls = (engine: EnginePort): Record<string, () => Promise<unknown>> => ({
    info: () => engine.info(),
    listContainers: () => engine.listContainers('d'),
    createContainer: () => engine.createContainer(containerSpecOf({ image: 'x' })),
    startContainer: () => engine.startContainer('x', Restart.RESTART_NO, 0),
    stopContainer: () => engine.stopContainer('x', 0),
    removeContainer: () => engine.removeContainer('x'),
    readFile: () => engine.readFile('x', '/x', 1),
    exec: () => engine.exec('x', ['true'], forever()),
    listRuns: () => engine.listRuns('d'),
    hasImage: () => engine.hasImage('x'),
    pull: () => engine.pull('r/x@sha256:ab', () => {}, forever()),
    removeImage: () => engine.removeImage('x'),
    listVolumes: () => engine.listVolumes('d'),
    removeVolume: () => engine.removeVolume('x'),
    listNetworks: () => engine.listNetworks('d'),
    removeNetwork: () => engine.removeNetwork('x'),
  })

  it.each(Object.keys(calls(dockerEngine({ socketPath: '/x' }))))('no socket: %s', async (name) => {
    const call = calls(dockerEngine({ socketPath: '/nonexistent/docker.sock' }))[name]
    await expect(call?.()).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
  })

  async function withServer<T>(answer: Parameters<typeof createServer>[1], use: (socket: string) => Promise<T>) {
    const socketPath = join(tmpdir(), `${uniqueName('hf')}.sock`)
    const server = createServer(answer ?? (() => {}))
    await new Promise<void>((resolve) => server.listen(socketPath, resolve))
    try {
      return await use(socketPath)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  it('an engine that is too old is refused with both versions', async () => {
    const old = { ApiVersion: '1.40', MinAPIVersion: '1.12', Version: '19.03' }
    await withServer(
      (_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(old)),
      async (socketPath) => {
        await expect(dockerEngine({ socketPath }).info()).rejects.toMatchObject({
          code: 'HF_ENGINE_FAILED',
          message: expect.stringMatching(/19\.03.*1\.40.*1\.41/) as string,
        })
      },
    )
  })

  it('a web server is not taken for an engine', async () => {
    await withServer(
      (_, response) => response.end('<html>'),
      async (socketPath) => {
        await expect(dockerEngine({ socketPath }).info()).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
      },
    )
  })

  it('an engine that never answers is unavailable after its bound', async () => {
    await withServer(
      () => {},
      async (socketPath) => {
        const started = performance.now()
        await expect(dockerEngine({ socketPath, askMs: 300 }).info()).rejects.toMatchObject({
          code: 'HF_ENGINE_UNAVAILABLE',
          message: expect.stringContaining('within 0.3 s') as string,
        })
        expect(performance.now() - started).toBeLessThan(20_000)
      },
    )
  })

  it('an answer that is cut in the middle ends at its bound', async () => {
    await withServer(
      (_, response) => {
        response.setHeader('content-length', 1000)
        response.write('{"ApiVersion":')
        setTimeout(() => response.destroy(), 50)
      },
      async (socketPath) => {
        await expect(dockerEngine({ socketPath, askMs: 500 }).info()).rejects.toMatchObject({
          code: 'HF_ENGINE_UNAVAILABLE',
        })
      },
    )
  })
})
