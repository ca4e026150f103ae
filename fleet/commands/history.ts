/** `holdfast history`: what became of a device's updates, or of a fleet's rollouts. */

import { HoldfastError } from '../../protocol/errors.ts'
import { checkName, fleetTopics } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { alignColumns, paintWith, plain } from '../cli/style.ts'
import { publishedTarget } from '../follow/published.ts'
import { membersOf, type Seen } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { CONTROLLER_DATA_FLAG, controllerData } from '../rollout/data-options.ts'
import { knownViews } from '../rollout/known-views.ts'
import type { RolloutView } from '../rollout/view.ts'
import { formatShare } from '../signing/share.ts'

export const command: CommandBody = {
  usage: 'DEVICE|FLEET',
  positionals: [1, 1],
  flags: { json: { help: 'one JSON line for each update or rollout' }, ...CONTROLLER_DATA_FLAG, ...BROKER_FLAGS },
  details: `Of a device: how its last updates ended, oldest first, as it reports them, by its own clock. Of a fleet: its
rollouts, as the controller's data have them, and the target that is published now.

Exit codes: 0 shown; 1 nothing is known of it; 2 the command line was not understood; 3 the broker was not reached.`,
  async run(args, io) {
    const name = checkName('device', args.positionals[0]!)
    const json = args.has('json')
    const warn = (message: string): void => io.err(`warning: ${message}\n`)
    const { target: topic } = fleetTopics(name)
    const watch = await Watch.open(await brokerOptions(args, io), warn, [topic])
    await watch.close()
    const device = watch.fleet.get(name)
    const target = publishedTarget(watch, topic, [], warn)?.message ?? null
    const isFleet = target !== null || membersOf(watch.fleet, name).length > 0
    if (device === undefined && !isFleet)
      throw new HoldfastError('HF_DEVICE_UNKNOWN', 'no device and no fleet of that name is known', { place: name })
    const bold = (titles: string[]) => titles.map((title) => paintWith(io.colour)('bold', title))
    if (device !== undefined) {
      const outcomes = device.report?.outcomes ?? []
      if (json)
        for (const outcome of outcomes) io.out(`${JSON.stringify({ event: 'update', device: name, ...outcome })}\n`)
      else if (outcomes.length === 0) io.err('it tells of no updates\n')
      else
        io.out(
          `${alignColumns([bold(['AT', 'EPOCH', 'VERSION', 'OUTCOME', 'WHY']), ...updateRows(device)]).join('\n')}\n`,
        )
      return EXIT.OK
    }
    const views = (await knownViews(controllerData(args, io))).filter(({ fleet }) => fleet === name)
    if (json) {
      for (const view of views) io.out(`${JSON.stringify({ event: 'rollout', ...view })}\n`)
      if (target !== null) {
        const { epoch, issuedAtMs, release } = target
        const of = release === null ? null : { id: release.id, name: release.name, version: release.version }
        io.out(`${JSON.stringify({ event: 'target', fleet: name, epoch, issuedAtMs, release: of })}\n`)
      }
      return EXIT.OK
    }
    const header = bold(['STARTED', 'ENDED', 'EPOCH', 'RELEASE', 'SHARE', 'OUTCOME'])
    const lines = views.length === 0 ? ['no rollouts'] : alignColumns([header, ...views.map(rolloutRow)])
    if (target !== null)
      lines.push(
        plain(
          `published now: epoch ${target.epoch}, ${`${target.release?.name ?? ''} ${target.release?.version ?? ''}`.trim()}, signed ${at(target.issuedAtMs)}`,
        ),
      )
    io.out(`${lines.join('\n')}\n`)
    return EXIT.OK
  },
}

function updateRows({ report }: Seen): string[][] {
  return (report?.outcomes ?? []).map(({ atMs, epoch, version, outcome, code, message }) => [
    at(atMs),
    String(epoch),
    plain(version) || '-',
    plain(outcome),
    plain(`${code} ${message}`.trim()),
  ])
}

function rolloutRow({ startedMs, endedMs, epoch, release, share, phase, breach, reason }: RolloutView): string[] {
  const why = breach?.why ?? reason
  return [
    at(startedMs),
    at(endedMs ?? 0),
    String(epoch),
    plain(release),
    formatShare(share),
    plain(why === '' ? phase : `${phase}: ${why}`),
  ]
}

function at(ms: number): string {
  return ms === 0 ? '-' : new Date(ms).toISOString().slice(0, 19)
}
