/** Deltas of layers, from the operator's encoder to the device's decoder. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyDelta } from '../../agent/content/apply-delta.ts'
import { OldPages } from '../../agent/content/old-pages.ts'
import { encodeLayer } from '../../fleet/delta/encode-layer.ts'
import { matchBytes, OldBytes } from '../../fleet/delta/match-bytes.ts'
import { GROUP_LITERALS, LARGEST_GROUP, readGroupHead } from '../../protocol/delta-records.ts'
import { noise } from './image.ts'

const MB = 1_000_000

async function applied(delta: Uint8Array, old: Buffer, bytes: number, pieces = 1000): Promise<Buffer> {
  const all: Uint8Array[] = []
  const pages = new OldPages(old.length, async (position, length) => old.subarray(position, position + length))
  async function* given(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < delta.length; at += pieces) yield delta.subarray(at, at + pieces)
  }
  for await (const piece of applyDelta(given(), pages, bytes, 'it')) all.push(piece)
  return Buffer.concat(all)
}

/** The best takes a second for a megabyte. */
const QUALITY = 5
const encoded = (old: Buffer, fresh: Buffer): Promise<Uint8Array> => encodeLayer(new OldBytes(old), fresh, QUALITY)
const packed = (groups: Uint8Array): Uint8Array =>
  brotliCompressSync(groups, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })

/** Pieces of noise, in the order of their names. */
const made = (...names: string[]): Buffer => Buffer.concat(names.map((name) => noise(name, 70_000)))

describe('what was encoded is what is decoded', () => {
  it.each<[string, Buffer, Buffer, number]>([
    ['the same', made('a', 'b'), made('a', 'b'), 64],
    ['nothing old', Buffer.alloc(0), noise('x', 3000), 3100],
    ['nothing new', made('a'), Buffer.alloc(0), 64],
    ['less than a block', Buffer.from('old'), Buffer.from('new'), 64],
    ['in another order', made('a', 'b', 'c', 'd'), made('d', 'b', 'a', 'c', 'a'), 256],
    ['something between', made('a', 'b'), Buffer.concat([made('a'), noise('x', 500), made('b')]), 700],
    ['more new bytes than a group holds', made('a'), Buffer.concat([noise('long', 1_300_000), made('a')]), 1_310_000],
    ['a run of zeros', Buffer.concat([Buffer.alloc(200_000), made('a')]), Buffer.alloc(5 * MB), 4000],
  ])('%s', async (_, old, fresh, most) => {
    const delta = await encoded(old, fresh)
    expect((await applied(delta, old, fresh.length)).equals(fresh)).toBe(true)
    expect(delta.length).toBeLessThan(most)
  })

  it('a byte here and there costs some bytes, wherever it stands', async () => {
    const old = made('a', 'b', 'c', 'd')
    const fresh = Buffer.from(old)
    for (let at = 100; at < fresh.length; at += 5000) fresh[at] = (fresh[at] ?? 0) ^ 0x55
    const delta = await encoded(old, fresh)
    expect((await applied(delta, old, fresh.length)).equals(fresh)).toBe(true)
    expect(delta.length).toBeLessThan((fresh.length / 5000) * 5)
  })

  it('any two strings', async () => {
    const bytes = fc.array(fc.constantFrom('ab', 'abcdefghijklmnopqrstuvwxyz', '0123456789', '\0'.repeat(40), 'q'), {
      maxLength: 60,
    })
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (a, b) => {
        const [old, fresh] = [Buffer.from(a.join('')), Buffer.from(b.join(''))]
        let at = 0
        for (const { literal, copy, from } of matchBytes(new OldBytes(old), fresh)) {
          at += literal
          expect(old.subarray(from, from + copy)).toEqual(fresh.subarray(at, at + copy))
          at += copy
        }
        expect(at).toBe(fresh.length)
        expect(await applied(await encoded(old, fresh), old, fresh.length, 7)).toEqual(fresh)
      }),
      { numRuns: 200 },
    )
  })
})

describe('what is damaged is refused, or gives other bytes of the promised length', () => {
  const old = made('a', 'b', 'c')
  const fresh = Buffer.concat([made('c', 'a'), noise('new', 9000), made('b')])

  it('a byte of it changed, anywhere', async () => {
    const groups = brotliDecompressSync(await encoded(old, fresh))
    await fc.assert(
      fc.asyncProperty(fc.nat(groups.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const wrong = Buffer.from(groups)
        wrong[at] = (wrong[at] ?? 0) ^ change
        const end = await applied(packed(wrong), old, fresh.length).catch((error) => error)
        if (Buffer.isBuffer(end)) expect(end.length).toBe(fresh.length)
        else expect(end).toMatchObject({ code: 'HF_DELTA_INVALID' })
      }),
      { numRuns: 200 },
    )
  })

  it.each([0, 1, 100, 5000])('cut off after %i bytes', async (bytes) => {
    const delta = (await encoded(old, fresh)).subarray(0, bytes)
    await expect(applied(delta, old, fresh.length)).rejects.toMatchObject({ code: 'HF_DELTA_INVALID' })
  })

  it.each<[string, number[]]>([
    ['more than the layer has', [1, 1, 3, 1, 0, 0, 0xff, 0xff, 0x03, 0]],
    ['what is behind the old bytes', [1, 1, 1, 2, 0, 0, 100, 0xfe, 0x7f]],
    ['what is before them', [1, 1, 1, 1, 0, 0, 100, 1]],
    ['nothing', [1, 1, 1, 1, 0, 0, 0, 0]],
    ['a group without records', [0, 0, 0, 0, 0]],
    ['more new bytes than a group may have', [1, 1, 1, 1, 0x81, 0x80, 0x20, 1, 0, 0]],
    ['columns of another length', [1, 2, 1, 1, 0, 1, 1, 0, 0]],
    ['a number without end', [255, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
  ])('one that asks for %s', async (_, groups) => {
    const delta = packed(Buffer.from(groups))
    await expect(applied(delta, Buffer.alloc(300), 1000)).rejects.toMatchObject({ code: 'HF_DELTA_INVALID' })
  })

  it('one that is very large once it is unpacked ends early', async () => {
    const delta = packed(Buffer.alloc(50 * MB, 1))
    await expect(applied(delta, old, MB / 20)).rejects.toMatchObject({ code: 'HF_DELTA_INVALID' })
  })

  it('what its source throws is what is thrown', async () => {
    const pages = new OldPages(0, async () => new Uint8Array())
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield packed(Buffer.from('x')).subarray(0, 1)
      throw new TypeError('of the disk')
    }
    const drained = async (): Promise<void> => {
      for await (const _ of applyDelta(broken(), pages, 5, 'it'));
    }
    await expect(drained()).rejects.toThrow('of the disk')
  })
})

it('a head says what a reader has to hold, and no more than a group may have', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      let read: ReturnType<typeof readGroupHead> = null
      try {
        read = readGroupHead(bytes)
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
      if (read === null) return
      const { columns, literals } = read.head
      expect(literals).toBeLessThanOrEqual(GROUP_LITERALS)
      expect(columns[0] + columns[1] + columns[2] + literals).toBeLessThanOrEqual(LARGEST_GROUP)
    }),
  )
})
