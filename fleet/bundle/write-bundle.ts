/**
 * A bundle as a file.
 *
 * Invariant: whoever finds the path finds a whole bundle: it is written beside it, synced and then given its name;
 * of a failure nothing is left. The same messages and images give the same bytes. No blob is held in memory.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { blobFile, INDEX_FILE, LAYOUT, LAYOUT_FILE } from '../../protocol/bundle-archive.ts'
import { bundleIndex, bundleManifest, EMPTY, EMPTY_DIGEST } from '../../protocol/bundle-form.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { fileHeader, LARGEST_FILE, padding, TAR_END } from '../../protocol/tar-form.ts'
import type { Gathered, Wanted } from './gather.ts'

/** A message of the broker's: what would be retained on the topic. */
export interface Message {
  topic: string
  payload: Uint8Array
}

export interface BundleParts {
  messages: readonly Message[]
  images: Gathered
  blob(wanted: Wanted): AsyncIterable<Uint8Array>
}

/**
 * @param onBytes hears how many bytes of blobs have come, each time more
 * @param signal gives it up
 * @returns its size in bytes
 * @throws HF_FILE_UNREADABLE; HF_CANCELLED; what the blobs throw
 */
export async function writeBundle(
  path: string,
  parts: BundleParts,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const temporary = `${path}.${process.pid}.new`
  let file: FileHandle | null = null
  try {
    file = await open(temporary, 'wx', 0o644).catch(unwritable(path))
    let size = 0
    for await (const piece of archiveOf(parts, onBytes)) {
      if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the bundle was given up', { place: path })
      await file.writeFile(piece).catch(unwritable(path))
      size += piece.byteLength
    }
    await file.sync().catch(unwritable(path))
    await file.close()
    file = null
    await rename(temporary, path).catch(unwritable(path))
    await syncFolder(dirname(path)).catch(unwritable(path))
    return size
  } catch (error) {
    await file?.close().catch(() => {}) // the first failure is told
    await rm(temporary, { force: true })
    throw error
  }
}

/** What says what it is comes first, so that a reader need not go through the layers for it. */
async function* archiveOf(parts: BundleParts, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  const { messages, images } = parts
  const payloads = messages.map(({ topic, payload }) => ({
    topic,
    digest: digestOf(payload),
    size: payload.byteLength,
  }))
  const manifest = bundleManifest(payloads)
  const index = bundleIndex({ digest: digestOf(manifest), size: manifest.byteLength }, images.images)
  const known = new Map<string, Uint8Array>([
    [digestOf(manifest), manifest],
    [EMPTY_DIGEST, Buffer.from(EMPTY)],
    ...messages.map(({ payload }) => [digestOf(payload), payload] as const),
    ...images.documents,
  ])
  yield* whole(LAYOUT_FILE, Buffer.from(LAYOUT))
  yield* whole(INDEX_FILE, index)
  for (const [digest, bytes] of known) yield* whole(blobFile(digest), bytes)
  for (const wanted of images.blobs.values()) {
    const { digest, size, place } = wanted
    if (known.has(digest)) continue
    if (size > LARGEST_FILE) throw new HoldfastError('HF_USAGE', 'has a layer of over 8 GiB', { place })
    yield fileHeader(blobFile(digest), size)
    for await (const piece of parts.blob(wanted)) {
      yield piece
      onBytes(piece.byteLength)
    }
    yield padding(size)
  }
  yield TAR_END
}

function* whole(name: string, content: Uint8Array): Generator<Uint8Array> {
  yield fileHeader(name, content.byteLength)
  yield content
  yield padding(content.byteLength)
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function unwritable(path: string) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new HoldfastError('HF_FILE_UNREADABLE', `cannot be written (${cause.code ?? 'unknown'})`, {
      place: path,
      cause,
    })
  }
}
