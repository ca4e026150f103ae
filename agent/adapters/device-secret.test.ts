import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { deviceSecret } from './device-secret.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-secret-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('is made once, of 32 bytes, and stays', async () => {
  const secret = await deviceSecret(folder)
  expect(secret).toHaveLength(32)
  expect(await deviceSecret(folder)).toEqual(secret)
})

it('is another one on another device', async () => {
  const other = join(folder, 'other')
  await mkdir(other)
  expect(await deviceSecret(folder)).not.toEqual(await deviceSecret(other))
})

it('can be read by the agent’s user alone, whatever its mask', async () => {
  await deviceSecret(folder)
  expect((await stat(join(folder, 'device-secret'))).mode & 0o777).toBe(0o600)
})

it.each(['', 'short', 'g'.repeat(64), `${'a'.repeat(64)}`])(
  'damaged (%j), is replaced by a new one that stays',
  async (text) => {
    await writeFile(join(folder, 'device-secret'), text)
    const secret = await deviceSecret(folder)
    expect(secret).toHaveLength(32)
    expect(await deviceSecret(folder)).toEqual(secret)
  },
)

it('half made at a cut, is made anew and leaves nothing behind', async () => {
  await writeFile(join(folder, 'device-secret.new'), 'half')
  await chmod(join(folder, 'device-secret.new'), 0o644)
  await deviceSecret(folder)
  expect(await readdir(folder)).toEqual(['device-secret'])
  expect((await stat(join(folder, 'device-secret'))).mode & 0o777).toBe(0o600)
  expect(await readFile(join(folder, 'device-secret'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
})

it('that cannot be kept is an error with its place', async () => {
  await expect(deviceSecret(join(folder, 'nowhere'))).rejects.toMatchObject({
    code: 'HF_STORE_UNWRITABLE',
    place: join(folder, 'nowhere', 'device-secret.new'),
  })
})
