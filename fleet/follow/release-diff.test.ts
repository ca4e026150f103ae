/** What a release changes is told in words that somebody wrote: nothing of how its images are made up. */
import { expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Release, Service } from '../../protocol/types.ts'
import { diffLines, releaseDiff } from './release-diff.ts'

const release = (service: Loose<Service>): Release =>
  decode<Release>(KINDS.Release, encode(KINDS.Release, { services: [{ name: 'web', ...service }] }))

it('tells another image by its reference alone', () => {
  const of = (digit: number): Release =>
    release({
      image: `shop/web@sha256:${digit}`,
      imageTag: `shop/web:${digit}`,
      imageBytes: digit,
      imageParts: [{ platform: '', parts: [{ digest: Buffer.alloc(8, digit), bytes: digit }] }],
    })
  expect(diffLines(releaseDiff(of(1), of(2)))).toEqual([
    '~ service web',
    '    image: shop/web@sha256:1 -> shop/web@sha256:2',
  ])
})

it('tells nothing of an image that was only measured anew', () => {
  const bare = { image: 'shop/web@sha256:1' }
  const measured = { ...bare, imageParts: [{ platform: '', parts: [{ digest: Buffer.alloc(8), bytes: 1 }] }] }
  expect(releaseDiff(release(bare), release(measured)).services).toEqual([])
})
