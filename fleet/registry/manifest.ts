/**
 * Manifests and indexes of images (OCI image specification, Docker image manifest version 2).
 *
 * Invariant: what is returned has been checked field by field; nothing of a registry's JSON is trusted.
 */

export const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

const DIGEST = /^sha256:[0-9a-f]{64}$/
/** As the image specification has them. */
const ANY_DIGEST = /^[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/

/** One platform's image in an index. */
export interface IndexEntry {
  digest: string
  /** "linux/arm/v7", as the release writes it. */
  platform: string
}

/** A layer, or the configuration. */
export interface Part {
  digest: string
  bytes: number
}

/** Without parts when it does not say all of their digests. Of an index, `unread` are those with digests by another hash. */
export type Manifest =
  | { kind: 'image'; bytes: number; parts: Part[] }
  | { kind: 'index'; entries: IndexEntry[]; unread: IndexEntry[] }

/** The manifest, or null when it is none. */
export function parseManifest(body: Uint8Array, contentType: string): Manifest | null {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return null
  }
  if (!isRecord(json) || json.schemaVersion !== 2) return null
  const type = typeof json.mediaType === 'string' ? json.mediaType : contentType
  if (INDEX_TYPES.includes(type) && Array.isArray(json.manifests)) {
    const all = json.manifests.map(indexEntry)
    if (all.includes(null)) return null
    const images = all.filter(isRunnable)
    const isRead = ({ digest }: IndexEntry): boolean => DIGEST.test(digest)
    return { kind: 'index', entries: images.filter(isRead), unread: images.filter((entry) => !isRead(entry)) }
  }
  if (!MANIFEST_TYPES.includes(type) || !Array.isArray(json.layers)) return null
  const parts = [json.config, ...json.layers].map(partOf)
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  if (!Number.isSafeInteger(bytes) || parts.some((part) => part.bytes < 0)) return null
  return { kind: 'image', bytes, parts: parts.every(({ digest }) => DIGEST.test(digest)) ? parts : [] }
}

function partOf(part: unknown): Part {
  const { digest, size } = isRecord(part) ? part : {}
  return { digest: typeof digest === 'string' ? digest : '', bytes: typeof size === 'number' ? size : Number.NaN }
}

/** Whether an image for `has` runs where `wanted` is asked for; a variant that is not named matches any. */
export function platformMatches(wanted: string, has: string): boolean {
  return has === wanted || has.startsWith(`${wanted}/`)
}

function indexEntry(entry: unknown): IndexEntry | null {
  if (!isRecord(entry) || typeof entry.digest !== 'string' || !ANY_DIGEST.test(entry.digest)) return null
  const { os, architecture, variant } = isRecord(entry.platform) ? entry.platform : {}
  const parts = [os, architecture, variant].filter((part) => typeof part === 'string' && part !== '')
  return { digest: entry.digest, platform: parts.join('/') }
}

/** Attestations stand in an index as images for an unknown platform. */
function isRunnable(entry: IndexEntry | null): entry is IndexEntry {
  return entry !== null && !entry.platform.startsWith('unknown')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
