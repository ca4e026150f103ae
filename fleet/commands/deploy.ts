/** `holdfast deploy`: a release goes to a fleet, and is followed until it stands. */
import { resolve } from 'node:path'
import { type CheckedTarget, checkTarget } from '../../protocol/check-target.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { checkName, fleetTopics } from '../../protocol/topics.ts'
import type { Release, Target } from '../../protocol/types.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { reasonLines, summaryLine } from '../follow/deploy-lines.ts'
import { type Ending, followDeployment } from '../follow/follow-deployment.ts'
import { publishedRollout, publishedTarget, refuseForeign } from '../follow/published.ts'
import { highestEpoch, membersOf, type Seen } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { readBytes } from '../signing/files.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'
import { POLICY_FLAGS, type Prepared, pinImages, RELEASE_FLAGS, readCompose } from '../signing/prepare-release.ts'
import { type Peeked, peek } from '../signing/sealed.ts'
import { formatShare, parseShare } from '../signing/share.ts'
import { showNotes } from './release.ts'

export const command: CommandBody = {
  usage: 'docker-compose.yml|target.hft --fleet NAME',
  positionals: [1, 1],
  flags: {
    fleet: { value: 'NAME', help: "the fleet; not needed with a target's file, which names its own" },
    epoch: { value: 'N', help: 'default one more than the highest that the broker knows of' },
    share: { value: 'SHARE', help: 'how much of the fleet may take it: 5%; default 100%' },
    'fresh-for': {
      value: 'TIME',
      help: 'devices that hear nothing newer for so long say so, and take nothing new; default as it was, or never',
    },
    timeout: { value: 'TIME', help: 'how long to follow; default 10m' },
    'no-wait': { help: 'publish, and do not follow' },
    'no-fallback': { help: 'do not name the release before this one as the way back' },
    'replace-foreign-target': { help: 'publish also over a target that another release key has signed' },
    json: { help: 'one JSON line for each change, and a summary' },
    ...RELEASE_FLAGS,
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `Checks the compose file, resolves its images, signs (both keys are needed; for a target's file only the
rollout key), publishes target and rollout, retained, and follows the devices of the fleet. Devices that are
offline take it when they come back; one that goes offline in the middle is waited for, and one that goes
back until it rests. A target that another release key has signed is not published over.

Exit codes: 0 every device that was online converged, or --share takes none of those that did not; 1 one
failed, or something was wrong before anything was published; 2 the command line was not understood; 3 the
broker or the registry was not reached, or time ran out; 130 interrupted (the deployment goes on).`,
  async run(args, io) {
    const options = await brokerOptions(args, io)
    const share = parseShare(args.text('share') ?? '100%')
    const timeoutMs = args.duration('timeout', 600_000)
    const freshForMs = args.text('fresh-for') === undefined ? undefined : args.duration('fresh-for', 0)
    const keys = await loadPrivateKeys(args, io)
    needRole(keys, 'rollout')
    const source = await readSource(args, io, keys)
    const { fleet } = source
    const topics = fleetTopics(fleet)
    const warn = (message: string) => io.err(`warning: ${message}\n`)
    const watch = await Watch.open(options, warn, [topics.target, topics.rollout])
    try {
      const published = publishedTarget(watch, topics.target, keys, warn)
      if (published !== null && !args.has('replace-foreign-target'))
        refuseForeign(published, source.signers, topics.target)
      const members = membersOf(watch.fleet, fleet)
      const known = Math.max(published?.message.epoch ?? 0, highestEpoch(members))
      const signed = source.sign(known, published, members)
      const { epoch, release } = signed.target
      const last = publishedRollout(watch, topics.rollout, keys)
      const revision = last?.epoch === epoch ? last.revision + 1 : 1
      const state = RolloutState.ROLLOUT_STATE_GO
      const promised = { freshForMs: freshForMs ?? last?.freshForMs ?? 0, issuedAtMs: Date.now() }
      const rollout = seal(KINDS.Rollout, { fleet, epoch, revision, state, share, ...promised }, keys)
      const baseline = new Map(
        members.flatMap(({ device, report }) => (report === null ? [] : [[device, report] as const])),
      )
      await watch.publish(topics.target, signed.bytes, true)
      await watch.publish(topics.rollout, rollout, true)
      const json = args.has('json')
      tellPublished(io, json, { fleet, epoch, share, release })
      if (args.has('no-wait')) return EXIT.OK
      const { ending, views } = await followDeployment(
        watch,
        fleet,
        { epoch, share, baseline },
        { timeoutMs, json, io },
      )
      io.out(json ? `${JSON.stringify({ event: 'summary', result: ending, fleet, epoch, devices: views })}\n` : '')
      if (!json)
        io.out(
          [`${WORDS[ending]}: ${summaryLine(views)}`, ...reasonLines(views).map((line) => `  ${line}`), ''].join('\n'),
        )
      return EXIT_OF[ending]
    } finally {
      await watch.close()
    }
  },
}

const WORDS: Record<Ending, string> = {
  converged: 'converged',
  failed: 'failed',
  untaken: 'no device took it',
  timeout: 'time ran out',
  interrupted: 'interrupted, and the deployment goes on',
}
const EXIT_OF: Record<Ending, number> = {
  converged: EXIT.OK,
  failed: EXIT.FAILED,
  untaken: EXIT.OK,
  timeout: EXIT.UNREACHABLE,
  interrupted: EXIT.INTERRUPTED,
}

interface Source {
  fleet: string
  /** Ids of the keys that sign the target. */
  signers: readonly string[]
  /** @param known the highest epoch that is known */
  sign(
    known: number,
    published: Peeked<Target> | null,
    members: readonly Seen[],
  ): { target: CheckedTarget; bytes: Uint8Array }
}

async function readSource(args: Args, io: Io, keys: readonly PrivateKey[]): Promise<Source> {
  const path = args.positionals[0]!
  const wanted = args.text('epoch') === undefined ? null : args.count('epoch', 0, 1)
  if (path.endsWith('.hft')) return fromFile(path, await readBytes(resolve(io.cwd, path)), args, keys)
  // What is wrong with the file is told before what is missing beside it.
  const composed = await readCompose(path, args, io)
  const fleet = checkName('fleet', args.required('fleet'))
  needRole(keys, 'release')
  const prepared = await pinImages(composed, io)
  showNotes(prepared.notes, io)
  return {
    fleet,
    signers: keys.filter(({ role }) => role === 'release').map(({ id }) => id),
    sign(known, published, members) {
      const epoch = wanted ?? known + 1
      if (epoch <= known) throw stale(epoch, known)
      if (published?.verified === false)
        io.err('warning: what is published was not signed by your release key; no fallback is taken from it\n')
      const before =
        published?.verified === true && !args.has('no-fallback') ? wayBack(published.message, members) : null
      const target = targetOf(fleet, epoch, prepared, before)
      return { target, bytes: seal(KINDS.Target, target, keys) }
    },
  }
}

/** The release that is published now; if devices have refused it and none runs it, the one before it. */
function wayBack({ epoch, release, fallback }: Target, members: readonly Seen[]): Release | null {
  const isBad = members.some(({ report }) => report?.refused.some((refusal) => refusal.epoch === epoch))
  const isRun = members.some(({ report }) => report?.current?.epoch === epoch)
  return isBad && !isRun ? fallback : release
}

function fromFile(path: string, bytes: Buffer, args: Args, keys: readonly PrivateKey[]): Source {
  const { message, signers } = peek(KINDS.Target, bytes, keys)
  const target = checkTarget(message)
  const fleet = args.text('fleet') ?? target.fleet
  if (target.fleet === '') throw usage(`${path} is for the device ${target.device}; a fleet's target is needed`)
  if (fleet !== target.fleet) throw usage(`${path} is for the fleet ${target.fleet}`, '--fleet')
  if (args.text('epoch') !== undefined) throw usage(`is signed in ${path} already`, '--epoch')
  for (const flag of POLICY_FLAGS)
    if (args.has(flag)) throw usage(`what ${path} allows is signed already; give it to "holdfast release"`, `--${flag}`)
  return {
    fleet,
    signers,
    sign(known, published) {
      const again = published?.message.epoch === target.epoch && published.message.release?.id === target.release.id
      if (target.epoch <= known && !again) throw stale(target.epoch, known)
      return { target, bytes }
    },
  }
}

function targetOf(
  fleet: string,
  epoch: number,
  { release, policy }: Prepared,
  fallback: Release | null,
): CheckedTarget {
  const target = encode(KINDS.Target, {
    fleet,
    epoch,
    release,
    fallback: fallback ?? undefined,
    policy: policy ?? undefined,
    issuedAtMs: Date.now(),
  })
  return checkTarget(decode(KINDS.Target, target))
}

function stale(epoch: number, known: number): HoldfastError {
  return new HoldfastError('HF_EPOCH_STALE', `epoch ${epoch} is not above ${known}, which the broker knows of`)
}

function tellPublished(
  io: Io,
  json: boolean,
  { fleet, epoch, share, release }: { fleet: string; epoch: number; share: number; release: Release },
): void {
  const { id, name, version } = release
  if (json) io.out(`${JSON.stringify({ event: 'published', fleet, epoch, share, release: { id, name, version } })}\n`)
  else io.out(`published ${`${name} ${version}`.trim()} as epoch ${epoch} to ${formatShare(share)} of ${fleet}\n`)
}
