/** `holdfast diff`: what would change, and where, if a release were published. */
import { resolve } from 'node:path'
import { checkTarget } from '../../protocol/check-target.ts'
import { KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkName, deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Release, Target } from '../../protocol/types.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import type { Args } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { plain } from '../cli/style.ts'
import { costLines, costsJson } from '../delta/cost-lines.ts'
import { imageCosts } from '../delta/image-costs.ts'
import { publishedTarget } from '../follow/published.ts'
import { diffLines, releaseDiff } from '../follow/release-diff.ts'
import { fleetOf, membersOf } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { RegistryClient } from '../registry/client.ts'
import { dockerConfigPath, loadDockerConfig } from '../registry/credentials.ts'
import { readBytes } from '../signing/files.ts'
import { pinImages, RELEASE_FLAGS, readCompose } from '../signing/prepare-release.ts'
import { peek } from '../signing/sealed.ts'
import { showNotes } from './release.ts'

export const command: CommandBody = {
  usage: 'FLEET|DEVICE docker-compose.yml|target.hft',
  positionals: [2, 2],
  flags: { json: { help: 'one JSON line' }, ...RELEASE_FLAGS, ...BROKER_FLAGS },
  details: `Holds the release against what is published for the fleet, or for the device: its own target, else its fleet's. The
devices that would change are those that do not run it yet; pinned ones stay as they are when a fleet is given it.
Nothing is published, and no key is needed.

Of each new image it says what a device that runs what is published and fetches by the content store would fetch, and what that
takes at most: by a delta that somebody has published, by the layers that it lacks, whole. docs/content.md says how it chooses.

Exit codes: 0 nothing would change; 1 something would, or something is wrong; 2 the command line was not understood;
3 the broker or the registry was not reached.`,
  async run(args, io) {
    const [name, path] = args.positionals as [string, string]
    checkName('fleet', name)
    const options = await brokerOptions(args, io)
    const release = await releaseIn(path, args, io)
    const warn = warning(io)
    const { target: own } = deviceTopics(name)
    const { target: ofFleet } = fleetTopics(name)
    const watch = await Watch.open(options, warn, [own, ofFleet])
    try {
      const device = watch.fleet.get(name)
      const members = membersOf(watch.fleet, name)
      const isFleet = members.length > 0 || watch.last(ofFleet) !== null
      if (!isFleet && device === undefined)
        throw new HoldfastError('HF_DEVICE_UNKNOWN', 'no fleet and no device of that name is known', { place: name })
      let target: Target | null = publishedTarget(watch, isFleet ? ofFleet : own, [], warn)?.message ?? null
      if (!isFleet && target === null && device !== undefined && fleetOf(device) !== '') {
        const { target: topic } = fleetTopics(fleetOf(device))
        await watch.read([topic])
        target = publishedTarget(watch, topic, [], warn)?.message ?? null
      }
      const scope = isFleet ? members.filter(({ report }) => report?.pinned !== true) : [device!]
      const changes = scope.filter(({ report }) => report?.current?.releaseId !== release.id)
      const pinned = isFleet ? members.filter(({ report }) => report?.pinned === true).map((seen) => seen.device) : []
      const diff = releaseDiff(target?.release ?? null, release)
      const devices = changes.map((seen) => seen.device)
      const client = new RegistryClient(await loadDockerConfig(dockerConfigPath(io.env)))
      const costs = await imageCosts(client, target?.release ?? null, release, diff.images)
      const { id, name: called, version } = release
      const isSame = target?.release?.id === id && devices.length === 0
      if (args.has('json')) {
        const against = target === null ? null : { epoch: target.epoch, id: target.release?.id ?? '' }
        const facts = { [isFleet ? 'fleet' : 'device']: name, release: { id, name: called, version }, against, devices }
        io.out(`${JSON.stringify({ event: 'diff', ...facts, pinned, ...diff, costs: costsJson(costs) })}\n`)
      } else {
        const lines = [...diffLines(diff), ...costLines(costs)]
        const where = `${devices.length} of ${isFleet ? members.length : 1} devices would change`
        const some = devices.slice(0, 20).join(', ')
        io.out(
          `${[
            ...(lines.length === 0 ? ['no service changes'] : lines),
            devices.length === 0 ? where : `${where}: ${some}${devices.length > 20 ? ', …' : ''}`,
            ...(pinned.length === 0 ? [] : [`pinned, and stay as they are: ${pinned.join(', ')}`]),
          ]
            .map(plain)
            .join('\n')}\n`,
        )
      }
      return isSame ? EXIT.OK : EXIT.FAILED
    } finally {
      await watch.close()
    }
  },
}

/** @throws HF_FILE_UNREADABLE, HF_COMPOSE_…, HF_REGISTRY_…, HF_TARGET_INVALID */
async function releaseIn(path: string, args: Args, io: Io): Promise<Release> {
  if (path.endsWith('.hft'))
    return checkTarget(peek(KINDS.Target, await readBytes(resolve(io.cwd, path)), []).message).release
  const prepared = await pinImages(await readCompose(path, args, io), io)
  showNotes(prepared.notes, io)
  return prepared.release
}
