/**
 * Simulated images as people write them, in JSON.
 *
 * Invariant: a file that is taken has nothing in it that was not understood.
 */
import { readFileSync } from 'node:fs'
import { HoldfastError } from '../../protocol/errors.ts'
import { readBehaviour } from './behaviour.ts'
import type { HealthCheck } from './health-rule.ts'
import { type SimulatedImage, simulatedImage } from './images.ts'
import { asCount, asObject, asText, fieldsOf, invalid, listOf, mapOf, orNull, type Read } from './read-json.ts'

const asCheck = fieldsOf<HealthCheck>(
  { test: listOf(asText), intervalMs: asCount, timeoutMs: asCount, retries: asCount, startPeriodMs: asCount },
  { test: ['CMD', '/check'], intervalMs: 1000, timeoutMs: 1000, retries: 3, startPeriodMs: 0 },
)

const asLayer = fieldsOf<SimulatedImage['layers'][number]>({ name: asText, bytes: asCount }, {})

const asDigest: Read<string> = (value, place) => {
  const text = asText(value, place)
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return text
  throw invalid(place, 'is not "sha256:" and 64 hexadecimal digits')
}

/**
 * One image: `repository` is all that is needed.
 * @throws HF_FILE_INVALID
 */
export const readImage: Read<SimulatedImage> = (value, place) => {
  const { repository, tag } = asObject(value, place)
  const named = { repository: asText(repository, `${place}.repository`) }
  const defaults = simulatedImage(tag === undefined ? named : { ...named, tag: asText(tag, `${place}.tag`) })
  return fieldsOf<SimulatedImage>(
    {
      repository: asText,
      tag: asText,
      digest: orNull(asDigest),
      layers: listOf(asLayer),
      behaviour: readBehaviour,
      command: listOf(asText),
      labels: mapOf(asText),
      health: orNull(asCheck),
      volumes: listOf(asText),
    },
    defaults,
  )(value, place)
}

/**
 * The images of a file: `{"images": [{"repository": "registry.test/app", "tag": "v1", …}]}`.
 * @throws HF_FILE_UNREADABLE, HF_FILE_INVALID
 */
export function readImageFile(path: string): SimulatedImage[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'the file of images cannot be read', { place: path, cause })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new HoldfastError('HF_FILE_INVALID', 'is not JSON', { place: path, cause })
  }
  return fieldsOf<{ images: SimulatedImage[] }>({ images: listOf(readImage) }, {})(value, path).images
}
