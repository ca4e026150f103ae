/**
 * From a reference to the digest that a release pins.
 *
 * Invariant: an index keeps its own digest, so that each device chooses its platform; the digest is that
 * of bytes which were seen here.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { ImageParts } from '../../protocol/types.ts'
import type { RegistryClient } from './client.ts'
import { type IndexEntry, type Manifest, parseManifest, platformMatches } from './manifest.ts'
import { pinned, type Reference } from './reference.ts'
import { ofThoseThere } from './sparse.ts'

export interface ResolvedImage {
  /** "registry/repository@sha256:…" */
  image: string
  /** To fetch, all layers; of the largest platform when none is wanted. */
  bytes: number
  /** Of each platform that is wanted and tells them; of an image that is not in an index without its name. */
  parts: ImageParts[]
}

/** Enough to tell layers from one another. */
const DIGEST_HEX = 16

/**
 * Asks the registry for the digest and the size.
 * @param platform "os/architecture[/variant]", or empty for any
 * @param place for errors
 * @throws as `RegistryClient.manifest`; HF_REGISTRY_NOT_FOUND also when the platform is not in the index
 */
export async function resolveImage(
  client: RegistryClient,
  reference: Reference,
  platform: string,
  place: string,
): Promise<ResolvedImage> {
  const top = await read(client, reference, reference.digest || reference.tag, place)
  const image = pinned(reference, top.digest)
  if (top.manifest.kind === 'image') return { image, bytes: top.manifest.bytes, parts: partsOf(top.manifest, '') }
  const images = await ofThoseThere(wanted(top.manifest, platform, place), async (entry) => {
    const { manifest } = await read(client, reference, entry.digest, place)
    if (manifest.kind === 'index')
      throw new HoldfastError('HF_REGISTRY_INVALID', 'is an index within an index', { place })
    return { bytes: manifest.bytes, parts: partsOf(manifest, entry.platform) }
  })
  return { image, bytes: Math.max(...images.map(({ bytes }) => bytes)), parts: images.flatMap(({ parts }) => parts) }
}

function partsOf({ parts }: Manifest & { kind: 'image' }, platform: string): ImageParts[] {
  if (parts.length === 0) return []
  const short = (digest: string) => Buffer.from(digest.slice('sha256:'.length, 'sha256:'.length + DIGEST_HEX), 'hex')
  return [{ platform, parts: parts.map(({ digest, bytes }) => ({ digest: short(digest), bytes })) }]
}

async function read(
  client: RegistryClient,
  reference: Reference,
  version: string,
  place: string,
): Promise<{ manifest: Manifest; digest: string }> {
  const { body, contentType, digest } = await client.manifest(reference, version, place)
  const manifest = parseManifest(body, contentType)
  if (manifest !== null) return { manifest, digest }
  const what = contentType === '' ? 'something' : contentType
  throw new HoldfastError('HF_REGISTRY_INVALID', `${reference.registry} sent ${what} that is not a manifest`, { place })
}

function wanted(
  { entries, unread }: Manifest & { kind: 'index' },
  platform: string,
  place: string,
): readonly IndexEntry[] {
  const other = unread.find((entry) => platform === '' || platformMatches(platform, entry.platform))
  const notRead = (entry: IndexEntry): HoldfastError =>
    new HoldfastError(
      'HF_REGISTRY_INVALID',
      `names its image for ${entry.platform} by ${entry.digest}, and only SHA-256 is read`,
      { place },
    )
  if (entries.length === 0 && other !== undefined) throw notRead(other)
  if (entries.length === 0) throw new HoldfastError('HF_REGISTRY_INVALID', 'is an index of no images', { place })
  if (platform === '') return entries
  const found = entries.filter((entry) => platformMatches(platform, entry.platform))
  if (found.length > 0) return found
  if (other !== undefined) throw notRead(other)
  const has = entries.map((entry) => entry.platform).join(', ')
  throw new HoldfastError('HF_REGISTRY_NOT_FOUND', `has no image for ${platform}, only for ${has}`, { place })
}
