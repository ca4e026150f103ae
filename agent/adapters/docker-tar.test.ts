import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { firstFileOf, tarOf } from './docker-tar.ts'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const file = (path: string, text = 'hello') => ({ path, content: Buffer.from(text), mode: 0o440, uid: 7, gid: 8 })

/** "MODE UID/GID SIZE PATH" of each file, and what all of them hold, as the system's own tar reads them. */
function readBySystem(archive: Buffer): { list: string[]; content: string } {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  const tar = (...flags: string[]) =>
    execFileSync('tar', [...flags, '-f', '-'], { input: archive, env, encoding: 'utf8' })
  const list = tar('--list', '--verbose', '--numeric-owner', '--quoting-style=literal').trimEnd().split('\n')
  return {
    list: list.map((line) => line.replace(/ +/g, ' ').replace(/ \d{4}-\d\d-\d\d \d\d:\d\d/, '')),
    content: tar('--extract', '--to-stdout'),
  }
}

describe('an archive', () => {
  it.each([
    ['a short path', 'run/secrets/db'],
    ['a path of 100 bytes', 'x'.repeat(100)],
    ['a path that no header holds', `${'directory/'.repeat(20)}файл`],
    ['a path whose record has 999 bytes', `${'d/'.repeat(490)}${'x'.repeat(9)}`],
    ['a path whose record has 1,001 bytes, as none has 1,000', `${'d/'.repeat(490)}${'x'.repeat(10)}`],
  ])('carries %s', (_, path) => {
    expect(readBySystem(tarOf([file(path)]))).toEqual({ list: [`-r--r----- 7/8 5 ${path}`], content: 'hello' })
  })

  it('carries owners that no header holds, and the next file its own', () => {
    const large = { ...file('a', 'one '), uid: 0o7777777 + 1, gid: 4_294_967_294 }
    expect(readBySystem(tarOf([large, file('b', 'two')]))).toEqual({
      list: ['-r--r----- 2097152/4294967294 4 a', '-r--r----- 7/8 3 b'],
      content: 'one two',
    })
  })

  it('is whole blocks, and ends with two empty ones', () => {
    const bytes = tarOf([file('a', 'x'.repeat(513))])
    expect(bytes.length).toBe(512 * (1 + 2 + 2))
    expect(bytes.subarray(-1024).every((byte) => byte === 0)).toBe(true)
  })
})

describe('the first file of an archive', () => {
  it.each([1, 511, 512, 10_000])('is read from pieces of %d bytes', async (size) => {
    const bytes = tarOf([file(`${'long/'.repeat(30)}a`, 'first'), file('b', 'second')])
    expect((await firstFileOf(inPieces(bytes, size), 5))?.toString()).toBe('first')
  })

  it('is refused when it is larger than is wanted, before it is read', async () => {
    const bytes = tarOf([file('a', 'x'.repeat(5000))])
    const headAlone = inPieces(bytes.subarray(0, 512), 512)
    await expect(firstFileOf(headAlone, 4999)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
  })

  it('is nothing when a directory comes first', async () => {
    const bytes = tarOf([file('a')])
    bytes.write('5', 156)
    expect(await firstFileOf(inPieces(bytes, 512), 100)).toBeNull()
  })

  it.each([
    ['cut off in the head', tarOf([file('a')]).subarray(0, 100)],
    ['cut off in the file', tarOf([file('a')]).subarray(0, 514)],
    ['something else', Buffer.alloc(2048, '<html>')],
  ])('is an error of the engine when the archive is %s', async (_, bytes) => {
    await expect(firstFileOf(inPieces(bytes, 300), 100)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
  })
})
