/**
 * What a bundle is as an OCI layout: an index that names one artifact with the signed messages, and the images.
 *
 * Invariant: pure; the same messages and images give the same bytes. What is read is checked field by field; it is
 * believed only as far as digests and, later, signatures go.
 * Forms: https://github.com/opencontainers/image-spec (image-index, manifest, "artifact usage")
 */
import { HoldfastError } from './errors.ts'
import { parseTopic } from './topics.ts'

export const IMAGE_INDEX_TYPE = 'application/vnd.oci.image.index.v1+json'
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json'
const BUNDLE_TYPE = 'application/vnd.holdfast.bundle.v1'
const MESSAGE_TYPE = 'application/vnd.holdfast.message.v1'
const EMPTY_TYPE = 'application/vnd.oci.empty.v1+json'
const REF_NAME = 'org.opencontainers.image.ref.name'
const TOPIC = 'io.holdfast.topic'

/** Of the documents that describe; in bytes. */
export const LARGEST_DOCUMENT = 4 * 1024 * 1024
/** Of one message, in bytes: above what any kind may have. */
const LARGEST_MESSAGE = 1024 * 1024
const MOST_MESSAGES = 8

/** Content of the artifact's empty configuration, and its digest. */
export const EMPTY = '{}'
export const EMPTY_DIGEST = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'

export interface Descriptor {
  mediaType: string
  digest: string
  /** In bytes. */
  size: number
}

/** A message of the broker's, as the archive holds it. */
export interface BundledMessage {
  topic: string
  digest: string
  size: number
}

/** The artifact's manifest. */
export function bundleManifest(messages: readonly BundledMessage[]): Uint8Array {
  return json({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType: BUNDLE_TYPE,
    config: { mediaType: EMPTY_TYPE, digest: EMPTY_DIGEST, size: EMPTY.length },
    layers: messages.map(({ topic, digest, size }) => ({
      mediaType: MESSAGE_TYPE,
      digest,
      size,
      annotations: { [TOPIC]: topic },
    })),
  })
}

/** The layout's index. @param images by the reference that the release pins */
export function bundleIndex(
  bundle: Pick<Descriptor, 'digest' | 'size'>,
  images: ReadonlyMap<string, Descriptor>,
): Uint8Array {
  return json({
    schemaVersion: 2,
    mediaType: IMAGE_INDEX_TYPE,
    manifests: [
      { mediaType: MANIFEST_TYPE, artifactType: BUNDLE_TYPE, digest: bundle.digest, size: bundle.size },
      ...[...images].map(([image, { mediaType, digest, size }]) => ({
        mediaType,
        digest,
        size,
        annotations: { [REF_NAME]: image },
      })),
    ],
  })
}

/** What an index names. @throws HF_BUNDLE_INVALID */
export function readBundleIndex(bytes: Uint8Array): { bundle: Descriptor; images: Map<string, Descriptor> } {
  const list = listIn(bytes, 'manifests', 'index.json')
  const bundles = list.filter((entry) => entry.artifactType === BUNDLE_TYPE)
  const [bundle] = bundles
  if (bundle === undefined || bundles.length > 1) throw invalid('names no messages of ours, or several', 'index.json')
  const images = new Map<string, Descriptor>()
  for (const entry of list) {
    if (entry === bundle) continue
    const image = annotation(entry, REF_NAME)
    const descriptor = descriptorOf(entry, 'index.json')
    if (image === null || !image.endsWith(`@${descriptor.digest}`))
      throw invalid('names an image by another digest than its own', 'index.json')
    images.set(image, descriptor)
  }
  return { bundle: descriptorOf(bundle, 'index.json'), images }
}

/** The messages, in their order. @throws HF_BUNDLE_INVALID */
export function readBundleManifest(bytes: Uint8Array): BundledMessage[] {
  const layers = listIn(bytes, 'layers', 'bundle')
  if (layers.length > MOST_MESSAGES) throw invalid(`holds more than ${MOST_MESSAGES} messages`, 'bundle')
  return layers.map((layer) => {
    const { digest, size } = descriptorOf(layer, 'bundle')
    const topic = annotation(layer, TOPIC) ?? ''
    const leaf = parseTopic(topic)?.leaf
    // Only what is signed: whatever a broker's word alone decides, a file does not.
    if (leaf === undefined || !SIGNED_LEAVES.includes(leaf) || size === 0)
      throw invalid(`holds a message for ${JSON.stringify(topic.slice(0, 100))}, which no bundle may`, 'bundle')
    if (size > LARGEST_MESSAGE) throw invalid(`holds a message of ${size} bytes`, 'bundle')
    return { topic, digest, size }
  })
}

const SIGNED_LEAVES: readonly string[] = ['target', 'rollout', 'trust']

/** What an image's own documents name below them; empty for what is none of those. */
export function descriptorsIn(
  bytes: Uint8Array,
  key: 'manifests' | 'layers' | 'config',
): (Descriptor & { platform: string })[] {
  const value = objectIn(bytes)?.[key]
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return list.filter(isRecord).flatMap((entry) => {
    const { os, architecture, variant } = isRecord(entry.platform) ? entry.platform : {}
    const platform = [os, architecture, variant].filter((part) => typeof part === 'string' && part !== '').join('/')
    const descriptor = descriptorIn(entry)
    return descriptor === null ? [] : [{ ...descriptor, platform }]
  })
}

const DIGEST = /^sha256:[0-9a-f]{64}$/

type Fields = Record<string, unknown>

function descriptorOf(entry: Fields, place: string): Descriptor {
  const descriptor = descriptorIn(entry)
  if (descriptor === null) throw invalid('names something without digest and size', place)
  return descriptor
}

function descriptorIn({ mediaType, digest, size }: Fields): Descriptor | null {
  if (typeof digest !== 'string' || !DIGEST.test(digest)) return null
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return null
  return { mediaType: typeof mediaType === 'string' ? mediaType : '', digest, size }
}

function annotation(entry: Fields, name: string): string | null {
  const value = isRecord(entry.annotations) ? entry.annotations[name] : undefined
  return typeof value === 'string' ? value : null
}

function listIn(bytes: Uint8Array, key: string, place: string): Fields[] {
  const list = objectIn(bytes)?.[key]
  if (!Array.isArray(list) || !list.every(isRecord)) throw invalid(`is no list of ${key}`, place)
  return list
}

function objectIn(bytes: Uint8Array): Fields | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isRecord(value) ? value : null
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(message: string, place: string): HoldfastError {
  return new HoldfastError('HF_BUNDLE_INVALID', message, { place })
}

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}
