/** `holdfast flight`: what a device's machines did last, and what the power cut short. */
import { resolve } from 'node:path'
import { Outcome } from '../../protocol/enums.ts'
import { checkName } from '../../protocol/topics.ts'
import type { FlightEntry } from '../../protocol/types.ts'
import { readFlight } from '../../storage/read-flight.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { paintWith } from '../cli/style.ts'
import { askDevice } from '../follow/ask.ts'
import { flightEntries } from '../follow/flight-answer.ts'
import { flightLines } from '../follow/flight-lines.ts'
import { storyOf } from '../follow/flight-story.ts'
import { resultError } from './logs.ts'

const BUDGET_MS = 30_000

export const command: CommandBody = {
  usage: 'DEVICE|--data DIR',
  positionals: [0, 1],
  flags: {
    data: { value: 'DIR', help: 'read a data directory that no agent runs on, instead of asking a device' },
    last: { value: 'N', help: 'so many entries from the end; default 100' },
    json: { help: 'one JSON line for each entry and each cut' },
    ...BROKER_FLAGS,
  },
  details: `Entries are of state machines: when, by the clock since boot; which; into which state; for how long;
because of which event. Where an agent or its whole machine went down, it says what was under way.

Exit codes: 0 shown; 1 the device refused, or the directory cannot be read; 3 no answer in time, or no broker.`,
  async run(args, io) {
    const [device] = args.positionals
    const data = args.text('data')
    if ((device === undefined) === (data === undefined)) throw usage('name either a device or --data DIR')
    const last = args.count('last', 100, 1)
    const entries = data === undefined ? await asked(args, io, device!, last) : await read(io, data, last)
    if (entries === null) return EXIT.INTERRUPTED
    const story = storyOf(entries)
    if (args.has('json')) {
      for (const { kind, ...told } of story) io.out(`${JSON.stringify({ event: kind, ...told })}\n`)
    } else if (entries.length === 0) io.err('the flight record is empty\n')
    else io.out(`${flightLines(story, paintWith(io.colour)).join('\n')}\n`)
    return EXIT.OK
  },
}

async function read(io: Io, data: string, last: number): Promise<FlightEntry[]> {
  const { entries, damaged } = await readFlight(resolve(io.cwd, data))
  if (damaged > 0) io.err(`warning: ${damaged} damaged entries were left out\n`)
  return entries.slice(-last)
}

async function asked(args: Args, io: Io, device: string, last: number): Promise<FlightEntry[] | null> {
  const result = await askDevice({
    broker: await brokerOptions(args, io),
    device: checkName('device', device),
    command: { budgetMs: BUDGET_MS, flight: { limit: last } },
    signal: io.signal,
    onWarning: warning(io),
  })
  if (result === null) return null
  if (result.outcome !== Outcome.OUTCOME_OK) throw resultError(result)
  return flightEntries(result)
}
