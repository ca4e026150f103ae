/**
 * Which authority, from flags.
 *
 * Invariant: a passphrase comes from a file, never from a flag.
 */
import { readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { makeDirectory } from '../../storage/files.ts'
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { readBytes } from '../signing/files.ts'
import type { Authority } from './authority.ts'
import { readCommand } from './data-options.ts'
import { openExternalAuthority } from './external-authority.ts'
import { CERTIFICATE_FILE, DEFAULT_LIFETIME_MS, type OwnAuthority, openOwnAuthority } from './own-authority.ts'

export const AUTHORITY_FLAGS: Readonly<Record<string, Flag>> = {
  'passphrase-file': { value: 'FILE', help: "holds the passphrase of the authority's key in its first line" },
  'authority-command': {
    value: 'COMMAND',
    help: 'another authority: gets the request (PEM) on its standard input, prints the certificate',
  },
  'authority-file': { value: 'FILE', help: 'with --authority-command: its certificates, PEM' },
  'revoker-key': {
    value: 'FILE',
    help: 'with --authority-command: signs the word by which devices wipe an identity that was taken back; PEM',
  },
  'revoker-file': {
    value: 'FILE',
    help: 'with --revoker-key: its certificate of that authority, with the name holdfast:registrar (URI), PEM',
  },
  lifetime: { value: 'TIME', help: "of devices' certificates, with an authority of our own; default 90d" },
}

/** Whether the flags name an authority elsewhere. */
export function isElsewhere(args: Args): boolean {
  return args.has('authority-command')
}

/** What opens the authority that the flags name, and makes none. @throws HF_USAGE */
export function authorityOpener(args: Args, io: Io, data: string): () => Promise<Authority> {
  const command = args.text('authority-command')
  const file = args.text('authority-file')
  if ((command === undefined) !== (file === undefined))
    throw usage('needs the other', command === undefined ? '--authority-file' : '--authority-command')
  const [revokerKey, revokerFile] = [args.text('revoker-key'), args.text('revoker-file')]
  if ((revokerKey === undefined) !== (revokerFile === undefined))
    throw usage('needs the other', revokerKey === undefined ? '--revoker-file' : '--revoker-key')
  if (revokerKey !== undefined && command === undefined)
    throw usage('is for an authority elsewhere: one of our own signs itself', '--revoker-key')
  if (command !== undefined && file !== undefined)
    return () =>
      openExternalAuthority({
        command: readCommand(command, '--authority-command'),
        certificateFile: resolve(io.cwd, file),
        revoker:
          revokerKey === undefined || revokerFile === undefined
            ? undefined
            : { keyFile: resolve(io.cwd, revokerKey), certificateFile: resolve(io.cwd, revokerFile) },
      })
  return () => ownAuthority(args, io, data, null)
}

/**
 * Of the data directory.
 * @param onMade is told when there was none and one was made, of its certificate's file; null: none is made
 * @throws HF_USAGE, HF_FILE_UNREADABLE, HF_KEY_INVALID
 */
export async function ownAuthority(
  args: Args,
  io: Io,
  data: string,
  onMade: ((file: string) => void) | null,
): Promise<OwnAuthority> {
  const lifetimeMs = args.duration('lifetime', DEFAULT_LIFETIME_MS)
  if (lifetimeMs < 60_000) throw usage('is less than a minute', '--lifetime')
  const passphraseFile = args.text('passphrase-file')
  const passphrase =
    passphraseFile === undefined
      ? undefined
      : (await readBytes(resolve(io.cwd, passphraseFile))).toString('utf8').split(/\r?\n/)[0]!
  if (onMade === null) await needAuthority(data)
  else await makeDirectory(data)
  return openOwnAuthority({ directory: data, passphrase, lifetimeMs, onMade: onMade ?? undefined }, Date.now())
}

/** @throws HF_FILE_UNREADABLE: beside the records of another authority, or of none, a new one would be no use to anybody */
async function needAuthority(data: string): Promise<void> {
  if ((await readdir(data).catch((): string[] => [])).includes(CERTIFICATE_FILE)) return
  throw new HoldfastError('HF_FILE_UNREADABLE', `holds no ${CERTIFICATE_FILE}; bring it back from its copy`, {
    place: data,
  })
}
