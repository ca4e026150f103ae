/** Whose fault it is that an engine cannot open a layer. */
import { expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { unpackFault } from './unpack-rule.ts'

const [LOWER, UPPER, CONTENT] = ['a', 'b', 'c'].map((letter) => `sha256:${letter.repeat(64)}`) as [
  string,
  string,
  string,
]
const NO_TAR = new HoldfastError('HF_IMAGE_INVALID', 'it did not load: archive/tar: invalid tar header')
const open = async function* () {}

const sourceOf = (packing: string, layers: [string, boolean][]) => ({
  manifests: [
    Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        config: { digest: CONTENT, size: 10 },
        layers: [
          { mediaType: `tar${packing}`, digest: LOWER, size: 1 },
          { mediaType: 'tar+gzip', digest: UPPER, size: 1 },
        ],
      }),
    ),
  ],
  layers: layers.map(([digest, isGiven]) => ({ digest, bytes: 1, open: isGiven ? open : null })),
})

it.each([
  [
    'it was given one by zstd',
    '+zstd',
    [
      [LOWER, true],
      [UPPER, true],
    ],
    NO_TAR,
    true,
  ],
  [
    'it was given none by zstd',
    '+gzip',
    [
      [LOWER, true],
      [UPPER, true],
    ],
    NO_TAR,
    false,
  ],
  [
    'it had the one by zstd',
    '+zstd',
    [
      [LOWER, false],
      [UPPER, true],
    ],
    NO_TAR,
    false,
  ],
  [
    'a delta gave it unpacked',
    '+zstd',
    [
      [CONTENT, true],
      [UPPER, true],
    ],
    NO_TAR,
    false,
  ],
  [
    'it misses a layer',
    '+zstd',
    [
      [LOWER, true],
      [UPPER, true],
    ],
    new HoldfastError('HF_IMAGE_INVALID', 'no such file'),
    false,
  ],
  [
    'it went away',
    '+zstd',
    [
      [LOWER, true],
      [UPPER, true],
    ],
    new HoldfastError('HF_ENGINE_UNAVAILABLE', 'invalid tar header'),
    false,
  ],
] as [string, string, [string, boolean][], HoldfastError, boolean][])('%s', (_, packing, layers, error, isFault) => {
  const fault = unpackFault(error, 'app', sourceOf(packing, layers), '20.10.24')
  expect(fault?.code).toBe(isFault ? 'HF_ENGINE_FAILED' : undefined)
  if (isFault) expect(fault?.message).toContain('zstd')
})
