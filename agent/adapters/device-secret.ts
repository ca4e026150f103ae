/**
 * The device's own secret, from which the keys of the local API are made: a file beside the database.
 *
 * Invariant: once it was given out it stays, over every cut. It is not in the database, because the keys stand in the
 * environment of containers that outlive a database that had to be rebuilt, and because what is copied of a database
 * for support must hold no secret. Only the agent's user can read it.
 */
import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { isMissing, moveDurably, removeTree } from '../../storage/files.ts'

const BYTES = 32
const NAME = 'device-secret'

/**
 * Reads it, or makes it. One that is damaged is replaced: containers have to be made anew to know the new keys.
 * @param dataDir is there
 * @returns 32 bytes
 * @throws HF_STORE_UNWRITABLE
 */
export async function deviceSecret(dataDir: string): Promise<Uint8Array> {
  const kept = await keptDeviceSecret(dataDir)
  if (kept !== null) return kept
  const path = join(dataDir, NAME)
  const secret = randomBytes(BYTES)
  const temporary = `${path}.new`
  await removeTree(temporary)
  await writeSecret(temporary, secret)
  await moveDurably(temporary, path)
  return secret
}

/**
 * The one that was made before; null when there is none, or it is damaged.
 * @throws HF_STORE_UNWRITABLE
 */
export async function keptDeviceSecret(dataDir: string): Promise<Uint8Array | null> {
  const path = join(dataDir, NAME)
  try {
    const text = await readFile(path, 'utf8')
    return /^[0-9a-f]{64}\n$/.test(text) ? Buffer.from(text.trim(), 'hex') : null
  } catch (error) {
    if (isMissing(error)) return null
    throw unwritable(path, error)
  }
}

async function writeSecret(path: string, secret: Uint8Array): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      await file.writeFile(`${Buffer.from(secret).toString('hex')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw unwritable(path, error)
  }
}

function unwritable(path: string, cause: unknown): HoldfastError {
  return new HoldfastError('HF_STORE_UNWRITABLE', 'the secret of the device cannot be kept', { place: path, cause })
}
