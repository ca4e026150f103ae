/** `holdfast keygen`: a pair of keys for each role. */
import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { writeKeyFiles } from '../signing/key-files.ts'

export const command: CommandBody = {
  usage: '',
  positionals: [0, 0],
  flags: { out: { value: 'DIR', help: 'where to write them; default here' } },
  details: `Writes release.key and rollout.key, which are secrets (mode 600), and release.pub and rollout.pub,
which devices trust. Keep release.key offline: who has it decides what devices run. rollout.key can only
widen, pause or send a fleet back to what release.key has signed. Files that exist are never written over.`,
  async run(args, io) {
    const directory = resolve(io.cwd, args.text('out') ?? '.')
    await makeDirectory(directory)
    for (const { role, id, path } of await writeKeyFiles(directory)) io.out(`${role}  ${id}  ${path}\n`)
    return EXIT.OK
  },
}

/** Only the last one of the path: a mistyped path must not grow a tree. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return
    throw new HoldfastError('HF_FILE_UNREADABLE', 'the directory cannot be made', { place: path, cause })
  }
}
