/** `holdfast releases`: each release that is published, or that runs somewhere. */
import { type CommandBody, EXIT } from '../cli/command.ts'
import { alignColumns, paintWith, plain } from '../cli/style.ts'
import { isWide, OUTPUT_FLAG } from '../cli/table.ts'
import { type ReleaseRow, releaseRows } from '../follow/overview.ts'
import { LOOK_FLAGS, readFleets } from '../follow/read-fleets.ts'

export const command: CommandBody = {
  usage: '',
  positionals: [0, 0],
  flags: { json: { help: 'one JSON line for each release' }, ...OUTPUT_FLAG, ...LOOK_FLAGS },
  details: 'Exit codes: 0 shown; 2 the command line was not understood; 3 the broker was not reached.',
  async run(args, io) {
    const wide = isWide(args)
    const { published, devices } = await readFleets(args, io)
    const rows = releaseRows(published, devices)
    const paint = paintWith(io.colour)
    const header = ['RELEASE', 'ID', 'DEVICES', 'REFUSED', 'PUBLISHED FOR', 'RUNS IN'].map((title) =>
      paint('bold', title),
    )
    if (args.has('json')) for (const row of rows) io.out(`${JSON.stringify({ event: 'release', ...row })}\n`)
    else if (rows.length === 0) io.err('no releases\n')
    else io.out(`${alignColumns([header, ...rows.map((row) => cells(row, wide))]).join('\n')}\n`)
    return EXIT.OK
  },
}

function cells({ id, name, version, devices, refused, published, fallbackOf, fleets }: ReleaseRow, wide: boolean) {
  const fors = [...published, ...fallbackOf.map((fleet) => `${fleet} (way back)`)]
  const runs = Object.entries(fleets).sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    plain(`${name} ${version}`.trim()) || '-',
    plain(wide ? id : id.replace('sha256:', '').slice(0, 12)),
    String(devices),
    String(refused),
    plain(fors.join(', ')) || '-',
    plain(runs.map(([fleet, count]) => `${fleet} ${count}`).join(', ')) || '-',
  ]
}
