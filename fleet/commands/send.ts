/** `holdfast send`: one command to one device, and its answer. */

import { didYouMean } from '../../protocol/closest.ts'
import type { Loose } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Command as Wire } from '../../protocol/types.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { usage, wholeNumber } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { plain } from '../cli/style.ts'
import { askDevice } from '../follow/ask.ts'
import { resultError } from './logs.ts'

interface Action {
  argument: string
  needed: boolean
  help: string
  make(argument: string): Loose<Wire>
}

const action = (help: string, make: () => Loose<Wire>): Action => ({ argument: '', needed: false, help, make })

/** What can be sent. */
const ACTIONS: Readonly<Record<string, Action>> = {
  identify: action('answer with who and what the device is', () => ({ identify: {} })),
  restart: {
    argument: 'SERVICE',
    needed: false,
    help: 'restart a service, or all',
    make: (service) => ({ restart: { service } }),
  },
  hold: {
    argument: 'REASON',
    needed: false,
    help: 'put off applying updates',
    make: (reason) => ({ hold: { reason } }),
  },
  unhold: action('end the hold', () => ({ unhold: {} })),
  cancel: action('give up the update that is under way', () => ({ cancel: {} })),
  revert: action('go back to the release before', () => ({ revert: {} })),
  purge: { argument: 'VOLUME', needed: true, help: 'empty a volume', make: (volume) => ({ purge: { volume } }) },
  reboot: action('restart the machine', () => ({ reboot: {} })),
  'forget-refusal': {
    argument: 'EPOCH',
    needed: true,
    help: 'let a refused epoch be tried once more',
    make: (epoch) => ({ forgetRefusal: { epoch: wholeNumber(epoch, 'EPOCH', 1) } }),
  },
}

const LIST = Object.entries(ACTIONS).map(([name, { argument, needed, help }]) => {
  const shown = argument === '' ? '' : needed ? ` ${argument}` : ` [${argument}]`
  return `  ${`${name}${shown}`.padEnd(22)}  ${help}`
})

export const command: CommandBody = {
  usage: 'DEVICE ACTION [ARGUMENT]',
  positionals: [2, 3],
  flags: {
    budget: { value: 'TIME', help: 'how long the device may work on it; default 1m' },
    json: { help: 'print the answer as JSON' },
    ...BROKER_FLAGS,
  },
  details: `Actions:\n${LIST.join('\n')}\n
Exit codes: 0 done; 1 refused, failed or expired; 3 no answer in time, or no broker.`,
  async run(args, io) {
    const [device, name, argument] = args.positionals as [string, string, string?]
    const chosen = Object.hasOwn(ACTIONS, name) ? ACTIONS[name]! : undefined
    if (chosen === undefined)
      throw usage(`${JSON.stringify(name)} is not an action${didYouMean(name, Object.keys(ACTIONS))}`)
    if (chosen.needed && argument === undefined) throw usage(`${name} needs ${chosen.argument}`)
    if (chosen.argument === '' && argument !== undefined) throw usage(`${name} takes no argument`)
    const result = await askDevice({
      broker: await brokerOptions(args, io),
      device: checkName('device', device),
      command: { budgetMs: args.duration('budget', 60_000), ...chosen.make(argument ?? '') },
      signal: io.signal,
      onWarning: (message) => io.err(`warning: ${message}\n`),
    })
    if (result === null) return EXIT.INTERRUPTED
    const { id, outcome, code, message, bootId } = result
    const output = new TextDecoder().decode(result.output)
    if (args.has('json')) {
      const word = OUTCOMES[outcome] ?? String(outcome)
      io.out(`${JSON.stringify({ event: 'result', id, device, outcome: word, code, message, output, bootId })}\n`)
    }
    if (outcome !== Outcome.OUTCOME_OK) {
      if (args.has('json')) return EXIT.FAILED
      throw resultError(result)
    }
    if (!args.has('json')) io.out(`${plain(message) || 'done'}\n${output === '' ? '' : `${plain(output).trimEnd()}\n`}`)
    return EXIT.OK
  },
}

const OUTCOMES: Readonly<Record<number, string>> = {
  [Outcome.OUTCOME_OK]: 'ok',
  [Outcome.OUTCOME_FAILED]: 'failed',
  [Outcome.OUTCOME_REFUSED]: 'refused',
  [Outcome.OUTCOME_EXPIRED]: 'expired',
}
