import { chown, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeAtomic } from './files.ts'

const SOMEBODY = 65_534

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-files-'))
})
afterEach(() => rm(directory, { recursive: true }))

it('gives a file the rights that are meant, whatever the service that writes it may not give by itself', async () => {
  const before = process.umask(0o077)
  try {
    await writeAtomic(join(directory, 'rules'), 'x', 0o644)
    await writeAtomic(join(directory, 'other'), 'x')
  } finally {
    process.umask(before)
  }
  expect((await stat(join(directory, 'rules'))).mode & 0o777).toBe(0o644)
  expect((await stat(join(directory, 'other'))).mode & 0o777).toBe(0o600)
})

it('says what is wrong where nothing can be written, and not what is wrong with the tidying up', async () => {
  await writeFile(join(directory, 'file'), '')
  const below = join(directory, 'file', 'below')
  await expect(writeAtomic(below, 'x')).rejects.toMatchObject({ code: 'HF_FILE_UNREADABLE', place: below })
})

it.skipIf(process.getuid?.() !== 0)('leaves a file with its owner, and gives nothing to that of a link', async () => {
  const [path, link] = [join(directory, 'server.key'), join(directory, 'link')]
  await writeFile(path, 'old', { mode: 0o600 })
  await chown(path, SOMEBODY, SOMEBODY)
  await symlink(path, link)
  for (const each of [link, path]) await writeAtomic(each, 'new', 0o600)
  expect(await stat(path)).toMatchObject({ uid: SOMEBODY, gid: SOMEBODY, mode: 0o100600 })
  expect(await stat(link)).toMatchObject({ uid: 0 })
})
