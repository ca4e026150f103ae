/**
 * Keys in files.
 *
 * Invariant: a private key's file is readable by its owner alone, and is never written over.
 */
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import {
  formatPrivateKey,
  formatPublicKey,
  generateKey,
  type PrivateKey,
  type PublicKey,
  parsePublicKey,
  type Role,
} from '../../protocol/keys.ts'
import type { Args } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { type Passphrase, readPrivateKey } from './encrypted-key.ts'
import { readBytes, writeNew } from './files.ts'

const ROLES: readonly Role[] = ['release', 'rollout']

export const KEY_FLAGS: Readonly<Record<string, Flag>> = {
  key: {
    value: 'PATH',
    multiple: true,
    help: 'a private key, or a directory of release.key and rollout.key; default $HOLDFAST_KEYS',
  },
  'passphrase-file': {
    value: 'FILE',
    help: 'holds in its first line what opens encrypted keys; default $HOLDFAST_PASSPHRASE',
  },
}

/**
 * Makes a pair of each role: `ROLE.key` and `ROLE.pub`.
 * @throws HF_FILE_UNREADABLE when one of them exists; nothing is written then
 */
export async function writeKeyFiles(directory: string): Promise<{ role: Role; id: string; path: string }[]> {
  const keys = ROLES.map((role) => ({ key: generateKey(role), path: join(directory, `${role}.key`) }))
  for (const { key } of keys) {
    for (const half of ['key', 'pub']) {
      const path = join(directory, `${key.role}.${half}`)
      if (await exists(path))
        throw new HoldfastError('HF_FILE_UNREADABLE', 'exists already and is not written over', { place: path })
    }
  }
  for (const { key, path } of keys) {
    await writeNew(path, `${formatPrivateKey(key)}\n`, 0o600)
    await writeNew(join(directory, `${key.role}.pub`), `${formatPublicKey(key)}\n`, 0o644)
  }
  return keys.map(({ key, path }) => ({ role: key.role, id: key.id, path }))
}

/**
 * The private keys that flags and variables name.
 * @throws HF_FILE_UNREADABLE, HF_KEY_INVALID
 */
export async function loadPrivateKeys(args: Args, io: Io): Promise<PrivateKey[]> {
  const given = args.all('key')
  const paths = given.length > 0 ? given : [io.env.HOLDFAST_KEYS ?? ''].filter((path) => path !== '')
  const files = await Promise.all(paths.map(keyFiles))
  const passphrase = passphraseFrom(args, io)
  return Promise.all(
    files.flat().map(async (path) => readPrivateKey((await readBytes(path)).toString('utf8'), path, passphrase)),
  )
}

/** What opens encrypted keys, by flag or variable. */
export function passphraseFrom(args: Args, io: Io): Passphrase {
  return async () => {
    const file = args.text('passphrase-file')
    const given =
      file === undefined
        ? io.env.HOLDFAST_PASSPHRASE
        : (await readBytes(resolve(io.cwd, file))).toString('utf8').split(/\r?\n/)[0]
    if (given !== undefined && given !== '') return given
    throw new HoldfastError('HF_KEY_INVALID', 'a key is encrypted: give --passphrase-file, or $HOLDFAST_PASSPHRASE')
  }
}

/** @throws HF_KEY_INVALID when none of the keys has the role */
export function needRole(keys: readonly PrivateKey[], role: Role): PrivateKey {
  const key = keys.find((candidate) => candidate.role === role)
  if (key === undefined)
    throw new HoldfastError('HF_KEY_INVALID', `a ${role} key is needed to sign; give --key ${role}.key, or a directory`)
  return key
}

/** @throws HF_FILE_UNREADABLE, HF_KEY_INVALID */
export async function loadPublicKeys(paths: readonly string[]): Promise<PublicKey[]> {
  return Promise.all(paths.map(async (path) => parsePublicKey((await readBytes(path)).toString('utf8'), path)))
}

async function keyFiles(path: string): Promise<string[]> {
  if (!(await isDirectory(path))) return [path]
  const files: string[] = []
  for (const role of ROLES) if (await exists(join(path, `${role}.key`))) files.push(join(path, `${role}.key`))
  if (files.length > 0) return files
  throw new HoldfastError('HF_FILE_UNREADABLE', 'holds neither release.key nor rollout.key', { place: path })
}

async function isDirectory(path: string): Promise<boolean> {
  return (await statOf(path))?.isDirectory() === true
}

async function exists(path: string): Promise<boolean> {
  return (await statOf(path)) !== null
}

async function statOf(path: string) {
  try {
    return await stat(path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be looked at', { place: path, cause })
  }
}
