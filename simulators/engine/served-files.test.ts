/** Files and programs over the served engine's API, as Docker 20.10 answers. */
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { filesOf } from './archive-files.ts'
import { SimulatedRegistry } from './images.ts'
import { type ServedEngine, serveEngine } from './server.ts'
import { SimulatedEngine } from './simulated-engine.ts'

let directory: string
let served: ServedEngine
let engine: SimulatedEngine

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-served-'))
  engine = new SimulatedEngine({ clock: systemClock(), registry: new SimulatedRegistry() })
  served = await serveEngine(engine, join(directory, 'engine.sock'))
  const { json } = await call('POST', '/holdfast/images', { repository: 'registry.test/app' })
  const reference = String(json.reference)
  await call('POST', `/v1.41/images/create?fromImage=${reference}`)
  for (const name of ['filed', 'worker'])
    await call('POST', `/v1.41/containers/create?name=${name}`, { Image: reference })
})

afterAll(async () => {
  await served.close()
  engine.close()
  await rm(directory, { recursive: true })
})

interface Said {
  status: number
  headers: Record<string, unknown>
  bytes: Buffer
  /** Empty when there is none. */
  json: Record<string, unknown>
}

function call(method: string, path: string, body?: unknown): Promise<Said> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' }
    const ask = request({ socketPath: join(directory, 'engine.sock'), method, path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const said = bytes.toString()
        const json = said.startsWith('{') && !said.includes('\r\n') ? (JSON.parse(said) as Said['json']) : {}
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes, json })
      })
    })
    ask.on('error', reject)
    ask.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

it('gives and takes files as archives', async () => {
  await call('POST', '/holdfast/containers/filed/files', { path: '/run/app/lock', text: 'busy' })
  const found = await call('GET', '/v1.41/containers/filed/archive?path=/run/app/lock')
  expect(found).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-tar' } })
  expect(filesOf(found.bytes)).toMatchObject([{ path: 'lock', content: new Uint8Array(Buffer.from('busy')) }])
  const head = await call('HEAD', '/v1.41/containers/filed/archive?path=/run/app/lock')
  const stat = Buffer.from(String(head.headers['x-docker-container-path-stat']), 'base64').toString()
  expect(JSON.parse(stat)).toMatchObject({ name: 'lock', size: 4, mode: 0o644, linkTarget: '' })
  expect(head.bytes).toHaveLength(0)
  await call('POST', '/holdfast/containers/filed/files', { path: '/run/app/lock', text: null })
  expect(await call('GET', '/v1.41/containers/filed/archive?path=/run/app/lock')).toMatchObject({
    status: 404,
    json: { message: expect.stringContaining('Could not find the file /run/app/lock in container') },
  })
})

it('runs programs, and says in their output when there is none', async () => {
  const exec = (Cmd: string[]) => call('POST', '/v1.41/containers/worker/exec', { Cmd, AttachStdout: true })
  expect(await exec(['true'])).toMatchObject({
    status: 409,
    json: { message: expect.stringContaining('not running') },
  })
  await call('POST', '/v1.41/containers/worker/start')
  expect(await exec([])).toMatchObject({ status: 400, json: { message: 'No exec command specified' } })
  const outcome = async (...Cmd: string[]) => {
    const { Id } = (await exec(Cmd)).json as { Id: string }
    const { status, bytes } = await call('POST', `/v1.41/exec/${Id}/start`, { Detach: false, Tty: false })
    const { json } = await call('GET', `/v1.41/exec/${Id}/json`)
    return { status, text: bytes.toString('utf8', 8), ...(json as { ExitCode: number; Running: boolean }) }
  }
  expect(await outcome('echo', 'hello')).toMatchObject({ status: 200, text: 'hello\n', ExitCode: 0, Running: false })
  expect(await outcome('nosuch')).toMatchObject({
    status: 200,
    text: expect.stringMatching(/^OCI runtime exec failed: .*"nosuch": executable file not found/),
    ExitCode: 126,
  })
})
