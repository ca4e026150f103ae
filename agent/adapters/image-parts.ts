/**
 * Whether the parts of an image belong to its reference.
 *
 * Invariant: pure; what passes is bound to the reference's digest by digests alone: manifest, configuration, and
 * with it the content of every layer, which the engine holds against `diffIds` when it unpacks them.
 * Forms: https://github.com/opencontainers/image-spec, and Docker's manifests, which name their parts alike.
 */
import { createHash } from 'node:crypto'
import type { ImageSource } from '../../machines/image-source.ts'
import { HoldfastError } from '../../protocol/errors.ts'

export interface ImageParts {
  /** "sha256:…" of each of the source's manifests. */
  manifests: string[]
  /** Media types of them, as they say themselves; empty when one does not. */
  mediaTypes: string[]
  config: string
  /** As the manifest names them. */
  blobs: string[]
  /** Of their content, unpacked. */
  diffIds: string[]
}

const DIGEST = /^sha256:[0-9a-f]{64}$/

/**
 * @param image "repository@sha256:…"
 * @throws HF_IMAGE_INVALID
 */
export function partsOf(image: string, source: ImageSource): ImageParts {
  const invalid = (message: string) => new HoldfastError('HF_IMAGE_INVALID', message, { place: image })
  const manifests = source.manifests.map(digestOf)
  const bodies = source.manifests.map(jsonOf)
  if (manifests[0] === undefined || !image.endsWith(`@${manifests[0]}`))
    throw invalid(`the manifest has the digest ${manifests[0] ?? 'of nothing'}`)
  for (const [index, digest] of manifests.entries())
    if (index > 0 && !descriptors(bodies[index - 1]?.manifests).includes(digest))
      throw invalid(`the index does not name the manifest ${digest}`)

  const manifest = bodies.at(-1)
  const config = digestOf(source.config)
  const [named] = descriptors([manifest?.config])
  if (named !== config) throw invalid(`the manifest names the configuration ${named ?? 'nowhere'}, not ${config}`)
  const blobs = descriptors(manifest?.layers)
  const rootfs = (jsonOf(source.config) as { rootfs?: { diff_ids?: unknown } } | null)?.rootfs
  const diffIds = Array.isArray(rootfs?.diff_ids) ? rootfs.diff_ids.filter(isDigest) : []
  if (blobs.length === 0 || blobs.length !== diffIds.length || blobs.length !== source.layers.length)
    throw invalid(`has ${blobs.length} layers, ${diffIds.length} contents and ${source.layers.length} sources of them`)
  for (const [index, { digest }] of source.layers.entries())
    if (digest !== blobs[index] && digest !== diffIds[index])
      throw invalid(`layer ${index + 1} is ${blobs[index]}, and the source has ${digest}`)
  return { manifests, mediaTypes: bodies.map(mediaTypeOf), config, blobs, diffIds }
}

interface Body {
  mediaType?: unknown
  manifests?: unknown
  config?: unknown
  layers?: unknown
}

/** Null for what is no JSON object. */
function jsonOf(bytes: Uint8Array): Body | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    return typeof value === 'object' && value !== null ? value : null
  } catch {
    return null
  }
}

/** The digests that a list of descriptors names; one that is none is left out, and so missed. */
function descriptors(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.map((each) => (each as { digest?: unknown } | null | undefined)?.digest).filter(isDigest)
}

function mediaTypeOf(body: Body | null): string {
  return typeof body?.mediaType === 'string' ? body.mediaType : ''
}

function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value)
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
