/** `holdfast history`: what became of a device's updates, or of a fleet's rollouts. */

import { HoldfastError } from '../../protocol/errors.ts'
import { checkName, fleetTopics } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { warning } from '../cli/io.ts'
import { alignColumns, paintWith, plain } from '../cli/style.ts'
import { isWide, OUTPUT_FLAG } from '../cli/table.ts'
import { publishedTarget } from '../follow/published.ts'
import { membersOf, type Seen } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { CONTROLLER_DATA_FLAG, controllerData } from '../rollout/data-options.ts'
import { knownViews } from '../rollout/known-views.ts'
import type { RolloutView } from '../rollout/view.ts'
import { formatShare } from '../signing/share.ts'
import { momentCell } from '../text/moment.ts'

export const command: CommandBody = {
  usage: 'DEVICE|FLEET',
  positionals: [1, 1],
  flags: {
    json: { help: 'one JSON line for each update or rollout' },
    ...OUTPUT_FLAG,
    ...CONTROLLER_DATA_FLAG,
    ...BROKER_FLAGS,
  },
  details: `Of a device: how its last updates ended, oldest first, as it reports them, by its own clock. Of a fleet: its
rollouts, as the controller's data have them, and the target that is published now.

Exit codes: 0 shown; 1 nothing is known of it; 2 the command line was not understood; 3 the broker was not reached.`,
  async run(args, io) {
    const name = checkName('device', args.positionals[0]!)
    const json = args.has('json')
    const wide = isWide(args)
    const warn = warning(io)
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
      else io.out(`${alignColumns([bold(updateTitles(wide)), ...updateRows(device, wide)]).join('\n')}\n`)
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
    const rows = views.map((view) => rolloutRow(view, wide))
    const lines = views.length === 0 ? ['no rollouts'] : alignColumns([bold(rolloutTitles(wide)), ...rows])
    if (target !== null)
      lines.push(
        plain(
          `published now: epoch ${target.epoch}, ${`${target.release?.name ?? ''} ${target.release?.version ?? ''}`.trim()}, signed ${momentCell(target.issuedAtMs)}`,
        ),
      )
    io.out(`${lines.join('\n')}\n`)
    return EXIT.OK
  },
}

function updateTitles(wide: boolean): string[] {
  return [...(wide ? ['NUMBER'] : []), 'AT', 'EPOCH', 'VERSION', 'OUTCOME', 'WHY']
}

function updateRows({ report }: Seen, wide: boolean): string[][] {
  return (report?.outcomes ?? []).map(({ number, atMs, epoch, version, outcome, code, message }) => [
    ...(wide ? [String(number)] : []),
    momentCell(atMs),
    String(epoch),
    plain(version) || '-',
    plain(outcome),
    plain(`${code} ${message}`.trim()),
  ])
}

function rolloutTitles(wide: boolean): string[] {
  const more = wide ? ['NAMED', 'WAVE', 'REVISION', 'ON BREACH'] : []
  return ['STARTED', 'ENDED', 'EPOCH', 'RELEASE', 'SHARE', ...more, 'OUTCOME']
}

function rolloutRow(view: RolloutView, wide: boolean): string[] {
  const { startedMs, endedMs, epoch, release, share, phase, breach, reason } = view
  const { named, wave, waves, revision, onBreach } = view
  const why = breach?.why ?? reason
  return [
    momentCell(startedMs),
    momentCell(endedMs ?? 0),
    String(epoch),
    plain(release),
    formatShare(share),
    ...(wide ? [String(named), `${wave} of ${waves.length}`, String(revision), onBreach] : []),
    plain(why === '' ? phase : `${phase}: ${why}`),
  ]
}
