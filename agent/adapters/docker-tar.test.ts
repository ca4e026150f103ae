import { describe, expect, it } from 'vitest'
import { filesOf } from '../../simulators/engine/archive-files.ts'
import { firstFileOf, tarOf } from './docker-tar.ts'

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const file = (path: string, text = 'hello') => ({ path, content: Buffer.from(text), mode: 0o440, uid: 7, gid: 8 })

describe('an archive', () => {
  it.each([
    ['a short path', 'run/secrets/db'],
    ['a path of 100 bytes', 'x'.repeat(100)],
    ['a path that no header holds', `${'directory/'.repeat(20)}файл`],
    ['a path whose record has 999 bytes', 'x'.repeat(989)],
    ['a path whose record has 1,001 bytes, as none has 1,000', 'x'.repeat(990)],
  ])('carries %s', (_, path) => {
    const [read] = filesOf(tarOf([file(path)]))
    expect(read).toMatchObject({ path, mode: 0o440, uid: 7, gid: 8 })
    expect(Buffer.from(read?.content ?? []).toString()).toBe('hello')
  })

  it('carries owners that no header holds', () => {
    const large = { ...file('a'), uid: 0o7777777 + 1, gid: 4_294_967_294 }
    expect(filesOf(tarOf([large, file('b')]))).toMatchObject([
      { path: 'a', uid: 2_097_152, gid: 4_294_967_294 },
      { path: 'b', uid: 7, gid: 8 },
    ])
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
