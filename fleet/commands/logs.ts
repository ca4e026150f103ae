/** `holdfast logs`: what a device's services write. */
import { Outcome } from '../../protocol/enums.ts'
import { HoldfastError, isErrorCode } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Log, Result } from '../../protocol/types.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { type Colour, paintWith, plain } from '../cli/style.ts'
import { askDevice } from '../follow/ask.ts'
import { parseDuration } from '../text/duration.ts'

/** More lines than are kept. */
const ALL = 1_000_000
const COLOURS: readonly Colour[] = ['cyan', 'green', 'yellow']

export const command: CommandBody = {
  usage: 'DEVICE [SERVICE]',
  positionals: [1, 2],
  flags: {
    failed: { help: 'what was kept of services that failed in an update: up to 64 KiB each, also after the way back' },
    follow: { short: 'f', help: 'go on with what comes' },
    tail: { value: 'N', help: 'so many lines from the end; default 100' },
    since: { value: 'TIME', help: 'from then on: 10m ago as "10m", or 2025-01-31T12:00:00Z' },
    for: { value: 'TIME', help: 'how long the device may work on it; default 1m, with --follow 10m' },
    json: { help: 'one JSON line for each line' },
    ...BROKER_FLAGS,
  },
  details: `A device gives its logs to one at a time: who follows gives way to whoever asks next, and is told so.

Exit codes: 0 printed; 1 the device refused or failed; 3 no answer in time, or no broker.`,
  async run(args, io) {
    const [device, service = ''] = args.positionals
    const follow = args.has('follow')
    const failed = args.has('failed')
    if (follow && failed) throw usage('what has failed writes no more', '--follow')
    const result = await askDevice({
      broker: await brokerOptions(args, io),
      device: checkName('device', device!),
      command: {
        budgetMs: args.duration('for', follow ? 600_000 : 60_000),
        logs: { service, follow, tail: args.count('tail', failed ? ALL : 100, 1), failed, sinceMs: sinceMs(args) },
      },
      onLog: printer(io, args.has('json')),
      signal: io.signal,
      onWarning: warning(io),
    })
    // A stream that was followed ends with its budget: that is what was asked for.
    if (result === null || (follow && result.outcome === Outcome.OUTCOME_EXPIRED)) return EXIT.OK
    if (result.outcome !== Outcome.OUTCOME_OK) throw resultError(result)
    if (result.message !== '') io.err(`note: ${plain(result.message)}\n`)
    return EXIT.OK
  },
}

/** A result that is not good, as an error. */
export function resultError({ device, code, message }: Result): HoldfastError {
  const known = isErrorCode(code) ? code : 'HF_COMMAND_FAILED'
  return new HoldfastError(known, plain(message) || 'no reason given', { place: device })
}

function sinceMs(args: Args): number {
  const since = args.text('since')
  if (since === undefined) return 0
  const ago = parseDuration(since)
  const at = ago === null ? Date.parse(since) : Date.now() - ago
  if (Number.isNaN(at) || at < 0) throw usage(`${JSON.stringify(since)} is neither a duration nor a time`, '--since')
  return at
}

function printer(io: Io, json: boolean): (log: Log) => void {
  const paint = paintWith(io.colour)
  const colours = new Map<string, Colour>()
  return ({ lines, dropped }) => {
    if (dropped > 0) io.err(`warning: ${dropped} lines were dropped here, because the link was too slow\n`)
    for (const line of lines) {
      if (json) {
        io.out(`${JSON.stringify({ event: 'line', ...line })}\n`)
        continue
      }
      const colour = colours.get(line.service) ?? COLOURS[colours.size % COLOURS.length]!
      colours.set(line.service, colour)
      io.out(`${paint(colour, `${plain(line.service)} |`)} ${plain(line.text)}\n`)
    }
  }
}
