/**
 * Which authority, from flags.
 *
 * Invariant: a passphrase comes from a file, never from a flag.
 */
import { resolve } from 'node:path'
import { makeDirectory } from '../../storage/files.ts'
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { readBytes } from '../signing/files.ts'
import type { Authority } from './authority.ts'
import { readCommand } from './data-options.ts'
import { openExternalAuthority } from './external-authority.ts'
import { DEFAULT_LIFETIME_MS, type OwnAuthority, openOwnAuthority } from './own-authority.ts'

export const AUTHORITY_FLAGS: Readonly<Record<string, Flag>> = {
  'passphrase-file': { value: 'FILE', help: "holds the passphrase of the authority's key in its first line" },
  'authority-command': {
    value: 'COMMAND',
    help: 'another authority: gets the request (PEM) on its standard input, prints the certificate',
  },
  'authority-file': { value: 'FILE', help: 'with --authority-command: its certificates, PEM' },
  lifetime: { value: 'TIME', help: "of devices' certificates, with an authority of our own; default 90d" },
}

/** What opens the authority that the flags name. @throws HF_USAGE */
export function authorityOpener(args: Args, io: Io, data: string): () => Promise<Authority> {
  const command = args.text('authority-command')
  const file = args.text('authority-file')
  if ((command === undefined) !== (file === undefined))
    throw usage('needs the other', command === undefined ? '--authority-file' : '--authority-command')
  if (command !== undefined && file !== undefined)
    return () =>
      openExternalAuthority({
        command: readCommand(command, '--authority-command'),
        certificateFile: resolve(io.cwd, file),
      })
  return () => ownAuthority(args, io, data)
}

/** @throws HF_USAGE, HF_FILE_UNREADABLE, HF_KEY_INVALID */
export async function ownAuthority(args: Args, io: Io, data: string): Promise<OwnAuthority> {
  const lifetimeMs = args.duration('lifetime', DEFAULT_LIFETIME_MS)
  if (lifetimeMs < 60_000) throw usage('is less than a minute', '--lifetime')
  const passphraseFile = args.text('passphrase-file')
  const passphrase =
    passphraseFile === undefined
      ? undefined
      : (await readBytes(resolve(io.cwd, passphraseFile))).toString('utf8').split(/\r?\n/)[0]!
  await makeDirectory(data)
  return openOwnAuthority({ directory: data, passphrase, lifetimeMs }, Date.now())
}
