/**
 * Where bundles lie: files on a medium that may come and go at any moment.
 *
 * Invariant: no file is held open between two reads, so that a medium can be taken away; nothing is written but a
 * word beside a bundle that was found in the watched folder, and nothing removed but what was uploaded.
 */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

export interface Medium {
  /** What may be bundles in the watched folder, with a mark that changes when the file does. None when it is away. */
  list(): Promise<{ path: string; mark: string }[]>
  /** In bytes. @throws HF_BUNDLE_UNREADABLE */
  size(path: string): Promise<number>
  /** Exactly so many bytes. @throws HF_BUNDLE_UNREADABLE */
  read(path: string, offset: number, length: number): Promise<Uint8Array>
  /** Leaves a word beside it where that is wanted; one that cannot be written is no error. */
  tell(path: string, word: object): Promise<void>
  /** It is needed no more. */
  done(path: string): Promise<void>
}

export interface MediumPlaces {
  device: string
  /** Absolute: the watched folder; null: none. */
  directory: string | null
  /** Absolute: the folder of what was uploaded. */
  spool: string
}

export function fileMedium({ device, directory, spool }: MediumPlaces): Medium {
  /** Of the words, in their order. */
  let written: Promise<void> = Promise.resolve()
  const isIn = (folder: string | null, path: string): boolean => folder !== null && path.startsWith(`${folder}/`)
  return {
    async list() {
      if (directory === null) return []
      const names = await readdir(directory).catch(() => []) // it is away
      const found = names.filter((name) => name.endsWith('.tar') && !name.startsWith('.')).sort()
      const marked = await Promise.all(
        found.map(async (name) => {
          const path = join(directory, name)
          const seen = await stat(path).catch(() => null) // it has gone since
          return seen === null || !seen.isFile() ? null : { path, mark: markOf(seen) }
        }),
      )
      return marked.filter((each) => each !== null)
    },
    size: (path) => withFile(path, async (file) => (await file.stat()).size),
    read: (path, offset, length) =>
      withFile(path, async (file) => {
        const bytes = Buffer.alloc(length)
        for (let had = 0; had < length; ) {
          const { bytesRead } = await file.read(bytes, had, length - had, offset + had)
          if (bytesRead === 0) throw new Error('it has become shorter')
          had += bytesRead
        }
        return bytes
      }),
    tell(path, word) {
      const name = `${path}.${device}.json`
      // A medium may be read-only, and the report says it too.
      if (isIn(directory, path)) written = written.then(() => writeWhole(name, word)).catch(() => {})
      return written
    },
    async done(path) {
      if (isIn(spool, path)) await rm(path, { force: true })
    },
  }
}

/** Whoever looks finds the word before or this one, and never a half. */
async function writeWhole(path: string, word: object): Promise<void> {
  await writeFile(`${path}.part`, `${JSON.stringify(word)}\n`)
  await rename(`${path}.part`, path)
}

function markOf({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle | null = null
  try {
    // Does not wait for a writer, where somebody has put a pipe.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    if (!(await file.stat()).isFile()) throw new Error('it is no plain file')
    return await work(file)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new HoldfastError('HF_BUNDLE_UNREADABLE', code ?? message, { place: path, cause })
  } finally {
    await file?.close()
  }
}
