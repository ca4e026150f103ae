/**
 * The files of the page, as they were built.
 *
 * Invariant: read once, at the start; nothing but what is in that list can be asked for, so that no path of a
 * request ever reaches the disk.
 */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { HoldfastError } from '../../protocol/errors.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

export interface PageFile {
  type: string
  etag: string
  plain: Buffer
  gzipped: Buffer
}

/** By their path: "/", "/app.js". */
export type PageFiles = ReadonlyMap<string, PageFile>

/**
 * Where the page is: built in the repository, or beside the one file that is published.
 * @throws HF_DASHBOARD_UNAVAILABLE when it was not built
 */
export function pageFolder(): string {
  const places = [join(import.meta.dirname, '..', '..', 'dashboard', 'dist'), join(import.meta.dirname, 'dashboard')]
  const found = places.find((place) => existsSync(join(place, 'index.html')))
  if (found !== undefined) return found
  throw new HoldfastError('HF_DASHBOARD_UNAVAILABLE', 'the page has not been built', { place: places[0]! })
}

/** Reads them all. */
export async function readPage(folder: string): Promise<PageFiles> {
  const names = (await readdir(folder)).filter((name) => TYPES[extname(name)] !== undefined)
  const files = await Promise.all(
    names.map(async (name): Promise<[string, PageFile]> => {
      const plain = await readFile(join(folder, name))
      const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
      const gzipped = await promisify(gzip)(plain, { level: constants.Z_BEST_COMPRESSION })
      return [name === 'index.html' ? '/' : `/${name}`, { type: TYPES[extname(name)]!, etag, plain, gzipped }]
    }),
  )
  return new Map(files)
}
