/** `holdfast send`: one command to one device or to many, and each answer. */
import { Outcome } from '../../protocol/enums.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Result } from '../../protocol/types.ts'
import { BROKER_FLAGS, type BrokerOptions, brokerOptions } from '../broker/options.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { plain } from '../cli/style.ts'
import { tellError } from '../cli/tell-error.ts'
import { askDevice } from '../follow/ask.ts'
import { resultError } from './logs.ts'
import { resultJson } from './result-json.ts'
import { ACTIONS, type Asked, actionFlags, actionsHelp, budgetsHelp, ELSEWHERE, parseAction } from './send-actions.ts'
import { isToMany, MANY_FLAGS, sendToMany } from './send-many.ts'

/** What a device sends of a program's output at most, less what a cut through a character may cost. */
const CUT_BYTES = 64 * 1024 - 4

/** As the tools for containers have it: what failed was not the program. */
const NO_PROGRAM = 125

export const command: CommandBody = {
  usage: 'DEVICE ACTION [ARGUMENT …]',
  positionals: [1, Number.POSITIVE_INFINITY],
  seconds: Object.keys(ACTIONS),
  flags: {
    ...MANY_FLAGS,
    budget: { value: 'TIME', help: `how long the device may work on it; ${budgetsHelp()}` },
    ...actionFlags(),
    json: { help: 'print the answer as JSON' },
    ...BROKER_FLAGS,
  },
  details: `Actions:
${actionsHelp()}

Also sent, by commands of their own: ${Object.values(ELSEWHERE).join(', ')}.

A command is done once, also if the power goes in the middle; only a program of exec is not begun again.
Restart, stop, start, purge, prune, reboot and shutdown wait, within their budget, until an update no longer
changes what runs. What stands behind -- belongs to the program, dashes and all. Its output is printed as it
is: what it wrote to both channels, the last 64 KiB. A program of run is ended when its budget is spent; one of
exec may go on in its container.

With --where or --fleet no DEVICE is named: the command goes to each device that they choose, 16 at a time, and each
answer has the device's name before it. It is 1 that is returned when any of them did not do it.

Examples:
  holdfast send till-1 pause "market day" --downloads
  holdfast send till-1 stop web --for 2h
  holdfast send --fleet shop --where 'site=berlin' prune
  holdfast send till-1 exec db -- psql -U shop -c 'select count(*) from orders'

Exit codes: 0 done; 1 refused, failed or expired; 2 the command line was not understood; 3 no answer in time,
or no broker; 130 interrupted. With run and exec: the program's own; ${NO_PROGRAM} where there is none, because the
device refused, failed, had no time left or did not answer.`,
  async run(args, io) {
    if (isToMany(args)) return sendToMany(args, io)
    const [device, name, ...words] = args.positionals as [string, string?, ...string[]]
    if (name === undefined) throw usage('something is missing; write: holdfast send DEVICE ACTION [ARGUMENT …]')
    const asked = parseAction(name, words, args)
    checkName('device', device)
    const broker = await brokerOptions(args, io)
    const json = args.has('json')
    if (!asked.isProgram) return send(device, asked, broker, json, io)
    try {
      return await runProgram(device, asked, broker, json, io)
    } catch (error) {
      tellError(error, json, io)
      return NO_PROGRAM
    }
  },
}

function ask(device: string, { command, budgetMs }: Asked, broker: BrokerOptions, io: Io): Promise<Result | null> {
  return askDevice({
    broker,
    device,
    command: { budgetMs, ...command },
    signal: io.signal,
    onWarning: warning(io),
  })
}

async function send(device: string, asked: Asked, broker: BrokerOptions, json: boolean, io: Io): Promise<number> {
  const result = await ask(device, asked, broker, io)
  if (result === null) return EXIT.INTERRUPTED
  const isDone = result.outcome === Outcome.OUTCOME_OK
  if (json) tellResult(result, io)
  else if (!isDone) throw resultError(result)
  else io.out(`${plain(result.message) || 'done'}\n${textOf(result, (output) => `${plain(output).trimEnd()}\n`)}`)
  return isDone ? EXIT.OK : EXIT.FAILED
}

async function runProgram(device: string, asked: Asked, broker: BrokerOptions, json: boolean, io: Io): Promise<number> {
  const result = await ask(device, asked, broker, io)
  if (result === null) return EXIT.INTERRUPTED
  // One that ended badly has run all the same.
  const hasRun = result.outcome === Outcome.OUTCOME_OK || result.exitCode !== 0
  if (json) tellResult(result, io)
  else io.out(textOf(result, (output) => output))
  if (result.output.byteLength >= CUT_BYTES) io.err(`note: ${plain(result.message)}\n`)
  if (hasRun) return exitCodeOf(result)
  if (json) return NO_PROGRAM
  throw resultError(result)
}

function tellResult(result: Result, io: Io): void {
  io.out(`${JSON.stringify(resultJson(result))}\n`)
}

function textOf({ output }: Result, shown: (text: string) => string): string {
  return output.byteLength === 0 ? '' : shown(new TextDecoder().decode(output))
}

/** What no process can end with, a signal's negative number for one, must not look like success. */
function exitCodeOf({ exitCode }: Result): number {
  return exitCode >= 0 && exitCode <= 255 ? exitCode : 255
}
