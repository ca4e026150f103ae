/**
 * Whether a command means something, and which action it asks for.
 *
 * Invariant: what passes here has an id that can be a key, a budget that ends, and exactly one action.
 */
import { HoldfastError } from './errors.ts'
import type { Command } from './types.ts'

/** Every arm of `Command.action`, by its field's name. */
export const ACTIONS = [
  'identify',
  'restart',
  'hold',
  'unhold',
  'cancel',
  'revert',
  'purge',
  'reboot',
  'logs',
  'forgetRefusal',
  'flight',
  'stop',
  'start',
  'shutdown',
  'run',
  'exec',
  'updateNow',
  'prune',
] as const satisfies readonly (keyof Command)[]

/** A command that asks for nothing yet. */
export const NO_ACTION: Command = {
  id: '',
  budgetMs: 0,
  identify: null,
  restart: null,
  hold: null,
  unhold: null,
  cancel: null,
  revert: null,
  purge: null,
  reboot: null,
  logs: null,
  forgetRefusal: null,
  flight: null,
  stop: null,
  start: null,
  shutdown: null,
  run: null,
  exec: null,
  updateNow: null,
  prune: null,
}

/** The name of an action. */
export type ActionName = (typeof ACTIONS)[number]

/** An action with its arguments, told apart by `name`. */
export type Action = { [K in ActionName]: { name: K; arguments: NonNullable<Command[K]> } }[ActionName]

/** When a command names no budget, in milliseconds. */
export const DEFAULT_BUDGET_MS = 60_000
/** The longest budget, in milliseconds: a week. */
const MAX_BUDGET_MS = 7 * 24 * 3_600_000

const ID = /^[A-Za-z0-9_-]{1,64}$/

/**
 * What a command asks for.
 * @throws HF_COMMAND_UNKNOWN when no arm is set that this version knows
 * @throws HF_COMMAND_INVALID when more than one is
 */
export function actionOf(command: Command): Action {
  const given = ACTIONS.filter((name) => command[name] !== null && command[name] !== undefined)
  const name = given[0]
  if (name === undefined)
    throw new HoldfastError('HF_COMMAND_UNKNOWN', 'asks for nothing that this agent knows', at(''))
  if (given.length > 1) throw new HoldfastError('HF_COMMAND_INVALID', `asks for ${given.join(' and ')} at once`, at(''))
  return { name, arguments: command[name] } as Action
}

/**
 * The command itself, with its default budget filled in, when it is good.
 * @throws HF_COMMAND_INVALID with the place, HF_COMMAND_UNKNOWN
 */
export function checkCommand(command: Command): Command {
  if (!ID.test(command.id)) throw invalid('.id', `${JSON.stringify(command.id.slice(0, 80))} is not an id`)
  if (command.budgetMs > MAX_BUDGET_MS) throw invalid('.budgetMs', `is over ${MAX_BUDGET_MS}, a week`)
  const action = actionOf(command)
  if (action.name === 'purge' && action.arguments.volume === '') throw invalid('.purge.volume', 'is missing')
  if (action.name === 'forgetRefusal' && action.arguments.epoch === 0)
    throw invalid('.forgetRefusal.epoch', 'is missing')
  if (action.name === 'run' || action.name === 'exec') {
    if (action.arguments.service === '') throw invalid(`.${action.name}.service`, 'is missing')
    if (action.arguments.command.length === 0) throw invalid(`.${action.name}.command`, 'is missing')
  }
  return { ...command, budgetMs: command.budgetMs || DEFAULT_BUDGET_MS }
}

function invalid(field: string, message: string): HoldfastError {
  return new HoldfastError('HF_COMMAND_INVALID', message, at(field))
}

function at(field: string): { place: string } {
  return { place: `command${field}` }
}
