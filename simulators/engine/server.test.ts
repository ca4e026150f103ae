import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** The program itself: what is tested here is what the demo starts. */
let directory: string
let socketPath: string
let program: ChildProcess

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-served-'))
  socketPath = join(directory, 'engine.sock')
  program = await start()
})

afterAll(async () => {
  program.kill('SIGTERM')
  await once(program, 'exit')
  await rm(directory, { recursive: true })
})

const MAIN = new URL('main.ts', import.meta.url).pathname

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [MAIN, '--socket', socketPath, '--pull-rate', '100000000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return child
}

async function run(...args: string[]): Promise<{ code: number; stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, stderr }
}

interface Said {
  status: number
  headers: Record<string, unknown>
  bytes: Buffer
  text: string
  json: unknown
}

function call(method: string, path: string, body?: unknown): Promise<Said> {
  return new Promise((resolve, reject) => {
    const ask = request({ socketPath, method, path, headers: { 'content-type': 'application/json' } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString('utf8')
        const isJson = String(answer.headers['content-type']).startsWith('application/json')
        const json: unknown = isJson && text !== '' && !text.includes('\r\n') ? JSON.parse(text) : undefined
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, text, json })
      })
    })
    ask.on('error', reject)
    ask.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body))
  })
}

async function push(repository: string, more: object = {}): Promise<string> {
  const { json } = await call('POST', '/holdfast/images', { repository, ...more })
  return (json as { reference: string }).reference
}

async function pulled(repository: string, more: object = {}): Promise<string> {
  const reference = await push(repository, more)
  await call('POST', `/v1.41/images/create?fromImage=${reference}`)
  return reference
}

describe('the served engine', () => {
  it('says that it is Docker 20.10 with API 1.41, and speaks no newer one', async () => {
    expect(await call('GET', '/_ping')).toMatchObject({ status: 200, text: 'OK', headers: { 'api-version': '1.41' } })
    expect((await call('GET', '/version')).json).toMatchObject({ ApiVersion: '1.41', Version: '20.10.24' })
    expect(await call('GET', '/v1.44/info')).toMatchObject({
      status: 400,
      json: { message: 'client version 1.44 is too new. Maximum supported API version is 1.41' },
    })
  })

  it.each([
    ['GET', '/v1.41/containers/none/json', undefined, 404, 'No such container: none'],
    ['POST', '/v1.41/containers/none/start', undefined, 404, 'No such container: none'],
    ['POST', '/v1.41/containers/create?name=web', { Image: 'none' }, 404, 'No such image: none'],
    ['GET', '/v1.41/images/none:1/json', undefined, 404, 'no such image: none:1: No such image: none:1'],
    ['DELETE', '/v1.41/volumes/none', undefined, 404, 'get none: no such volume'],
    ['DELETE', '/v1.41/networks/absent', undefined, 404, 'network absent not found'],
    ['DELETE', '/v1.41/networks/host', undefined, 403, 'host is a pre-defined network and cannot be removed'],
    ['GET', '/v1.41/containers/json?filters=%7B%22what%22%3A%5B%5D%7D', undefined, 400, "Invalid filter 'what'"],
    ['GET', '/v1.41/nothing', undefined, 404, 'page not found'],
    ['POST', '/v1.41/containers/create', '{bad', 500, 'invalid JSON'],
    ['POST', '/holdfast/images', { tag: 'v1' }, 400, 'image.repository: is not a string'],
  ])('%s %s is refused in the engine’s words', async (method, path, body, status, message) => {
    expect(await call(method, path, body)).toMatchObject({ status, json: { message } })
  })

  it('pulls with a line for each step of each layer', async () => {
    const reference = await push('registry.test/steps', { layers: [{ name: 'only', bytes: 800_000 }] })
    const { status, text } = await call('POST', `/v1.41/images/create?fromImage=${reference.replace('@', '&tag=')}`)
    const lines = text
      .trim()
      .split('\r\n')
      .map((line) => JSON.parse(line) as { status: string; progressDetail?: object })
    expect(status).toBe(200)
    expect(lines[0]).toEqual({ status: 'Pulling from steps', id: reference })
    expect(lines.slice(1, -2).map((line) => line.status)).toEqual([
      'Pulling fs layer',
      ...Array.from({ length: 8 }, () => 'Downloading'),
      'Verifying Checksum',
      'Download complete',
      'Extracting',
      'Pull complete',
    ])
    expect(lines[9]?.progressDetail).toEqual({ current: 800_000, total: 800_000 })
    expect(lines.at(-1)?.status).toBe(`Status: Downloaded newer image for ${reference}`)
  })

  it('answers a pull that cannot begin with a status, and one that fails later within its 200', async () => {
    const absent = await call('POST', '/v1.41/images/create?fromImage=registry.test/absent&tag=v1')
    expect(absent).toMatchObject({ status: 404, json: { message: expect.stringContaining('manifest unknown') } })
    const reference = await push('registry.test/toolarge')
    await call('POST', '/holdfast/registry', { place: reference, fault: 'disk-full' })
    const { status, text } = await call('POST', `/v1.41/images/create?fromImage=${reference}`)
    expect(status).toBe(200)
    expect(JSON.parse(text.trim().split('\r\n').at(-1) ?? '')).toMatchObject({
      error: expect.stringContaining('no space left on device'),
      errorDetail: { message: expect.stringContaining('no space left on device') },
    })
  })

  it('runs a container as the engine shows it, and writes its logs in frames', async () => {
    const image = await pulled('registry.test/web', {
      behaviour: { lines: ['out', { text: 'err', stderr: true }] },
      health: { intervalMs: 20, retries: 1 },
    })
    const created = await call('POST', '/v1.41/containers/create?name=web', { Image: image, Labels: { a: 'b' } })
    expect(created).toMatchObject({ status: 201, json: { Id: expect.stringMatching(/^[0-9a-f]{64}$/), Warnings: [] } })
    expect((await call('POST', '/v1.41/containers/web/start')).status).toBe(204)
    expect((await call('POST', '/v1.41/containers/web/start')).status).toBe(304)
    const logs = await call('GET', '/v1.41/containers/web/logs?stdout=1&stderr=1')
    expect([...logs.bytes]).toEqual([
      1,
      0,
      0,
      0,
      0,
      0,
      0,
      4,
      ...Buffer.from('out\n'),
      2,
      0,
      0,
      0,
      0,
      0,
      0,
      4,
      ...Buffer.from('err\n'),
    ])
    expect((await call('GET', '/v1.41/containers/web/logs?stdout=1&tail=0')).bytes).toHaveLength(0)
    await call('POST', '/holdfast/containers/web/health', { healthy: false })
    await expect
      .poll(async () => ((await call('GET', '/v1.41/containers/web/json')).json as { State: object }).State)
      .toMatchObject({ Status: 'running', Running: true, Health: { Status: 'unhealthy' } })
    const filters = encodeURIComponent(JSON.stringify({ label: { 'a=b': true }, health: ['unhealthy'] }))
    expect((await call('GET', `/v1.41/containers/json?filters=${filters}`)).json).toMatchObject([
      { Names: ['/web'], State: 'running', Image: image, Labels: { a: 'b' } },
    ])
    expect((await call('DELETE', '/v1.41/containers/web')).status).toBe(409)
    expect((await call('POST', '/v1.41/containers/web/stop?t=1')).status).toBe(204)
    expect((await call('POST', '/v1.41/containers/web/stop?t=1')).status).toBe(304)
    expect((await call('POST', '/v1.41/containers/web/wait')).json).toEqual({ StatusCode: 0, Error: null })
    expect((await call('DELETE', '/v1.41/containers/web?force=1&v=1')).status).toBe(204)
  })

  it('publishes only what is exposed as well', async () => {
    const image = await pulled('registry.test/ports')
    const HostConfig = { PortBindings: { '80/tcp': [{ HostPort: '18080' }] } }
    const published = async (name: string, more: object) => {
      await call('POST', `/v1.41/containers/create?name=${name}`, { Image: image, HostConfig, ...more })
      await call('POST', `/v1.41/containers/${name}/start`)
      const { json } = await call('GET', `/v1.41/containers/${name}/json`)
      return (json as { NetworkSettings: { Ports: object } }).NetworkSettings.Ports
    }
    expect(await published('hidden', {})).toEqual({})
    expect(await published('open', { ExposedPorts: { '80/tcp': {} } })).toEqual({
      '80/tcp': [{ HostIp: '', HostPort: '18080' }],
    })
  })

  it('tells events that were, from a moment on, and filters them', async () => {
    const image = await pulled('registry.test/told')
    const since = Date.now() / 1000
    await call('POST', '/v1.41/containers/create?name=told', { Image: image, Labels: { of: 'us' } })
    await call('POST', '/v1.41/containers/create?name=other', { Image: image })
    const filters = encodeURIComponent(JSON.stringify({ type: ['container'], label: ['of=us'] }))
    const { text } = await call('GET', `/v1.41/events?since=${since.toFixed(3)}&until=${since}&filters=${filters}`)
    const events = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { Actor: { Attributes: { name: string } } })
    expect(events).toMatchObject([
      { Type: 'container', Action: 'create', status: 'create', Actor: { Attributes: { name: 'told' } } },
    ])
  })
})

describe('the program', () => {
  it('does not take a socket on which something listens', async () => {
    expect(await run('--socket', socketPath)).toEqual({
      code: 2,
      stderr: expect.stringContaining(`HF_USAGE: ${socketPath}: something listens there already`),
    })
    expect((await call('GET', '/_ping')).status).toBe(200)
  })

  it('takes over the socket of one that was killed', async () => {
    program.kill('SIGKILL')
    await once(program, 'exit')
    expect(existsSync(socketPath)).toBe(true)
    program = await start()
    expect((await call('GET', '/_ping')).status).toBe(200)
  })

  it.each([
    [[], '--socket is missing'],
    [['--socket', '/tmp/x', '--pull-rate', 'fast'], '--pull-rate: is not a whole number'],
    [['--sockets', '/tmp/x'], "Unknown option '--sockets'"],
  ])('refuses the flags %j', async (flags, message) => {
    expect(await run(...flags)).toEqual({ code: 2, stderr: expect.stringContaining(message) })
  })
})
