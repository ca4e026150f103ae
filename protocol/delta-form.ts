/**
 * A delta between two images, as an artifact in a registry that refers to the new one.
 *
 * Invariant: pure; what is returned has been checked field by field. A delta says of which layers it is made and which it
 * gives, all by the digests of their content: it is bound to nothing else, and nothing it says is believed before the
 * content has been held against them.
 * Forms: https://github.com/opencontainers/image-spec/blob/main/manifest.md ("subject"), and the distribution
 * specification's referrers
 */
import { createHash } from 'node:crypto'

export const DELTA_TYPE = 'application/vnd.holdfast.delta.v1+json'
/** Of one layer, as `delta-records.ts` has it, in Brotli (RFC 7932). */
export const LAYER_DELTA_TYPE = 'application/vnd.holdfast.delta.layer.v1.br'
/** Which image it is made from, told before the delta is fetched: `baseOf` of its layers. */
export const BASE_ANNOTATION = 'io.holdfast.delta.base'

/** Of descriptions, which are read whole: an image has at most some hundred layers. */
const LARGEST_DESCRIPTION = 256 * 1024

/** Content of a layer, unpacked. */
export interface LayerContent {
  /** "sha256:…" */
  diffId: string
  bytes: number
}

export interface Delta {
  /** Layers of the old image, which stand one after the other in the old bytes. */
  base: LayerContent[]
  /** Layers of the new image that it gives. The delta of each is a blob. */
  layers: LayerContent[]
}

/** A descriptor, as far as it is read. */
export interface BlobDescriptor {
  digest: string
  bytes: number
}

/** A delta's manifest. The deltas are in the order of the layers in its description. */
export interface DeltaManifest {
  subject: string
  description: BlobDescriptor
  deltas: BlobDescriptor[]
}

const DIGEST = /^sha256:[0-9a-f]{64}$/
const MOST_LAYERS = 1024

/** An image's layers in a word. @param diffIds of all of its layers, the lowest first */
export function baseOf(diffIds: readonly string[]): string {
  return `sha256:${createHash('sha256').update(diffIds.join('\n')).digest('hex')}`
}

/** The tag under which a registry without the referrers API is asked for what refers to a manifest. */
export function referrersTag(digest: string): string {
  return digest.replace(':', '-')
}

/** Null when it is none. */
export function parseDelta(body: Uint8Array): Delta | null {
  const json = parsed(body)
  if (json === null || json.version !== 1) return null
  const [base, layers] = [contentsIn(json.base), contentsIn(json.layers)]
  return base === null || layers === null || layers.length === 0 ? null : { base, layers }
}

export function encodeDelta({ base, layers }: Delta): Uint8Array {
  return Buffer.from(JSON.stringify({ version: 1, base, layers }))
}

/** Null when it is none of ours. */
export function parseDeltaManifest(body: Uint8Array): DeltaManifest | null {
  const json = parsed(body)
  if (json === null || json.artifactType !== DELTA_TYPE || !Array.isArray(json.layers)) return null
  const [subject, description] = [descriptorOf(json.subject), descriptorOf(json.config)]
  const deltas = json.layers.map(descriptorOf)
  if (subject === null || description === null || deltas.includes(null) || deltas.length > MOST_LAYERS) return null
  if (description.bytes > LARGEST_DESCRIPTION) return null
  return { subject: subject.digest, description, deltas: deltas.filter((delta) => delta !== null) }
}

/** Deltas among what refers to a manifest, and what they are made from. What is something else is left out. */
export function deltasIn(referrers: Uint8Array): { digest: string; bytes: number; base: string }[] {
  const list = parsed(referrers)?.manifests
  if (!Array.isArray(list)) return []
  return list.flatMap((each) => {
    const blob = descriptorOf(each)
    const { artifactType, annotations } = recordOf(each) ?? {}
    const base = recordOf(annotations)?.[BASE_ANNOTATION]
    const isOurs = artifactType === DELTA_TYPE && typeof base === 'string' && DIGEST.test(base)
    return blob !== null && isOurs ? [{ ...blob, base }] : []
  })
}

function contentsIn(list: unknown): LayerContent[] | null {
  if (!Array.isArray(list) || list.length > MOST_LAYERS) return null
  const contents = list.map((each) => {
    const { diffId, bytes } = recordOf(each) ?? {}
    const isContent = typeof diffId === 'string' && DIGEST.test(diffId) && isSize(bytes)
    return isContent ? { diffId, bytes } : null
  })
  return contents.includes(null) ? null : contents.filter((each) => each !== null)
}

function descriptorOf(value: unknown): BlobDescriptor | null {
  const { digest, size } = recordOf(value) ?? {}
  return typeof digest === 'string' && DIGEST.test(digest) && isSize(size) ? { digest, bytes: size } : null
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function parsed(body: Uint8Array): Record<string, unknown> | null {
  try {
    return recordOf(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)))
  } catch {
    return null
  }
}
