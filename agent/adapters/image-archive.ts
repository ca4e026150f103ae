/**
 * One image as the archive that an engine loads.
 *
 * Invariant: streamed; nothing is held but the piece under way. It is both forms in one: the `manifest.json` that
 * the classic store reads, and the OCI layout that the containerd store takes before that. It gives the image no
 * name: that is done when what was loaded has been looked at.
 * Forms: `docker save`; https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
import type { ImageSource } from '../../machines/image-source.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { fileHeader, LARGEST_FILE, padding, TAR_END } from '../../protocol/tar-form.ts'
import type { ImageParts } from './image-parts.ts'

const INDEX_TYPE = 'application/vnd.oci.image.manifest.v1+json'

/**
 * @param onBytes hears how many bytes of layers have been given, each time more
 * @throws HF_IMAGE_INVALID when a layer has another size than its source says; what the source throws
 */
export async function* imageArchive(
  image: string,
  source: ImageSource,
  parts: ImageParts,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const top = {
    mediaType: parts.mediaTypes[0] || INDEX_TYPE,
    digest: parts.manifests[0],
    size: source.manifests[0]?.length,
  }
  yield* whole('oci-layout', json({ imageLayoutVersion: '1.0.0' }))
  yield* whole('index.json', json({ schemaVersion: 2, manifests: [top] }))
  yield* whole('manifest.json', json([manifestOf(source, parts)]))
  for (const [index, bytes] of source.manifests.entries()) yield* whole(pathOf(parts.manifests[index] ?? ''), bytes)
  yield* whole(pathOf(parts.config), source.config)

  const given = new Set<string>()
  for (const { digest, bytes, open } of source.layers) {
    if (open === null || given.has(digest)) continue
    given.add(digest)
    const wrong = (size: string) =>
      new HoldfastError('HF_IMAGE_INVALID', `the layer ${digest} has ${size} bytes, not ${bytes}`, { place: image })
    if (bytes > LARGEST_FILE) throw wrong('over 8 GiB of')
    yield fileHeader(pathOf(digest), bytes)
    let had = 0
    for await (const piece of open(signal)) {
      had += piece.length
      if (had > bytes) throw wrong('more')
      yield piece
      onBytes(piece.length)
    }
    if (had < bytes) throw wrong(String(had))
    yield padding(bytes)
  }
  // Until it has the end the engine looks at none of it.
  await source.whenHeld?.()
  yield TAR_END
}

function manifestOf(source: ImageSource, parts: ImageParts): object {
  return { Config: pathOf(parts.config), RepoTags: [], Layers: source.layers.map(({ digest }) => pathOf(digest)) }
}

function* whole(path: string, content: Uint8Array): Generator<Uint8Array> {
  yield fileHeader(path, content.length)
  yield content
  yield padding(content.length)
}

function pathOf(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}
