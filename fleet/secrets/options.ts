/**
 * Flags of the operator's secrets.
 *
 * Invariant: a value comes from a file or the standard input, a passphrase from a file or a variable; neither from a flag.
 */
import type { KeyObject } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { MAX_SECRET_BYTES, SECRET_NAME } from '../../protocol/sealed-secrets.ts'
import { checkName } from '../../protocol/topics.ts'
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { ask, isRegistrarData } from '../registrar/control.ts'
import { dataDirectory } from '../registrar/data-options.ts'
import type { DeviceRecord as Registered } from '../registrar/records.ts'
import { makeFolder, readBytes } from '../signing/files.ts'
import { passphraseFrom } from '../signing/key-files.ts'
import type { Scope } from './records.ts'
import { makeStoreKey, readStoreKey } from './store-key.ts'

export const STORE_FLAGS: Readonly<Record<string, Flag>> = {
  store: {
    value: 'DIR',
    help: 'where values are kept, sealed; default $HOLDFAST_SECRETS, or /var/lib/holdfast-secrets',
  },
  'store-key': { value: 'FILE', help: 'what opens them; default "store.key" in DIR, made with the first value' },
}

export function storeDirectory(args: Args, io: Io): string {
  return resolve(io.cwd, args.text('store') ?? io.env.HOLDFAST_SECRETS ?? '/var/lib/holdfast-secrets')
}

/**
 * The key of the store.
 * @param isEmpty whether nothing was ever kept: then one is made, if `make`
 * @throws HF_FILE_UNREADABLE, HF_KEY_INVALID
 */
export async function storeKey(args: Args, io: Io, isEmpty: boolean, make: boolean): Promise<KeyObject | null> {
  const given = args.text('store-key')
  const path = given === undefined ? join(storeDirectory(args, io), 'store.key') : resolve(io.cwd, given)
  const asked = passphraseFrom(args, io)
  if ((await isThere(path)) || !isEmpty) return readStoreKey(path, asked)
  if (!make) return null
  const isGiven = args.text('passphrase-file') !== undefined || (io.env.HOLDFAST_PASSPHRASE ?? '') !== ''
  if (!isGiven) io.err(`note: ${path} is not encrypted; who has it and the store has every value\n`)
  return makeStoreKey(path, isGiven ? await asked() : null)
}

/** @throws HF_USAGE, HF_TOPIC_INVALID */
export function scopeFrom(args: Args): Scope | null {
  const [fleet, device] = [args.text('fleet'), args.text('device')]
  if (fleet !== undefined && device !== undefined) throw usage('and --device do not go together', '--fleet')
  if (fleet !== undefined) return { kind: 'fleet', name: checkName('fleet', fleet) }
  return device === undefined ? null : { kind: 'device', name: checkName('device', device) }
}

/** @throws HF_USAGE */
export function secretName(word: string | undefined, action: string): string {
  if (word === undefined) throw usage('needs the name of a secret', action)
  if (SECRET_NAME.test(word)) return word
  const rule = 'letters, digits, ".", "_" and "-", 64 at most, a letter or digit first'
  throw usage(`${JSON.stringify(word)} is not the name of a secret: ${rule}`)
}

/**
 * The value, as it is: a line break at its end belongs to it.
 * @throws HF_SECRET_INVALID, HF_FILE_UNREADABLE, HF_USAGE
 */
export async function readValue(name: string, args: Args, io: Io): Promise<Uint8Array> {
  const file = args.text('file')
  const value = file === undefined ? await io.input() : await readBytes(resolve(io.cwd, file))
  const place = `secrets.${name}`
  if (value.byteLength === 0) throw new HoldfastError('HF_SECRET_INVALID', 'is empty', { place })
  if (value.byteLength > MAX_SECRET_BYTES)
    throw new HoldfastError('HF_SECRET_INVALID', `has ${value.byteLength} bytes of at most ${MAX_SECRET_BYTES}`, {
      place,
    })
  if (value.at(-1) === 10) io.err('note: the value ends with a line break, which belongs to it; printf writes none\n')
  return value
}

/**
 * The registrar's devices; none where there is no registrar on this machine.
 * @throws HF_FILE_UNREADABLE when its data was named and is not there
 */
export async function registered(args: Args, io: Io): Promise<Registered[]> {
  const data = dataDirectory(args, io)
  if (await isRegistrarData(data)) return (await ask<'devices'>(data, { do: 'devices' })).answer.devices
  if (args.text('data') === undefined && io.env.HOLDFAST_REGISTRAR === undefined) return []
  throw new HoldfastError('HF_FILE_UNREADABLE', 'is no data of a registrar', { place: data })
}

/**
 * Where documents go that others are to sign too; null: they are published.
 * @throws HF_FILE_UNREADABLE
 */
export async function outFolder(args: Args, io: Io): Promise<string | null> {
  const given = args.text('out')
  if (given === undefined) return null
  const path = resolve(io.cwd, given)
  await makeFolder(path)
  return path
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
