/**
 * Old layers out of the engine, to be read anywhere.
 *
 * Invariant: what is given is what the digests say; it stands in one file that no list names, which goes when it is closed,
 * or with the next life. Order and names in the engine's archive mean nothing: a layer is known by its size and content.
 */
import { createHash, type Hash } from 'node:crypto'
import type { LayerContent } from '../../protocol/delta-form.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ContentDisk } from './content-disk.ts'
import { OldPages } from './old-pages.ts'
import { visitTar } from './tar-entries.ts'

export interface OldLayers {
  /** All of them one after the other. */
  pages(): OldPages
  close(): Promise<void>
}

/**
 * @param archive of an image that has them
 * @param name of the file
 * @throws HF_IMAGE_INVALID when the archive lacks one; HF_SPACE_LOW, HF_CONTENT_UNWRITABLE; what the archive throws
 */
export async function readOldLayers(
  archive: AsyncIterable<Uint8Array>,
  layers: readonly LayerContent[],
  disk: ContentDisk,
  name: string,
): Promise<OldLayers> {
  const found = new Map<string, number>()
  const sizes = new Set(layers.map(({ bytes }) => bytes))
  const file = await disk.append(name, 0)
  try {
    let written = 0
    let hash: Hash = createHash('sha256')
    let start = 0
    await visitTar(archive, {
      file(bytes) {
        // Two of one size are told apart only when they have been read; more of it than there are layers is not kept.
        const isWanted =
          sizes.has(bytes) && layers.some(({ diffId, bytes: size }) => size === bytes && !found.has(diffId))
        hash = createHash('sha256')
        start = written
        return isWanted
      },
      async piece(bytes) {
        hash.update(bytes)
        await file.write(bytes)
        written += bytes.length
      },
      async end() {
        found.set(`sha256:${hash.digest('hex')}`, start)
      },
    })
  } catch (error) {
    await file.close()
    await disk.remove(name)
    throw error
  }
  await file.close()
  const missing = layers.find(({ diffId, bytes }) => bytes > 0 && !found.has(diffId))
  if (missing !== undefined) {
    await disk.remove(name)
    throw new HoldfastError('HF_IMAGE_INVALID', 'the engine gives another layer back than it was given', {
      place: missing.diffId,
    })
  }
  const reading = await disk.open(name)
  const total = layers.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    pages: () => new OldPages(total, (position, length) => readRange(position, length)),
    async close() {
      await reading.close()
      await disk.remove(name)
    },
  }

  async function readRange(position: number, length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let before = 0
    for (const { diffId, bytes } of layers) {
      const from = Math.max(position - before, 0)
      const to = Math.min(position + length - before, bytes)
      if (from < to) parts.push(await reading.read((found.get(diffId) ?? 0) + from, to - from))
      before += bytes
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts)
  }
}
