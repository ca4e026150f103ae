/** The order in which a key comes to the disk, as the kernel is told it: a cut between any two leaves it whole or not there. */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** What was asked of the kernel. */
const asked = vi.hoisted((): string[] => [])

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const nameOf = (path: unknown): string => basename(String(path))
  return {
    ...real,
    open: async (...words: Parameters<typeof real.open>) => {
      const file = await real.open(...words)
      const noting = (act: 'writeFile' | 'sync' | 'datasync') => {
        const done = file[act].bind(file) as (...given: unknown[]) => Promise<void>
        return Object.assign(file, {
          [act]: (...given: unknown[]) => {
            asked.push(`${act} ${nameOf(words[0])}`)
            return done(...given)
          },
        })
      }
      noting('writeFile')
      noting('sync')
      return noting('datasync')
    },
    rename: (from: string, to: string) => {
      asked.push(`rename ${nameOf(from)} ${nameOf(to)}`)
      return real.rename(from, to)
    },
    rm: (path: string, options: object) => {
      asked.push(`rm ${nameOf(path)}`)
      return real.rm(path, options)
    },
  }
})

const { keyFiles } = await import('./key-files.ts')

let directory: string
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'holdfast-keys-')), 'keys')
  await keyFiles(directory).write('first', 'a')
  asked.length = 0
})
afterEach(() => rm(join(directory, '..'), { recursive: true }))

it('is on the disk before it has its name, and its name before that is said', async () => {
  await keyFiles(directory).write('one', 'secret')
  expect(asked).toEqual(['rm one.new', 'writeFile one.new', 'sync one.new', 'rename one.new one', 'sync keys'])
  expect(await keyFiles(directory).read('one')).toBe('secret')
  expect((await stat(join(directory, 'one'))).mode & 0o777).toBe(0o600)
})

it('is gone from the disk before that is said', async () => {
  await keyFiles(directory).write('one', 'secret')
  asked.length = 0
  await keyFiles(directory).remove(['one', 'never'])
  expect(asked).toEqual(['rm one', 'sync keys'])
  expect(await keyFiles(directory).list()).toEqual(['first'])
})

it('takes the place of what a cut has left half written', async () => {
  await keyFiles(directory).write('one.new', 'se')
  await keyFiles(directory).write('one', 'secret')
  expect(await keyFiles(directory).list()).toEqual(['first', 'one'])
})
