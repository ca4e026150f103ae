/** `holdfast release`: a compose file as a signed target in a file. */
import { resolve } from 'node:path'
import { checkTarget } from '../../protocol/check-target.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { seal } from '../../protocol/signature.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Release } from '../../protocol/types.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import type { Composed } from '../compose/compose-to-release.ts'
import type { Finding } from '../compose/faults.ts'
import { readBytes, writeAtomic } from '../signing/files.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'
import { pinImages, RELEASE_FLAGS, readCompose } from '../signing/prepare-release.ts'
import { peek } from '../signing/sealed.ts'

export const command: CommandBody = {
  usage: 'docker-compose.yml --fleet NAME --out FILE',
  positionals: [1, 1],
  flags: {
    fleet: { value: 'NAME', help: 'the fleet that shall run it' },
    device: { value: 'NAME', help: 'instead of --fleet: the one device' },
    epoch: { value: 'N', help: "the target's number, higher than any before; default 1" },
    out: { value: 'FILE', help: 'where to write the target; not needed with --check' },
    fallback: { value: 'FILE', help: 'an earlier target: its release is what "rollout revert" goes back to' },
    check: { help: 'check the flags, the file and its images, and write nothing; needs no other flag' },
    offline: { help: 'with --check: do not ask for the images' },
    json: { help: 'print the release as JSON' },
    ...RELEASE_FLAGS,
    ...KEY_FLAGS,
  },
  details: `The file is checked in whole, every image is resolved to its digest at its registry (with the credentials
of "docker login"), and the target is signed with the release key. Needs no broker.

Example:
  holdfast release docker-compose.yml --fleet shop --epoch 7 --key release.key --out shop-7.hft`,
  async run(args, io) {
    const check = args.has('check')
    const [fleet, device] = [nameIn(args, 'fleet'), nameIn(args, 'device')]
    if (fleet !== undefined && device !== undefined) throw usage('give either --fleet or --device')
    if (args.has('offline') && !check) throw usage('is for --check: a target names its images by digest', '--offline')
    const epoch = args.count('epoch', 1, 1)
    const fallback = args.text('fallback')
    // What is wrong with the file is told before what is missing beside it.
    const composed = await readCompose(args.positionals[0]!, args, io)
    const before = fallback === undefined ? undefined : await releaseOf(resolve(io.cwd, fallback))
    if (!check && fleet === undefined && device === undefined) throw usage('give either --fleet or --device')
    const out = check ? '' : args.required('out')
    const keys = check ? [] : [needRole(await loadPrivateKeys(args, io), 'release')]
    if (args.has('offline')) return showOffline(composed, args, io)
    const { release, policy, network, notes } = await pinImages(composed, io)
    showNotes(notes, io)
    if (!check) {
      const target = decode(
        KINDS.Target,
        encode(KINDS.Target, {
          fleet: fleet ?? '',
          device: device ?? '',
          epoch,
          release,
          policy: policy ?? undefined,
          network: network ?? undefined,
          fallback: before,
          issuedAtMs: Date.now(),
        }),
      )
      await writeAtomic(resolve(io.cwd, out), seal(KINDS.Target, checkTarget(target), keys))
    }
    io.out(args.has('json') ? asJson(release, out) : shown(release, out))
    return EXIT.OK
  },
}

function nameIn(args: Args, scope: 'fleet' | 'device'): string | undefined {
  const name = args.text(scope)
  return name === undefined ? undefined : checkName(scope, name)
}

/** Notes go to the error channel: they are for people, and change nothing. */
export function showNotes(notes: readonly Finding[], io: Io): void {
  for (const { place, message } of notes) io.err(`note: ${place}: ${message}\n`)
}

/** What would be released, under the images' names: without their digests it has no id. */
function showOffline({ release, notes }: Composed, args: Args, io: Io): number {
  showNotes(notes, io)
  const whole = decode(KINDS.Release, encode(KINDS.Release, release))
  io.out(args.has('json') ? asJson(whole, '') : shown(whole, ''))
  return EXIT.OK
}

async function releaseOf(path: string): Promise<Release | undefined> {
  const { release } = peek(KINDS.Target, await readBytes(path), []).message
  return release ?? undefined
}

/** Without what secrets and configs hold. */
function asJson(release: Release, out: string): string {
  const services = release.services.map((service) => ({
    ...service,
    files: service.files.map(({ content, ...file }) => ({ ...file, bytes: content.length })),
  }))
  return `${JSON.stringify({ event: 'release', file: out || null, release: { ...release, services } })}\n`
}

function shown(release: Release, out: string): string {
  const services = release.services.map(({ name, image }) => `  ${name}  ${image}\n`).join('')
  const title = [`${release.name} ${release.version}`.trim(), release.id].join('  ').trim()
  return `${title}\n${services}${out === '' ? 'checked; nothing was written\n' : `written to ${out}\n`}`
}
