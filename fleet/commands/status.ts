/** `holdfast status`: what the devices last said; with `--watch`, as it changes. */
import { checkName } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { LiveLines } from '../cli/live.ts'
import { paintWith } from '../cli/style.ts'
import { isWide, OUTPUT_FLAG } from '../cli/table.ts'
import { type Fleet, fleetOf, membersOf, type Seen } from '../follow/seen.ts'
import { statusJson } from '../follow/status-json.ts'
import { statusLines } from '../follow/status-lines.ts'
import { Watch } from '../follow/watch.ts'
import { chosenBy, REGISTRAR_DATA_FLAG, WHERE_FLAG } from '../query/where.ts'

/** Between two drawings. */
const DRAW_MS = 500

export const command: CommandBody = {
  usage: '',
  positionals: [0, 0],
  flags: {
    fleet: { value: 'NAME', help: 'only this fleet' },
    device: { value: 'NAME', help: 'only this device' },
    ...WHERE_FLAG,
    watch: { short: 'w', help: 'go on, and show each change; on a terminal the table is drawn over again' },
    json: { help: 'one JSON line for each device' },
    ...OUTPUT_FLAG,
    ...REGISTRAR_DATA_FLAG,
    ...BROKER_FLAGS,
  },
  details: `With --watch where the output is no terminal, or with --json, each device is told once, and again
whenever it says something else; it ends with Ctrl-C.

Exit codes: 0 shown; 1 the device named has never reported, or does not match; 2 the command line was not understood;
3 the broker was not reached.`,
  async run(args, io) {
    const fleet = args.text('fleet')
    const device = args.text('device')
    const wide = isWide(args)
    if (fleet !== undefined) checkName('fleet', fleet)
    const isChosen = await chosenBy(args, io)
    const options = await brokerOptions(args, io)
    const watch = await Watch.open(options, warning(io), [], device)
    const members = (): Seen[] =>
      membersOf(watch.fleet, fleet).filter((seen) => isChosen({ name: seen.device, fleet: fleetOf(seen) }))
    try {
      if (args.has('watch')) {
        if (device !== undefined && members().length === 0)
          throw usage(watch.fleet.size === 0 ? 'has never reported' : 'does not match the other flags', '--device')
        await follow(watch.fleet, members, args, io)
        return EXIT.OK
      }
    } finally {
      await watch.close()
    }
    const shown = members()
    if (args.has('json')) for (const seen of shown) io.out(`${JSON.stringify(statusJson(seen))}\n`)
    else if (shown.length === 0) io.err(`${nobodyWords(watch.fleet, device)}\n`)
    else io.out(`${statusLines(shown, paintWith(io.colour), wide).join('\n')}\n`)
    return device !== undefined && shown.length === 0 ? EXIT.FAILED : EXIT.OK
  },
}

/** Why nobody is shown: that nobody has reported is said only where it is so. @param device the only one that was asked for */
function nobodyWords(fleet: Fleet, device?: string): string {
  const known = membersOf(fleet, undefined).length
  if (device !== undefined) return known === 0 ? `${device} has never reported` : `${device} does not match`
  if (known === 0) return 'no device has reported'
  return known === 1
    ? 'the one device that has reported does not match'
    : `none of the ${known} devices that have reported matches`
}

/** Until it is interrupted. */
async function follow(fleet: Fleet, members: () => Seen[], args: Args, io: Io): Promise<void> {
  const paint = paintWith(io.colour)
  const live = io.terminal && !args.has('json') ? new LiveLines(io) : null
  const told = new Map<string, string>()
  while (!io.signal.aborted) {
    const now = members()
    if (live !== null) live.draw(now.length === 0 ? [nobodyWords(fleet)] : statusLines(now, paint, isWide(args)))
    else for (const seen of now) tell(seen)
    await pause(io.signal)
  }

  function tell(seen: Seen): void {
    const text = args.has('json')
      ? JSON.stringify(statusJson(seen))
      : statusLines([seen], paint, isWide(args)).slice(1).join('\n')
    if (told.get(seen.device) !== text) io.out(`${text}\n`)
    told.set(seen.device, text)
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, DRAW_MS)
    signal.addEventListener('abort', done)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
