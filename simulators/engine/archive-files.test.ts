import { expect, it } from 'vitest'
import { tarOf } from '../../agent/adapters/docker-tar.ts'
import { tarOf as treeOf } from '../registry/tar.ts'
import { filesOf } from './archive-files.ts'

const plain = { mode: 0o440, uid: 7, gid: 8, content: new Uint8Array([1, 2, 3]) }

it('gives back the files that were put, with long names and large owners', () => {
  const files = [
    { ...plain, path: 'run/secrets/a' },
    { ...plain, path: `${'long/'.repeat(30)}ключ`, uid: 3_000_000 },
    { ...plain, path: 'empty', content: new Uint8Array() },
  ]
  expect(filesOf(tarOf(files))).toEqual(files)
})

it('passes over directories and links', () => {
  const tree = treeOf([
    { path: 'etc', directory: true },
    { path: 'etc/a', content: new Uint8Array([1]) },
    { path: 'etc/b', link: 'a' },
  ])
  expect(filesOf(tree).map(({ path }) => path)).toEqual(['etc/a'])
})

it('refuses what is no archive', () => {
  expect(() => filesOf(Buffer.alloc(1024, '<html>'))).toThrow(expect.objectContaining({ status: 400 }))
})
