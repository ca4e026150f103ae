import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { proxyFile } from './proxy-file.ts'
import { ProxyInForce } from './proxy-in-force.ts'

const KEPT = { hash: 'h', url: 'socks5h://proxy.example:1080', username: 'till', password: 'hunter2' }
const warn = vi.fn()
let dir: string
beforeEach(async () => {
  warn.mockReset()
  dir = await mkdtemp(join(tmpdir(), 'hf-proxy-'))
})
afterEach(() => rm(dir, { recursive: true }))
const path = () => join(dir, 'network-proxy.json')

it('gives back what was kept, which only its user reads, and counts from the next start on', async () => {
  const file = proxyFile(dir, warn)
  expect(await file.read()).toBeNull()
  await file.write(KEPT)
  expect(await file.read()).toEqual(KEPT)
  expect((await stat(path())).mode & 0o777).toBe(0o600)
  const inForce = await ProxyInForce.from(proxyFile(dir, warn))
  expect(inForce.current()).toMatchObject({ kind: 'socks5', resolves: true, username: 'till', password: 'hunter2' })
  await file.write(null)
  expect(await file.read()).toBeNull()
  expect(await readdir(dir)).toEqual([])
  expect(warn).not.toHaveBeenCalled()
})

it('that is damaged is written again, or removed', async () => {
  await writeFile(path(), '{"hash"')
  expect(await proxyFile(dir, warn).read()).toBe('damaged')
  const inForce = await ProxyInForce.from(proxyFile(dir, warn))
  expect([inForce.isDamaged, inForce.isKeptFor('h')]).toEqual([true, false])
  await inForce.keep({ hash: 'h', config: { links: [], proxies: [], trialMs: 0, failover: null, asItCame: false } })
  expect([inForce.isDamaged, await readdir(dir)]).toEqual([false, []])
})

it('is written again over what a cut has left', async () => {
  await writeFile(`${path()}.new`, '{"hash"')
  const file = proxyFile(join(dir), warn)
  expect(await file.read()).toBeNull()
  await file.write(KEPT)
  expect(await file.read()).toEqual(KEPT)
})

it.each([
  '',
  'null',
  '{"hash": "h", "password": "hunter2"',
  JSON.stringify({ ...KEPT, username: 7 }),
  JSON.stringify({ ...KEPT, url: 'ftp://me:hunter2@p:1' }),
])('that cannot be read counts for nothing, and nothing of it is told: %j', async (text) => {
  await writeFile(path(), text)
  expect((await ProxyInForce.from(proxyFile(dir, warn))).current()).toBeNull()
  expect(warn).toHaveBeenCalledOnce()
  expect(JSON.stringify(warn.mock.calls)).not.toContain('hunter2')
})

it('that cannot be written says where', async () => {
  await writeFile(join(dir, 'file'), '')
  await expect(proxyFile(join(dir, 'file'), warn).write(KEPT)).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
})
