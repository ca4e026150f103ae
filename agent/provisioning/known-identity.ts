/**
 * Who the device is, in a file beside the database, for those who may not open that.
 *
 * Invariant: no secret is in it, and nothing rests on it: it says what the checkpoint says, and is written after that.
 */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { removeTree, syncDirectory } from '../../storage/files.ts'

const FILE = 'known-identity.json'

/** Whole or not at all; a cut may lose it until the next start. */
export async function noteIdentity(dataDir: string, identity: IdentityFact): Promise<void> {
  const path = join(dataDir, FILE)
  await writeFile(`${path}.new`, `${JSON.stringify(identity)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/** Gone after any cut, also what was only half written. @throws HF_STORE_UNWRITABLE */
export async function forgetIdentity(dataDir: string): Promise<void> {
  for (const name of [FILE, `${FILE}.new`]) await removeTree(join(dataDir, name))
  await syncDirectory(dataDir)
}

/** Null: none is known, or it cannot be read. */
export async function knownIdentity(dataDir: string): Promise<IdentityFact | null> {
  try {
    const found = JSON.parse(await readFile(join(dataDir, FILE), 'utf8')) as Partial<IdentityFact>
    const isWhole =
      [found.device, found.fleet, found.claim, found.certificates, found.authority, found.brokerUrl].every(
        (text) => typeof text === 'string',
      ) && [found.notBeforeMs, found.notAfterMs].every(Number.isFinite)
    return isWhole ? (found as IdentityFact) : null
  } catch {
    return null // as if there were none: whoever looks says so
  }
}
