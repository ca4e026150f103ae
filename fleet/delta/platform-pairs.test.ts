import { expect, it } from 'vitest'
import { platformPairs } from './platform-pairs.ts'
import type { PlatformImage } from './read-image.ts'

const images = (reference: string, ...platforms: string[]) =>
  platforms.map((platform) => ({ platform, digest: `${reference}/${platform}` }) as PlatformImage)

it.each<[string, string[], string[], string[]]>([
  ['each with the one for the same platform', ['arm64', 'amd64'], ['amd64', 'arm64'], ['amd64', 'arm64']],
  ['none where a platform is new, or is there no more', ['amd64', 'arm'], ['amd64', 'riscv64'], ['amd64']],
  ['the two where each reference is of one image', [''], [''], ['']],
  ['the two where one of them does not say its platform', ['amd64'], [''], ['']],
  ['the two, the other way round', [''], ['amd64'], ['amd64']],
  ['no one image with another of many, whose platform it may not have', [''], ['amd64', 'arm64'], []],
  ['no one of many with a single image', ['amd64', 'arm64'], [''], []],
  ['no single ones for different platforms', ['amd64'], ['arm64'], []],
  ['none with nothing', [], ['amd64'], []],
])('pairs %s', (_, old, fresh, paired) => {
  const pairs = platformPairs(images('old', ...old), images('new', ...fresh))
  expect(pairs.map(([, { digest }]) => digest)).toEqual(paired.map((platform) => `new/${platform}`))
  for (const [{ platform, digest }, image] of pairs) {
    expect(digest).toMatch(/^old/)
    if (platform !== '' && image.platform !== '') expect(platform).toBe(image.platform)
  }
})
