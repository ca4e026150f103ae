/** Bundles over HTTP: whatever comes is answered, bounded, and gone when it is not taken. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BundleWord } from '../../agent/bundle/bundle-end.ts'
import { listenForBundles } from '../../agent/bundle/upload.ts'
import { HoldfastError } from '../../protocol/errors.ts'

const QUIET = { debug() {}, info() {}, warn() {}, error() {} }
let spool: string
let url: string
let server: { close(): Promise<void> }
let apply: (path: string) => Promise<BundleWord>

beforeEach(async () => {
  spool = await mkdtemp(join(tmpdir(), 'holdfast-spool-'))
  await writeFile(join(spool, 'left.tar.part'), 'of a life before')
  await writeFile(join(spool, 'kept.tar'), 'is needed')
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  url = `http://127.0.0.1:${port}/v1/bundle`
  apply = async (path) => ({ path, epoch: 3, outcome: 'taken', code: '', message: '' })
  server = await listenForBundles({
    listen: { host: '127.0.0.1', port },
    spool,
    mostBytes: 1000,
    keeps: join(spool, 'kept.tar'),
    apply: (path) => apply(path),
    log: QUIET,
    idleMs: 300,
  })
})
afterEach(async () => {
  await server.close()
  await rm(spool, { recursive: true })
})

const put = async (body: string, init: RequestInit = {}) => {
  const answer = await fetch(url, { method: 'PUT', body, ...init })
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) }
}
const spooled = async () => (await readdir(spool)).filter((name) => name !== 'kept.tar')

describe('an upload', () => {
  it('is handed on whole, and kept while it is needed', async () => {
    expect(await spooled()).toEqual([])
    let seen = ''
    const taken = apply
    apply = async (path) => {
      seen = await readFile(path, 'utf8')
      return taken(path)
    }
    expect(await put('x'.repeat(1000))).toMatchObject({ status: 200, outcome: 'taken', epoch: 3 })
    expect(seen).toBe('x'.repeat(1000))
    expect(await spooled()).toHaveLength(1)
  })

  it.each([
    ['HF_BUNDLE_INVALID', 400],
    ['HF_SIGNATURE_INVALID', 400],
    ['HF_EPOCH_STALE', 409],
    ['HF_ENGINE_UNAVAILABLE', 503],
  ] as const)(
    'that is refused with %s is answered %i with one clear error, and nothing is left',
    async (code, status) => {
      apply = () => Promise.reject(new HoldfastError(code, 'for a reason'))
      expect(await put('x')).toEqual({ status, code, message: 'for a reason' })
      expect(await spooled()).toEqual([])
    },
  )

  it('that says that it is too large, or is, is refused before it is held', async () => {
    expect(await put('x'.repeat(1001))).toMatchObject({ status: 413, code: 'HF_REQUEST_TOO_LARGE' })
    const request = httpRequest(url, { method: 'PUT' })
    const answered = new Promise((resolve) => {
      request.once('response', ({ statusCode }) => resolve(statusCode))
      // The connection may break while it is still sent.
      request.once('error', () => resolve(413))
    })
    for (let pieces = 0; pieces < 4; pieces += 1) request.write('x'.repeat(400))
    expect(await answered).toBe(413)
    request.destroy()
    await expect.poll(spooled).toEqual([])
  })

  it('of a sender who falls silent is given up', async () => {
    const request = httpRequest(url, { method: 'PUT', headers: { 'content-length': '900' } })
    const broken = new Promise((resolve) => request.once('error', resolve))
    request.write('x')
    await broken
    await expect.poll(spooled).toEqual([])
    expect(await put('x')).toMatchObject({ status: 200 })
  })

  it('beside another one has to wait', async () => {
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const taken = apply
    apply = async (path) => {
      begun.resolve()
      await held.promise
      return taken(path)
    }
    const first = put('x')
    await begun.promise
    expect(await put('y')).toMatchObject({ status: 429, code: 'HF_REQUESTS_EXHAUSTED' })
    held.resolve()
    expect(await first).toMatchObject({ status: 200 })
  })

  it.each(['GET', 'POST', 'DELETE'])('is a PUT: a %s is told so', async (method) => {
    const answer = await fetch(url, { method })
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'HF_REQUEST_UNKNOWN' })
  })
})
