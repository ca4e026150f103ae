/** The power is cut at every step of a fetch; and a store that forgets to sync is found out. */
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { exploreContent } from './content.ts'
import type { HeldImage } from './content-registry.ts'

const KB = 1024

it('whatever a cut leaves of it, an image comes, and at most a mebibyte of it again', async () => {
  const { faults, cutsTried, againBytes, stemsKept } = await exploreContent(
    image([600 * KB, 257 * KB, 10 * KB, 1025 * KB]),
    'test',
  )
  expect(faults).toEqual([])
  expect(cutsTried).toBeGreaterThan(200)
  expect(againBytes).toBeGreaterThan(0)
  expect(stemsKept).toBeGreaterThan(10)
})

it('a store that forgets to sync is found out', async () => {
  const { faults } = await exploreContent(image([300 * KB]), 'test', null, 'syncs')
  expect(faults.some((fault) => fault.includes('is not what its name says'))).toBe(true)
})

it.each([
  ['what the engine has of an image', 'stems', 'the engine still has'],
  ['that it may have half of it', 'doubt', 'was believed'],
  ['that the last load may be half of it', 'whole', 'was believed'],
] as const)('a store that does not write down %s is found out', async (_, forgets, words) => {
  const { faults } = await exploreContent(image([300 * KB, 300 * KB, 10 * KB, 300 * KB]), 'test', null, forgets)
  expect(faults.some((fault) => fault.includes(words))).toBe(true)
})

function image(sizes: readonly number[]): HeldImage {
  const blobs = new Map<string, Buffer>()
  const hold = (bytes: Buffer): { digest: string; size: number } => {
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
    blobs.set(digest, bytes)
    return { digest, size: bytes.length }
  }
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value))
  // No zeros: those stand for nonsense.
  const layers = sizes.map((size, index) => hold(Buffer.alloc(size, `layer ${index}`)))
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) }
  const config = hold(json({ architecture: 'amd64', os: 'linux', rootfs }))
  const { digest } = hold(json({ schemaVersion: 2, config, layers }))
  return { digest, blobs }
}
