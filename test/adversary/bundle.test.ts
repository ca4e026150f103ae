/**
 * What the reader of bundles does with archives that somebody has made to harm.
 *
 * Invariant: each is a refusal with a code or a bundle of ours; no name in one is ever asked of a disk, and no more is
 * read than the archive has.
 */
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archiveParts } from '../../protocol/bundle-archive.ts'
import { bundleManifest, readBundleIndex, readBundleManifest } from '../../protocol/bundle-form.ts'
import { BundleReader, bestFor } from '../../protocol/bundle-reader.ts'
import { BLOCK, fileHeader, padding, readTarHeader, TAR_END, tarHeader } from '../../protocol/tar-form.ts'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { type BundleDesk, openBundleDesk } from '../bundle/desk.ts'
import { hurt } from './hostile-bytes.ts'

const BLOB = `blobs/sha256/${'a'.repeat(64)}`

/** Gives what is there, and fails a test that asks for more. */
const readingOf = (bytes: Uint8Array) => (offset: number, length: number) => {
  expect(offset).toBeGreaterThanOrEqual(0)
  expect(offset + length).toBeLessThanOrEqual(bytes.length)
  return Promise.resolve(bytes.subarray(offset, offset + length))
}
const partsOf = (bytes: Uint8Array) => archiveParts(readingOf(bytes), bytes.length)
const file = (name: string, content = 'x') => [
  fileHeader(name, content.length),
  Buffer.from(content),
  padding(content.length),
]
/** A header with bytes put over it, and its checksum set right again. */
const bent = (at: number, text: string, type = '0', name = BLOB): Buffer => {
  const block = tarHeader(type, { path: name, mode: 0, uid: 0, gid: 0 }, 0)
  block.write(text, at, 'latin1')
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

describe('an archive', () => {
  it('with the files of a layout is known by their names, and folders are passed over', async () => {
    const archive = Buffer.concat([...file('oci-layout'), bent(0, '', '5', 'blobs/'), ...file(BLOB, 'abc'), TAR_END])
    expect(await partsOf(archive)).toEqual(
      new Map([
        ['oci-layout', { offset: 512, size: 1 }],
        [BLOB, { offset: 2048, size: 3 }],
      ]),
    )
  })

  it.each<[string, readonly Uint8Array[]]>([
    ['a way up', file('../../etc/passwd')],
    ['a way from the root', file('/etc/passwd')],
    ['a way up behind a folder of ours', file('blobs/sha256/../../x')],
    ['a name in another spelling', file(`./${BLOB}`)],
    ['a digest in capitals', file(`blobs/sha256/${'A'.repeat(64)}`)],
    ['a name of its own', file('manifest.json')],
    ['a folder of its own', [bent(0, '', '5', 'etc/')]],
    ['no name', [bent(0, '\0'.repeat(100))]],
    ['a name with more behind its end', [bent(90, 'x')]],
    ['a name twice', [...file(BLOB), ...file(BLOB)]],
    ['a hard link', [bent(156, '1'), bent(0, '')]],
    ['a symbolic link', [bent(156, '2')]],
    ['a device', [bent(156, '3')]],
    ['a pipe', [bent(156, '6')]],
    ['a sparse file', [bent(156, 'S')]],
    ['a long name of GNU', [bent(156, 'L')]],
    ['records of pax', [bent(156, 'x')]],
    ['a file with a link', [bent(157, '/etc/passwd')]],
    ['a prefix', [bent(345, 'etc')]],
    ['a size in base 256', [bent(124, '\x80\0\0\0\0\0\0\0\0\0\x01\0')]],
    ['a negative size', [bent(124, '-0000000001\0')]],
    ['a size without digits', [bent(124, 'xxxxxxxxxxx\0')]],
    ['a size beyond its end', [bent(124, '77777777777\0')]],
    ['a folder with content', [bent(124, '00000001000\0', '5', 'blobs/'), Buffer.alloc(BLOCK)]],
    ['another magic', [bent(257, 'ustar  \0')]],
    ['a wrong checksum', [Buffer.from(fileHeader(BLOB, 0)).fill('7', 148, 149)]],
    ['something behind its end', [TAR_END, Buffer.alloc(BLOCK, 1)]],
    ['zeros without end', [Buffer.alloc(70 * BLOCK)]],
  ])('with %s is refused', async (_, pieces) => {
    const refused = expect.objectContaining({ code: 'HF_BUNDLE_INVALID' })
    await expect(partsOf(Buffer.concat([...pieces, TAR_END]))).rejects.toEqual(refused)
  })

  it('with more files than are kept in mind is refused', async () => {
    const many = Array.from({ length: 4097 }, (_, at) =>
      fileHeader(`blobs/sha256/${at.toString(16).padStart(64, '0')}`, 0),
    )
    await expect(partsOf(Buffer.concat([...many, TAR_END]))).rejects.toThrow('more than 4096')
  })

  it('has headers that are read as they were written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 8 * 1024 ** 3 - 1 }),
        fc.stringMatching(/^[a-z0-9./-]{1,100}$/),
        (size, name) => {
          expect(readTarHeader(fileHeader(name, size), () => {})).toEqual({ name, size, isFolder: false })
        },
      ),
    )
  })
})

describe('a bundle', () => {
  let desk: BundleDesk
  let good: Buffer
  beforeAll(async () => {
    desk = await openBundleDesk(['v1'], 100)
    good = await readFile(await desk.bundle('v1', 1))
  })
  afterAll(() => desk.close())

  it('that is cut, bent, doubled or put together of two is a refusal, or is the same', async () => {
    const random = seededRandom('bundles')
    for (let round = 0; round < 3000; round++) {
      const bytes = hurt(good, good, random)
      try {
        const bundle = await BundleReader.open(readingOf(bytes), bytes.length)
        await bundle.wholeImages()
        await bundle.verify(bundle.digests())
        // Only what nobody looks at has been hurt: padding, or the end.
        for (const { topic } of bundle.messages) expect(topic).toMatch(/^hf\/1\/fleet\/shop\/(?:target|rollout)$/)
      } catch (error) {
        expect(error).toMatchObject({ code: 'HF_BUNDLE_INVALID' })
      }
    }
  })

  it.each([
    'hf/1/device/till-1/command',
    'hf/1/device/till-1/watch',
    'hf/1/device/till-1/secrets',
    'hf/1/fleet/../target',
    '#',
    '',
  ])('with a message for %j is refused: only what is signed counts in a file', (topic) => {
    const manifest = bundleManifest([{ topic, digest: `sha256:${'b'.repeat(64)}`, size: 3 }])
    expect(() => readBundleManifest(manifest)).toThrow('which no bundle may')
  })

  it('with an empty message is refused: what takes a target away is signed by nobody', () => {
    const message = { topic: 'hf/1/fleet/shop/target', digest: `sha256:${'b'.repeat(64)}`, size: 0 }
    expect(() => readBundleManifest(bundleManifest([message]))).toThrow('which no bundle may')
  })

  it('with messages without end is refused', () => {
    const message = { topic: 'hf/1/fleet/shop/target', digest: `sha256:${'b'.repeat(64)}`, size: 9 }
    expect(() => readBundleManifest(bundleManifest(Array.from({ length: 9 }, () => message)))).toThrow('more than 8')
    expect(() => readBundleManifest(bundleManifest([{ ...message, size: 2 ** 30 }]))).toThrow('bytes')
  })

  it('has an index and a manifest whose every odd form is a refusal', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        for (const read of [readBundleIndex, readBundleManifest])
          try {
            read(Buffer.from(text))
          } catch (error) {
            expect(error).toMatchObject({ code: 'HF_BUNDLE_INVALID' })
          }
      }),
    )
  })
})

it.each([
  ['linux/arm64', ['linux/amd64', 'linux/arm64/v8'], 'linux/arm64/v8'],
  ['linux/arm64/v8', ['linux/arm64'], 'linux/arm64'],
  ['linux/arm/v7', ['linux/arm/v5', 'linux/arm/v6', 'linux/arm64'], 'linux/arm/v6'],
  ['linux/arm/v6', ['linux/arm/v7'], undefined],
  ['linux/amd64', ['linux/arm64'], undefined],
])('a device of %s takes of %j the image for %s', (platform, there, best) => {
  expect(
    bestFor(
      platform,
      there.map((each) => ({ platform: each })),
    )?.platform,
  ).toBe(best)
})
