/**
 * Where in a bundle's archive its files stand.
 *
 * Invariant: only the files of an OCI layout are known, by their exact names; no name in the archive is ever a path
 * on a disk. Headers alone are read. What is in doubt refuses the archive as a whole.
 * Form: https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
import { HoldfastError } from './errors.ts'
import { BLOCK, readTarHeader } from './tar-form.ts'

/** A file in the archive, in bytes from its beginning. */
export interface Part {
  offset: number
  size: number
}

/** Gives exactly so many bytes. @throws HF_BUNDLE_UNREADABLE */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>

export const LAYOUT_FILE = 'oci-layout'
export const INDEX_FILE = 'index.json'
export const LAYOUT = '{"imageLayoutVersion":"1.0.0"}'

const FILES = /^(?:oci-layout|index\.json|blobs\/sha256\/[0-9a-f]{64})$/
const FOLDERS: readonly string[] = ['blobs/', 'blobs/sha256/']
/** Each costs the device some memory. */
const MOST_PARTS = 4096
/** Programs fill an archive up with zeros to the size of a tape's record. */
const MOST_FILL = 64 * BLOCK

/** The name of the file that holds what has this digest. */
export function blobFile(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`
}

/**
 * @param size of the archive, in bytes
 * @throws HF_BUNDLE_INVALID, HF_BUNDLE_UNREADABLE
 */
export async function archiveParts(readAt: ReadAt, size: number): Promise<Map<string, Part>> {
  const parts = new Map<string, Part>()
  for (let at = 0; ; ) {
    if (at + BLOCK > size) throw invalid('ends before its end', at)
    let why = 'cannot be read'
    const entry = readTarHeader(await readAt(at, BLOCK), (reason) => {
      why = reason
    })
    if (entry === null) throw invalid(why, at)
    if (entry === 'end') {
      await checkEnd(readAt, at, size)
      return parts
    }
    const offset = at + BLOCK
    const next = offset + Math.ceil(entry.size / BLOCK) * BLOCK
    if (next > size) throw invalid(`ends within ${entry.name}`, at)
    const isKnown = entry.isFolder ? FOLDERS.includes(entry.name) : FILES.test(entry.name)
    if (!isKnown) throw invalid(`holds ${JSON.stringify(entry.name)}, which belongs in no bundle`, at)
    if (parts.has(entry.name)) throw invalid(`holds ${entry.name} twice`, at)
    if (!entry.isFolder) parts.set(entry.name, { offset, size: entry.size })
    if (parts.size > MOST_PARTS) throw invalid(`holds more than ${MOST_PARTS} files`, at)
    at = next
  }
}

async function checkEnd(readAt: ReadAt, at: number, size: number): Promise<void> {
  if (at + 2 * BLOCK > size) throw invalid('ends before its end', at)
  if (size - at > MOST_FILL) throw invalid('goes on behind its end', at)
  const rest = await readAt(at, size - at)
  if (rest.some((byte) => byte !== 0)) throw invalid('goes on behind its end', at)
}

function invalid(what: string, at: number): HoldfastError {
  return new HoldfastError('HF_BUNDLE_INVALID', `${what} (at byte ${at})`, { place: 'bundle' })
}
