/** An engine that hangs: it takes every connection, and says nothing, or nothing more. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { firstValueFrom } from 'rxjs'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { ContainerSpec, EnginePort, LogEntry } from '../../machines/ports.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Network, Service, Volume } from '../../protocol/types.ts'
import { dockerEngine } from './docker.ts'

/** For who is never answered. */
const SHORT = { askMs: 150, actMs: 250, stallMs: 300 }
/** For who is: a busy machine is no engine that hangs. */
const LONG = { askMs: 2_000, actMs: 2_000, stallMs: 2_000 }
const NEVER = new AbortController().signal

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown
const json = (value: unknown) => (_: IncomingMessage, response: ServerResponse) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
}
const VERSION = json({ ApiVersion: '1.41', MinAPIVersion: '1.12', Version: '20.10.24' })

const servers: Server[] = []
function stopAll(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
}

/** @param answers by the end of the path; everything else is left without an answer */
async function engineThat(answers: Record<string, Handler>, bounds = SHORT): Promise<EnginePort> {
  const socketPath = join(tmpdir(), `hf-hung-${process.pid}-${Math.random().toString(36).slice(2)}.sock`)
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    Object.entries(answers).find(([end]) => path.endsWith(end))?.[1](request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return dockerEngine({ socketPath, ...bounds })
}

const release = decode(
  KINDS.Release,
  encode(KINDS.Release, {
    services: [{ name: 'web', image: 'r/web@sha256:ab', files: [{ path: '/a', content: new Uint8Array(1) }] }],
    volumes: [{ name: 'data' }],
    networks: [{ name: 'net' }],
  }),
)
const spec: ContainerSpec = {
  name: 'web',
  device: 'd',
  release: 'r',
  specHash: 'h',
  service: release.services[0] as Service,
  networkNames: {},
  volumeNames: {},
}
const volume = { name: 'data', device: 'd', volume: release.volumes[0] as Volume }
const network = { name: 'net', device: 'd', network: release.networks[0] as Network, specHash: 'h' }

const calls: Record<string, (engine: EnginePort) => Promise<unknown>> = {
  info: (engine) => engine.info(),
  listContainers: (engine) => engine.listContainers('d'),
  listRuns: (engine) => engine.listRuns('d'),
  createContainer: (engine) => engine.createContainer(spec),
  startContainer: (engine) => engine.startContainer('x', Restart.RESTART_ALWAYS, 0),
  stopContainer: (engine) => engine.stopContainer('x', 100),
  removeContainer: (engine) => engine.removeContainer('x'),
  logs: (engine) => allOf(engine.logs('x', { follow: true, tail: 0, sinceMs: 0 }, NEVER)),
  isLeftOver: (engine) => engine.isLeftOver('x', '/a'),
  readFile: (engine) => engine.readFile('x', '/a', 10),
  exec: (engine) => engine.exec('x', ['true'], NEVER),
  hasImage: (engine) => engine.hasImage('r/web@sha256:ab'),
  removeImage: (engine) => engine.removeImage('r/web@sha256:ab'),
  listVolumes: (engine) => engine.listVolumes('d'),
  ensureVolume: (engine) => engine.ensureVolume(volume),
  removeVolume: (engine) => engine.removeVolume('data'),
  listNetworks: (engine) => engine.listNetworks('d'),
  ensureNetwork: (engine) => engine.ensureNetwork(network),
  removeNetwork: (engine) => engine.removeNetwork('net'),
  events: (engine) => firstValueFrom(engine.events('d')),
}

async function allOf(entries: AsyncIterable<LogEntry>): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of entries) lines.push(text)
  return lines
}

/** Less than without such bounds, and long for a busy machine. */
const BOUNDED_MS = 20_000

async function expectBounded(call: Promise<unknown>): Promise<void> {
  const began = performance.now()
  await expect(call).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
  expect(performance.now() - began).toBeLessThan(BOUNDED_MS)
}

describe('an engine that takes connections and says nothing', () => {
  afterEach(stopAll)

  it.each(Object.entries(calls))('%s ends within its bound', async (_, call) => {
    await expectBounded(call(await engineThat({})))
  })

  it('a pull ends, too', async () => {
    await expectBounded((await engineThat({})).pull('r/web@sha256:ab', () => {}, NEVER))
  })
})

describe('an engine that tells its version and then hangs', () => {
  afterEach(stopAll)

  it.each(Object.entries(calls))('%s ends within its bound', async (_, call) => {
    await expectBounded(call(await engineThat({ '/version': VERSION })))
  })

  it('a pull that never begins ends as the registry’s silence', async () => {
    const engine = await engineThat({ '/version': VERSION }, LONG)
    await expect(engine.pull('r/web@sha256:ab', () => {}, NEVER)).rejects.toMatchObject({
      code: 'HF_REGISTRY_UNAVAILABLE',
    })
  })

  it('is asked again, and answers when it has come to itself', async () => {
    const answers: Record<string, Handler> = { '/version': VERSION }
    const engine = await engineThat(answers, LONG)
    await expectBounded(engine.hasImage('x'))
    answers['/json'] = json({})
    expect(await engine.hasImage('x')).toBe(true)
  })
})

describe.concurrent('an engine in the middle of something', () => {
  afterAll(stopAll)
  const inspected = json({ Id: 'x', Name: '/x', Config: { Image: 'i' }, HostConfig: {}, State: { Status: 'running' } })
  const frame = (text: string) => Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)])
  /** Begins at once, and goes on long after every bound. */
  const slowly =
    (...pieces: (string | Buffer)[]): Handler =>
    async (_, response) => {
      response.flushHeaders()
      for (const piece of pieces) {
        await sleep(2 * LONG.actMs)
        response.write(piece)
      }
      response.end()
    }

  it('may be silent between events', async () => {
    const event = (Action: string) =>
      `${JSON.stringify({ Type: 'container', Action, Actor: { ID: 'x', Attributes: {} } })}\n`
    const engine = await engineThat({ '/version': VERSION, '/events': slowly(event('start'), event('die')) }, LONG)
    const seen: string[] = []
    await expect(
      new Promise((_, reject) => {
        engine.events('d').subscribe({
          next: (told) => seen.push(told.type === 'opened' ? 'opened' : told.action),
          error: reject,
        })
      }),
    ).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE', message: expect.stringContaining('ended') as string })
    expect(seen).toEqual(['opened', 'start', 'die'])
  })

  it('may be silent between lines of a log', async () => {
    const logs = slowly(frame('2024-01-01T00:00:00Z a\n'), frame('2024-01-01T00:00:01Z b\n'))
    const engine = await engineThat({ '/version': VERSION, '/json': inspected, '/logs': logs }, LONG)
    expect(await allOf(engine.logs('x', { follow: true, tail: 0, sinceMs: 0 }, NEVER))).toEqual(['a', 'b'])
  })

  it('may take its time with a program', async () => {
    const engine = await engineThat(
      {
        '/version': VERSION,
        '/containers/x/exec': json({ Id: 'e' }),
        '/exec/e/start': slowly(frame('a\n'), frame('b\n')),
        '/exec/e/json': json({ ExitCode: 0 }),
      },
      LONG,
    )
    expect(await engine.exec('x', ['slow'], NEVER)).toEqual({ exitCode: 0, output: 'a\nb\n', truncated: false })
  })

  it('has the grace on top of the bound for a stop', async () => {
    const stop: Handler = async (_, response) => {
      await sleep(2 * LONG.actMs)
      response.statusCode = 204
      response.end()
    }
    const engine = await engineThat(
      { '/version': VERSION, '/json': inspected, '/update': json({}), '/stop': stop },
      LONG,
    )
    await engine.stopContainer('x', 4 * LONG.actMs)
    await expectBounded(engine.stopContainer('x', 0))
  })
})
