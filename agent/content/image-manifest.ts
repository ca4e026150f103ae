/**
 * What an image needs, from the documents that describe it.
 *
 * Invariant: pure; what is returned has been checked field by field. Of an index one image is chosen as the engine's own
 * pull would: for its platform, and the variant that is nearest from below.
 */

export interface BlobRef {
  digest: string
  bytes: number
}

/** A layer. */
export interface LayerRef extends BlobRef {
  /** "application/vnd.oci.image.layer.v1.tar+zstd"; empty when it does not say. */
  mediaType: string
}

export type Manifest = { kind: 'image'; config: BlobRef; layers: LayerRef[] } | { kind: 'index'; entries: IndexEntry[] }

/** Its digest may be by another hash: that of an image for another machine is nobody's business here. */
export interface IndexEntry extends BlobRef {
  os: string
  architecture: string
  variant: string
}

export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

const DIGEST = /^sha256:[0-9a-f]{64}$/
/** As the image specification has them. */
const ANY_DIGEST = /^[a-z0-9]+([+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/
/** Of configurations, which are read whole. */
export const LARGEST_CONFIG = 8 * 1024 * 1024

/** Null when it is none. */
export function parseManifest(body: Uint8Array): Manifest | null {
  const json = recordOf(parsed(body))
  if (json?.schemaVersion !== 2) return null
  if (Array.isArray(json.manifests)) {
    const entries = json.manifests.map(entryOf)
    return entries.includes(null) ? null : { kind: 'index', entries: entries.filter((entry) => entry !== null) }
  }
  const config = blobOf(json.config)
  if (config === null || config.bytes > LARGEST_CONFIG || !Array.isArray(json.layers) || json.layers.length === 0)
    return null
  const layers = json.layers.map(layerOf)
  return layers.includes(null) ? null : { kind: 'image', config, layers: layers.filter((layer) => layer !== null) }
}

/** Digests of the layers' content, from the configuration; null when it is none. */
export function diffIdsOf(config: Uint8Array): string[] | null {
  const ids = recordOf(recordOf(parsed(config))?.rootfs)?.diff_ids
  return Array.isArray(ids) && ids.every((id) => typeof id === 'string' && DIGEST.test(id)) ? (ids as string[]) : null
}

/**
 * The image for an engine; null when there is none.
 * @param architecture with its variant: "arm/v7", "amd64"
 */
export function chooseEntry(entries: readonly IndexEntry[], os: string, architecture: string): IndexEntry | null {
  const [name = '', variant = ''] = architecture.split('/')
  const fitting = entries.filter((entry) => entry.os === os && entry.architecture === name)
  const level = (said: string): number => Number(/^v(\d+)/.exec(said)?.[1] ?? 0)
  // Who does not say is the least of its kind, but for 32-bit ARM, of which nothing is known.
  const own = level(variant || (name === 'arm' ? '' : name === 'arm64' ? 'v8' : 'v1'))
  const runnable = fitting.filter((entry) => own === 0 || level(entry.variant) <= own)
  const better = (a: IndexEntry, b: IndexEntry): number =>
    level(b.variant) - level(a.variant) || Number(isRead(b.digest)) - Number(isRead(a.digest))
  return runnable.sort(better)[0] ?? null
}

/** Whether a layer need not be where its image is, as those of Windows were. */
export function isElsewhere({ mediaType }: LayerRef): boolean {
  return /\.(foreign|nondistributable)\./.test(mediaType)
}

/** Whether a digest is by the one hash that is read here. */
export function isRead(digest: string): boolean {
  return DIGEST.test(digest)
}

function entryOf(value: unknown): IndexEntry | null {
  const blob = blobOf(value, ANY_DIGEST)
  const platform = recordOf(recordOf(value)?.platform)
  const text = (key: string): string => (typeof platform?.[key] === 'string' ? platform[key] : '')
  return blob && { ...blob, os: text('os'), architecture: text('architecture'), variant: text('variant') }
}

function layerOf(value: unknown): LayerRef | null {
  const blob = blobOf(value)
  const mediaType = recordOf(value)?.mediaType
  return blob && { ...blob, mediaType: typeof mediaType === 'string' ? mediaType : '' }
}

function blobOf(value: unknown, form = DIGEST): BlobRef | null {
  const { digest, size } = recordOf(value) ?? {}
  if (typeof digest !== 'string' || !form.test(digest)) return null
  return typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? { digest, bytes: size } : null
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return null
  }
}
