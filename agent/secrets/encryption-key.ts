/**
 * The X25519 key of a device that was told who it is: secrets are encrypted to it.
 *
 * Invariant: it is made here once, stands in a file for the agent's user alone and never leaves the device; it is on
 * the disk before its public half is told to anybody.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { encryptionFingerprint, rawKeyOf } from '../../protocol/hpke.ts'
import type { Log } from '../log.ts'
import { keyFiles } from '../provisioning/key-files.ts'

const NAME = 'encryption.x25519'

/**
 * One that is damaged is replaced: the operator has to seal anew.
 * @throws HF_STORE_UNWRITABLE, HF_FILE_UNREADABLE
 */
export async function encryptionKey(dataDir: string, log: Pick<Log, 'info'>): Promise<KeyObject> {
  const key = await madeOnce(dataDir)
  log.info('secrets are sealed to this key; compare it before it is trusted', {
    fingerprint: encryptionFingerprint(rawKeyOf(key)),
  })
  return key
}

/**
 * The one that was made before; null when there is none, or it is damaged.
 * @throws HF_FILE_UNREADABLE
 */
export async function keptEncryptionKey(dataDir: string): Promise<KeyObject | null> {
  return read(await keyFiles(dataDir).read(NAME))
}

async function madeOnce(dataDir: string): Promise<KeyObject> {
  const kept = await keptEncryptionKey(dataDir)
  if (kept !== null) return kept
  const key = generateKeyPairSync('x25519').privateKey
  await keyFiles(dataDir).write(NAME, key.export({ type: 'pkcs8', format: 'pem' }).toString())
  return key
}

function read(text: string | null): KeyObject | null {
  if (text === null) return null
  try {
    const key = createPrivateKey(text)
    return key.asymmetricKeyType === 'x25519' ? key : null
  } catch {
    return null // damaged; the cause could say something of the key
  }
}
