/** `holdfast fleets`: each fleet in a line. */
import { type CommandBody, EXIT } from '../cli/command.ts'
import { alignColumns, paintWith, plain } from '../cli/style.ts'
import { isWide, OUTPUT_FLAG } from '../cli/table.ts'
import { type FleetRow, fleetRows } from '../follow/overview.ts'
import { LOOK_FLAGS, readFleets } from '../follow/read-fleets.ts'
import { formatShare } from '../signing/share.ts'

export const command: CommandBody = {
  usage: '',
  positionals: [0, 0],
  flags: { json: { help: 'one JSON line for each fleet' }, ...OUTPUT_FLAG, ...LOOK_FLAGS },
  details: 'Exit codes: 0 shown; 2 the command line was not understood; 3 the broker was not reached.',
  async run(args, io) {
    const wide = isWide(args)
    const { published, devices } = await readFleets(args, io)
    const rows = fleetRows(published, devices)
    const paint = paintWith(io.colour)
    const titles = ['FLEET', 'RELEASE', 'ROLLOUT', 'DEVICES', 'ONLINE', 'RUN IT', 'REFUSED']
    const header = [...titles, ...(wide ? ['EPOCH', 'PINNED'] : [])].map((title) => paint('bold', title))
    if (args.has('json')) for (const row of rows) io.out(`${JSON.stringify({ event: 'fleet', ...row })}\n`)
    else if (rows.length === 0) io.err('no fleets\n')
    else io.out(`${alignColumns([header, ...rows.map((row) => cells(row, wide))]).join('\n')}\n`)
    return EXIT.OK
  },
}

function cells(row: FleetRow, wide: boolean): string[] {
  const rollout = row.share === null ? '-' : [formatShare(row.share), row.state === 'go' ? '' : row.state].join(' ')
  return [
    plain(row.fleet) || '-',
    plain(row.release) || '-',
    rollout.trim(),
    ...[row.devices, row.online, row.current, row.refused].map(String),
    ...(wide ? [String(row.epoch ?? '-'), String(row.pinned)] : []),
  ]
}
