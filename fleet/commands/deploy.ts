/** `holdfast deploy`: a release goes to a fleet, and is followed until it stands. */
import { KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { networkHash } from '../../protocol/network-hash.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { NetworkConfig, Release } from '../../protocol/types.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { reasonLines, summaryLine } from '../follow/deploy-lines.ts'
import { type Ending, followDeployment } from '../follow/follow-deployment.ts'
import { publishedRollout, publishedTarget, refuseForeign, trustOver } from '../follow/published.ts'
import { refuseUncounted } from '../follow/published-trust.ts'
import { highestEpoch, membersOf, type Seen } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'
import { RELEASE_FLAGS } from '../signing/prepare-release.ts'
import { formatShare, parseShare } from '../signing/share.ts'
import { deltasFor } from './deltas-for.ts'
import { readSource } from './deploy-source.ts'

export const command: CommandBody = {
  usage: 'docker-compose.yml|target.hft --fleet NAME',
  positionals: [1, 1],
  flags: {
    fleet: { value: 'NAME', help: "the fleet; not needed with a target's file, which names its own" },
    device: { value: 'NAME', help: "instead: one device alone, whose own target goes over its fleet's" },
    epoch: { value: 'N', help: 'default one more than the highest that the broker knows of' },
    share: { value: 'SHARE', help: 'how much of the fleet may take it: 5%; default 100%' },
    'fresh-for': {
      value: 'TIME',
      help: 'devices that hear nothing newer for so long say so, and take nothing new; default as it was, or never',
    },
    timeout: { value: 'TIME', help: 'how long to follow; default 10m' },
    deltas: { help: 'first make and publish the deltas from what the devices run, where they save something' },
    'no-wait': { help: 'publish, and do not follow' },
    'no-fallback': { help: 'name no way back' },
    'replace-foreign-target': { help: 'publish also over a target that another release key has signed' },
    json: { help: 'one JSON line for each change, and a summary' },
    ...RELEASE_FLAGS,
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `Checks the compose file, resolves its images, signs (both keys are needed; for a target's file only the
rollout key; for one device no rollout key), publishes target and rollout, retained, and follows the devices of the fleet. Devices that are
offline take it when they come back; one that goes offline in the middle is waited for, and one that goes
back until it rests. A target that another release key has signed is not published over. The way back, which "rollout revert"
takes, is the release that is published before, or that one's own where it was sent back or most devices still run that.

With --deltas the delta from each image that the devices say they run to the one that they are to run is made and
published before the target, as "holdfast delta --publish" does; where one cannot be made that is told, and the deployment goes on.
It may take minutes: the target is signed afterwards, by what is published then.

Exit codes: 0 every device that was online converged, or --share takes none of those that did not; 1 one
failed, or something was wrong before anything was published; 2 the command line was not understood; 3 the
broker or the registry was not reached, or time ran out; 130 interrupted (the deployment goes on).`,
  async run(args, io) {
    const options = await brokerOptions(args, io)
    const only = args.text('device')
    for (const flag of ['fleet', 'share', 'fresh-for'])
      if (only !== undefined && args.text(flag) !== undefined) throw usage('is for a fleet', `--${flag}`)
    const share = parseShare(args.text('share') ?? '100%')
    const timeoutMs = args.duration('timeout', 600_000)
    const freshForMs = args.text('fresh-for') === undefined ? undefined : args.duration('fresh-for', 0)
    const keys = await loadPrivateKeys(args, io)
    if (only === undefined) needRole(keys, 'rollout')
    const source = await readSource(args, io, keys)
    const { fleet, device } = source
    const topics = device === '' ? fleetTopics(fleet) : { target: deviceTopics(device).target, rollout: null }
    const warn = warning(io)
    const read = [topics.target, ...(topics.rollout === null ? [] : [topics.rollout])]
    const open = () => Watch.open(options, warn, read, device || undefined)
    const lookAt = async (watch: Watch, complain: (message: string) => void) => {
      const trust = await trustOver(watch, { fleet, device }, complain)
      const published = publishedTarget(watch, topics.target, trust ?? keys, complain)
      // Where a chain of trust is published it says who may sign, whoever signed before.
      if (published !== null && trust === null && !args.has('replace-foreign-target'))
        refuseForeign(published, source.signers, topics.target)
      return { trust, published, members: membersOf(watch.fleet, fleet || undefined) }
    }
    const json = args.has('json')
    if (args.has('deltas')) {
      // It may take minutes: what is published is looked at anew afterwards.
      const { members } = await once(await open(), (first) => lookAt(first, () => {}))
      await deltasFor(device === '' ? unpinned(members) : members, source.release, io, json)
    }
    const watch = await open()
    try {
      const { trust, published, members } = await lookAt(watch, warn)
      const known = Math.max(published?.message.epoch ?? 0, highestEpoch(members))
      const last = topics.rollout === null ? null : publishedRollout(watch, topics.rollout, keys)
      const signed = source.sign(known, published, last, members)
      const { epoch, release } = signed.target
      if (published?.message.network && signed.target.network === null)
        io.err('note: the target before says how devices are connected, and this one does not: they stay as they are\n')
      const baseline = new Map(
        members.flatMap(({ device, report }) => (report === null ? [] : [[device, report] as const])),
      )
      const words: [string, Uint8Array][] = [[topics.target, signed.bytes]]
      refuseUncounted(KINDS.Target, signed.bytes, trust, topics.target)
      if (topics.rollout !== null) {
        const revision = last?.epoch === epoch ? last.revision + 1 : 1
        const state = RolloutState.ROLLOUT_STATE_GO
        const promised = { freshForMs: freshForMs ?? last?.freshForMs ?? 0, issuedAtMs: Date.now() }
        const rollout = seal(KINDS.Rollout, { fleet, epoch, revision, state, share, ...promised }, keys)
        refuseUncounted(KINDS.Rollout, rollout, trust, topics.rollout)
        words.push([topics.rollout, rollout])
      }
      for (const [topic, bytes] of words) await watch.publish(topic, bytes, true)
      tellPublished(io, json, { fleet, device, epoch, share, release, network: signed.target.network })
      if (args.has('no-wait')) return EXIT.OK
      const { ending, views } = await followDeployment(
        watch,
        fleet || undefined,
        { epoch, share, baseline },
        { timeoutMs, json, io },
      )
      io.out(
        json
          ? `${JSON.stringify({ event: 'summary', result: ending, ...(device === '' ? { fleet } : { device }), epoch, devices: views })}\n`
          : '',
      )
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

async function once<T>(watch: Watch, look: (watch: Watch) => Promise<T>): Promise<T> {
  try {
    return await look(watch)
  } finally {
    await watch.close()
  }
}

/** Those that a fleet's target is for. */
function unpinned(members: readonly Seen[]): Seen[] {
  return members.filter(({ report }) => report?.pinned !== true)
}

function tellPublished(io: Io, json: boolean, { fleet, device, epoch, share, release, network }: Published): void {
  const { id, name, version } = release
  const hash = network === null ? null : networkHash(network)
  if (json) {
    const scope = device === '' ? { fleet, epoch, share } : { device, epoch }
    io.out(`${JSON.stringify({ event: 'published', ...scope, release: { id, name, version }, network: hash })}\n`)
    return
  }
  const to = device === '' ? `${formatShare(share)} of ${fleet}` : device
  io.out(`published ${`${name} ${version}`.trim()} as epoch ${epoch} to ${to}\n`)
  if (hash !== null)
    io.out(
      `with the network configuration ${hash.slice(0, 12)}, which each device tries once the release is committed\n`,
    )
}

interface Published {
  fleet: string
  device: string
  epoch: number
  share: number
  release: Release
  network: NetworkConfig | null
}
