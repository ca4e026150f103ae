/**
 * What an engine's refusal means when layers are packed in a way that it may not know.
 *
 * Invariant: pure; what is given has been held against its digests, so what cannot be opened is not damaged.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { parseManifest } from './image-manifest.ts'

/** Docker's words for what is no tar archive to it. */
const NOT_OPENED = /invalid tar header/

/**
 * Null: it says nothing of the packing. Its version alone would not tell: balena's engine unpacks zstd, and calls itself 20.10.
 * @param source as the engine was given it
 * @param version of the engine
 */
export function unpackFault(
  error: unknown,
  image: string,
  { manifests, layers }: Pick<ImageSource, 'manifests' | 'layers'>,
  version: string,
): HoldfastError | null {
  const { code, message } = faultOf(error)
  if (code !== 'HF_IMAGE_INVALID' || !NOT_OPENED.test(message)) return null
  const manifest = parseManifest(manifests.at(-1) ?? new Uint8Array())
  // Layers that a delta gives are not packed.
  const given = layers.filter(({ open }) => open !== null).map(({ digest }) => digest)
  const isZstd =
    manifest?.kind === 'image' &&
    manifest.layers.some(({ digest, mediaType }) => given.includes(digest) && mediaType.endsWith('+zstd'))
  const words = `cannot unpack layers that are packed by zstd, as Docker 23.0 and newer do (this is ${version}); build the image with gzip`
  return isZstd ? new HoldfastError('HF_ENGINE_FAILED', `the engine ${words}`, { place: image, cause: error }) : null
}
