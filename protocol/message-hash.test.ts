import { describe, expect, it } from 'vitest'
import { KINDS } from './codec.ts'
import { messageHash } from './message-hash.ts'

describe('the hash of a message', () => {
  it('is the same whatever is left out rather than empty, and in whatever order maps stand', () => {
    const hash = messageHash(KINDS.Service, { name: 'web', environment: { A: '1', B: '2' } })
    expect(messageHash(KINDS.Service, { environment: { B: '2', A: '1' }, name: 'web', init: false, files: [] })).toBe(
      hash,
    )
  })

  it('tells an empty value of a map, an empty word of a list and the bytes of a file', () => {
    const hashes = [
      { name: 'web' },
      { name: 'web', environment: { A: '' } },
      { name: 'web', command: [''] },
      { name: 'web', files: [{ path: '/a', content: Uint8Array.of(1) }] },
      { name: 'web', files: [{ path: '/a', content: Uint8Array.of(2) }] },
    ].map((service) => messageHash(KINDS.Service, service))
    expect(new Set(hashes).size).toBe(5)
  })

  it('stays what it was: containers are known by it', () => {
    expect(messageHash(KINDS.Service, { name: 'web', image: 'i', environment: { A: '1' } })).toMatchInlineSnapshot(
      `"aede3ead210744e5082ca8cb8a07ecf2c0c1a7d3bdf0ca057e39044727097f07"`,
    )
  })
})
