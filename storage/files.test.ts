import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeDirectory } from './files.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-files-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('makes a directory with all that is missing above it, and again', async () => {
  const path = join(folder, 'a', 'b', 'c')
  await makeDirectory(path)
  await makeDirectory(path)
  expect(statSync(path).isDirectory()).toBe(true)
})

it.each(['/proc/holdfast', '/proc/holdfast/data', '/sys/holdfast'])(
  'says that %s cannot be made, and comes back',
  async (path) => {
    await expect(makeDirectory(path)).rejects.toMatchObject({
      code: 'HF_STORE_UNWRITABLE',
      place: expect.stringMatching(/^\/(proc|sys)/),
    })
  },
)

it('says that a file is in the way', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(makeDirectory(join(folder, 'file'))).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
  await expect(makeDirectory(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
})

it('makes it also when others make it at the same time', async () => {
  const path = join(folder, 'x', 'y', 'z')
  await Promise.all(Array.from({ length: 8 }, () => makeDirectory(path)))
  expect(statSync(path).isDirectory()).toBe(true)
})
