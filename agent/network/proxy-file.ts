/**
 * The proxy of the network configuration that is kept, in a file beside the database.
 *
 * Invariant: whole or as it was before, whatever is cut; only the agent's user reads it. One that cannot be read counts
 * for nothing until it is written again.
 */
import { open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { isMissing, makeDirectory, moveDurably, syncDirectory } from '../../storage/files.ts'
import { addressOf, type KeptProxy, type ProxyFile } from './proxy-in-force.ts'

const FILE = 'network-proxy.json'
const FIELDS = ['hash', 'url', 'username', 'password'] as const

/** @param warn told of one that cannot be read, and of nothing in it */
export function proxyFile(dataDir: string, warn: (message: string, fields: object) => void): ProxyFile {
  const path = join(dataDir, FILE)
  return {
    async read() {
      try {
        return keptIn(await readFile(path, 'utf8'))
      } catch (error) {
        if (isMissing(error)) return null
        warn('the proxy that was kept cannot be read, and does not count', wordsOf(error, path))
        return 'damaged'
      }
    },
    async write(kept) {
      try {
        if (kept !== null) return await put(path, `${JSON.stringify(kept)}\n`)
        await rm(path, { force: true })
        await syncDirectory(dirname(path))
      } catch (cause) {
        if (cause instanceof HoldfastError) throw cause
        throw new HoldfastError('HF_STORE_UNWRITABLE', faultOf(cause).message, { place: path, cause })
      }
    },
  }
}

/** @throws when the text is not one that was written here */
function keptIn(text: string): KeptProxy {
  const found = JSON.parse(text) as Partial<Record<string, unknown>>
  const isWhole = FIELDS.every((field) => typeof found?.[field] === 'string')
  if (!isWhole) throw new Error('a field is missing')
  const kept = found as unknown as KeptProxy
  addressOf(kept)
  return kept
}

async function put(path: string, text: string): Promise<void> {
  await makeDirectory(dirname(path))
  const draft = `${path}.new`
  await rm(draft, { force: true })
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await moveDurably(draft, path)
}

/** A parser's own words would repeat what it has read. */
function wordsOf(error: unknown, path: string): object {
  return error instanceof SyntaxError ? { place: path } : { place: path, message: faultOf(error).message }
}
