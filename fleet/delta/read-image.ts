/**
 * An image of a registry with the content of its layers, in memory.
 *
 * Invariant: what is returned is what the digests of the reference, the manifest and the configuration say.
 */
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { descriptorsIn } from '../../protocol/bundle-form.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { RegistryClient } from '../registry/client.ts'
import { parseManifest } from '../registry/manifest.ts'
import type { Reference } from '../registry/reference.ts'
import { ofThoseThere } from '../registry/sparse.ts'

export interface PlatformImage {
  from: Reference
  /** "linux/amd64"; empty when there is only the one. */
  platform: string
  /** Digest of the image's own manifest. */
  digest: string
  manifest: Uint8Array
  mediaType: string
  /** Content of its layers, the lowest first. */
  diffIds: string[]
  layers: { digest: string; size: number }[]
}

/** Every image of a reference, without its layers. @throws HF_REGISTRY_… */
export async function readImages(client: RegistryClient, from: Reference, place: string): Promise<PlatformImage[]> {
  const top = await client.manifest(from, from.digest || from.tag, place)
  const manifest = parseManifest(top.body, top.contentType)
  if (manifest?.kind !== 'index') return [await readImage(client, from, '', top.digest, place)]
  return ofThoseThere(manifest.entries, ({ digest, platform }) => readImage(client, from, platform, digest, place))
}

async function readImage(
  client: RegistryClient,
  from: Reference,
  platform: string,
  digest: string,
  place: string,
): Promise<PlatformImage> {
  const invalid = (what: string) => new HoldfastError('HF_REGISTRY_INVALID', what, { place })
  const { body, contentType } = await client.manifest(from, digest, place)
  if (parseManifest(body, contentType)?.kind !== 'image') throw invalid(`${digest} is not the manifest of an image`)
  const { mediaType } = JSON.parse(Buffer.from(body).toString('utf8')) as { mediaType?: string }
  const [config] = descriptorsIn(body, 'config')
  const layers = descriptorsIn(body, 'layers')
  if (config === undefined) throw invalid(`${digest} names no configuration`)
  const text = Buffer.concat(await collected(client.blob(from, config.digest, config.size, place))).toString('utf8')
  const diffIds = diffIdsIn(text)
  if (diffIds?.length !== layers.length) throw invalid('the configuration does not belong to the manifest')
  return { from, platform, digest, manifest: body, mediaType: mediaType ?? contentType, diffIds, layers }
}

/** The content of layer number `index`. */
export async function readLayer(
  client: RegistryClient,
  image: PlatformImage,
  index: number,
  place: string,
): Promise<Buffer> {
  const { digest = '', size = 0 } = image.layers[index] ?? {}
  const packed = Buffer.concat(await collected(client.blob(image.from, digest, size, place)))
  const content = await unpacked(packed, digest, place)
  if (`sha256:${createHash('sha256').update(content).digest('hex')}` !== image.diffIds[index])
    throw new HoldfastError('HF_REGISTRY_INVALID', `the layer ${digest} holds something else than was built`, { place })
  return content
}

async function unpacked(packed: Buffer, digest: string, place: string): Promise<Buffer> {
  if (packed[0] === 0x1f && packed[1] === 0x8b) return promisify(zlib.gunzip)(packed)
  if (packed.length < 4 || packed.readUInt32LE(0) !== 0xfd2fb528) return packed
  // Not a named import: before 22.15 Node had none, and would not even start.
  const { zstdDecompress } = zlib as Partial<typeof zlib>
  if (zstdDecompress === undefined) {
    const what = `the layer ${digest} is packed with zstd, which Node ${process.versions.node} cannot read: 22.15 can`
    throw new HoldfastError('HF_USAGE', what, { place })
  }
  return promisify(zstdDecompress)(packed)
}

function diffIdsIn(config: string): string[] | null {
  try {
    const ids = (JSON.parse(config) as { rootfs?: { diff_ids?: unknown } }).rootfs?.diff_ids
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? ids : null
  } catch {
    return null
  }
}

/** All of a small blob. */
export async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}
