import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { secretFiles } from './secret-files.ts'

const GROUP = 'a'.repeat(64)
const file = (words: string, mode = 0o444) => ({ content: new TextEncoder().encode(words), mode, uid: 0, gid: 0 })
let directory: string

beforeEach(async () => {
  directory = await mkdtemp('/dev/shm/holdfast-test-')
})
afterEach(() => rm(directory, { recursive: true, force: true }))

it('puts files where only the agent finds them, and whoever is given them may read', async () => {
  const files = secretFiles(join(directory, 'secrets'))
  const [first, second] = await files.put(GROUP, [file('a'), file('b', 0o404)])
  expect([await readFile(first!, 'utf8'), await readFile(second!, 'utf8')]).toEqual(['a', 'b'])
  expect((await stat(second!)).mode & 0o777).toBe(0o404)
  expect((await stat(join(directory, 'secrets'))).mode & 0o777).toBe(0o700)
})

it('leaves a file that is right as it is, and makes one that is gone, or that an engine has made a folder', async () => {
  const files = secretFiles(directory)
  const [path] = await files.put(GROUP, [file('a')])
  const before = await stat(path!)
  expect(await files.put(GROUP, [file('a')])).toEqual([path])
  expect((await stat(path!)).ino).toBe(before.ino)
  await rm(path!)
  await mkdir(path!)
  await files.put(GROUP, [file('a')])
  expect(await readFile(path!, 'utf8')).toBe('a')
})

it('removes the groups that nobody needs', async () => {
  const files = secretFiles(directory)
  await files.put(GROUP, [file('a')])
  await files.put('b'.repeat(64), [file('b')])
  await files.keepOnly([GROUP])
  expect(await readdir(directory)).toEqual(['a'.repeat(32)])
  await secretFiles(join(directory, 'never')).keepOnly([])
})

it('writes nothing where it could reach a disk', async () => {
  const onDisk = await mkdtemp('/var/tmp/holdfast-test-')
  try {
    const refused = secretFiles(onDisk).put(GROUP, [file('a')])
    await expect(refused).rejects.toMatchObject({ code: 'HF_SECRET_UNPLACED' })
    expect(await readdir(join(onDisk, 'a'.repeat(32)))).toEqual([])
  } finally {
    await rm(onDisk, { recursive: true })
  }
})
