import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { curlLooks } from './link-looks.ts'

const never = new AbortController().signal
const url = 'http://probe.example/empty'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-looks-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A curl that answers so, and only for eth0. */
async function answering(words: string, status = 0): Promise<string> {
  const program = join(folder, 'curl')
  const isAsked = `case "$*" in *"--interface if!eth0 "*"${url}") ;; *) exit 45 ;; esac`
  await writeFile(program, `#!/bin/sh\n${isAsked}\nprintf '%s' '${words}'\nexit ${status}\n`)
  await chmod(program, 0o755)
  return program
}
const looksBy = (program: string, missing = vi.fn()) => curlLooks({ url, status: 204, missing, program })

it.each<[string, number, boolean]>([
  ['204', 0, true],
  ['200', 0, false],
  ['000', 7, false],
  ['204', 28, false],
])('takes %s, ended with %i, for %s', async (words, status, isGood) => {
  expect(await looksBy(await answering(words, status)).look('eth0', never)).toBe(isGood)
})

it('asks by the link that it is to look beyond', async () => {
  expect(await looksBy(await answering('204')).look('eth1', never)).toBe(false)
})

it('shows nothing where there is no such program, and says so once', async () => {
  const missing = vi.fn()
  const looks = looksBy(join(folder, 'nothing'), missing)
  expect([await looks.look('eth0', never), await looks.look('eth0', never)]).toEqual([null, null])
  expect(missing).toHaveBeenCalledOnce()
})

it('can be given up', async () => {
  const stop = new AbortController()
  const looked = looksBy(await answering('204')).look('eth0', stop.signal)
  stop.abort()
  await expect(looked).rejects.toMatchObject({ name: 'AbortError' })
})
