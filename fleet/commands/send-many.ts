/**
 * One command to every device that a query chooses.
 *
 * Invariant: a fault of one device keeps it from none of the others, and none is passed over in silence.
 */
import { Outcome } from '../../protocol/enums.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Result } from '../../protocol/types.ts'
import { type BrokerOptions, brokerOptions } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { EXIT, type Flag } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { plain } from '../cli/style.ts'
import { askDevice } from '../follow/ask.ts'
import { fleetOf, membersOf } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { chosenBy, REGISTRAR_DATA_FLAG, WHERE_FLAG } from '../query/where.ts'
import { resultJson } from './result-json.ts'
import { type Asked, parseAction } from './send-actions.ts'

/** Each has a connection of its own while it waits. */
const AT_ONCE = 16

export const MANY_FLAGS: Readonly<Record<string, Flag>> = {
  fleet: { value: 'NAME', help: 'to every device of this fleet, instead of to one' },
  ...WHERE_FLAG,
  ...REGISTRAR_DATA_FLAG,
}

export function isToMany(args: Args): boolean {
  return args.has('where') || args.has('fleet')
}

/** @throws HF_USAGE, HF_BROKER_…, HF_DEVICE_UNKNOWN when nobody is chosen */
export async function sendToMany(args: Args, io: Io): Promise<number> {
  const [name, ...words] = args.positionals as [string, ...string[]]
  const asked = parseAction(name, words, args)
  const broker = await brokerOptions(args, io)
  const devices = await chosenDevices(args, broker, io)
  const waiting = [...devices]
  let code: number = EXIT.OK
  const work = async (): Promise<void> => {
    for (let device = waiting.shift(); device !== undefined; device = waiting.shift()) {
      const isDone = await sendTo(device, asked, broker, args.has('json'), io)
      if (!isDone) code = EXIT.FAILED
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, devices.length) }, work))
  return io.signal.aborted ? EXIT.INTERRUPTED : code
}

async function chosenDevices(args: Args, broker: BrokerOptions, io: Io): Promise<string[]> {
  const fleet = args.text('fleet')
  if (fleet !== undefined) checkName('fleet', fleet)
  if (broker.url.startsWith('unix:')) throw usage('goes to one device: name it', '--broker')
  const isChosen = await chosenBy(args, io)
  const watch = await Watch.open(broker, warning(io))
  await watch.close()
  const chosen = membersOf(watch.fleet, fleet).filter((seen) => isChosen({ name: seen.device, fleet: fleetOf(seen) }))
  if (chosen.length === 0) throw new HoldfastError('HF_DEVICE_UNKNOWN', 'no device is chosen')
  return chosen.map(({ device }) => device)
}

/** @returns whether it was done */
async function sendTo(device: string, asked: Asked, broker: BrokerOptions, json: boolean, io: Io): Promise<boolean> {
  if (io.signal.aborted) return false
  try {
    const result = await askDevice({
      broker,
      device,
      command: { budgetMs: asked.budgetMs, ...asked.command },
      signal: io.signal,
      onWarning: (message) => io.err(`warning: ${device}: ${message}\n`),
    })
    if (result === null) return false
    if (json) io.out(`${JSON.stringify(resultJson(result))}\n`)
    else for (const line of linesOf(result)) io.out(`${device}: ${line}\n`)
    return result.outcome === Outcome.OUTCOME_OK
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    const { code, message } = faultOf(error)
    if (json) io.out(`${JSON.stringify({ event: 'error', device, code, message })}\n`)
    else io.err(`${device}: ${code} ${message}\n`)
    return false
  }
}

function linesOf({ code, message, output }: Result): string[] {
  const text = plain(new TextDecoder().decode(output)).trimEnd()
  const said = [code, plain(message)].filter(Boolean).join(' ')
  return [said || 'done', ...(text === '' ? [] : text.split('\n'))]
}
