/**
 * What `holdfast send` can ask of a device.
 *
 * Invariant: the one table that help, `docs/cli.md` and parsing come from; each action of the protocol stands in
 * it, or among those that have a command of their own.
 */

import { didYouMean } from '../../protocol/closest.ts'
import type { Loose } from '../../protocol/codec.ts'
import { groupBy } from '../../protocol/es2024.ts'
import type { Command as Wire } from '../../protocol/types.ts'
import { type Args, usage, wholeNumber } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import { formatDuration } from '../text/duration.ts'

/** Flags that only some actions take. */
const ACTION_FLAGS = {
  force: { help: 'although an application holds a lock' },
  for: { value: 'TIME', help: 'start it again after so long; default never' },
  reason: { value: 'TEXT', help: 'for those who wonder' },
  downloads: { help: 'put off downloading too: nothing moves' },
} as const satisfies Record<string, Flag>

type ActionFlag = keyof typeof ACTION_FLAGS

interface Action {
  /** What stands behind its name: "[SERVICE]". */
  usage: string
  /** Least and most words behind its name. */
  words: readonly [number, number]
  flags: readonly ActionFlag[]
  /** Lines: what it does, and what is lost by it. */
  help: readonly string[]
  /** The answer is the output of a program, and how that ended. */
  isProgram?: true
  /** How long the device may work on it, in milliseconds. */
  budgetMs: number
  make(words: readonly string[], args: Args): Loose<Wire>
}

const MINUTE_MS = 60_000
const plainly = { usage: '', words: [0, 0], flags: [], budgetMs: MINUTE_MS } as const
const program = {
  usage: 'SERVICE -- PROGRAM [ARGUMENT …]',
  words: [2, Number.POSITIVE_INFINITY],
  flags: [],
  isProgram: true,
} as const
const hold = {
  ...plainly,
  usage: '[REASON]',
  words: [0, 1],
  flags: ['reason', 'downloads'],
  make: (words, args) => ({ hold: { reason: reasonIn(words, args), downloads: args.has('downloads') } }),
} satisfies Partial<Action>

export const ACTIONS: Readonly<Record<string, Action>> = {
  identify: { ...plainly, help: ['answer with who and what the device is'], make: () => ({ identify: {} }) },
  restart: {
    ...plainly,
    usage: '[SERVICE]',
    words: [0, 1],
    flags: ['force'],
    help: ['restart a service, or all'],
    make: ([service = ''], args) => ({ restart: { service, force: args.has('force') } }),
  },
  stop: {
    ...plainly,
    usage: '[SERVICE]',
    words: [0, 1],
    flags: ['for', 'force'],
    help: [
      'stop a service, or all, and keep it down through updates, restarts and',
      'power cuts until it is started, or for so long',
    ],
    make: ([service = ''], args) => ({ stop: { service, forMs: forMs(args), force: args.has('force') } }),
  },
  start: {
    ...plainly,
    usage: '[SERVICE]',
    words: [0, 1],
    help: ['let a service that was stopped run again, or all'],
    make: ([service = '']) => ({ start: { service } }),
  },
  run: {
    ...program,
    budgetMs: 10 * MINUTE_MS,
    help: ["run a service's image once with another command, beside the service, and", 'print its output'],
    make: ([service, ...command]) => ({ run: { service: service!, command } }),
  },
  exec: {
    ...program,
    budgetMs: MINUTE_MS,
    help: ['run a program in the container of a service, and print its output'],
    make: ([service, ...command]) => ({ exec: { service: service!, command } }),
  },
  pause: { ...hold, help: ['put off applying updates until resumed'] },
  resume: { ...plainly, help: ['end the pause'], make: () => ({ unhold: {} }) },
  hold: { ...hold, help: ['the same as pause'] },
  unhold: { ...plainly, help: ['the same as resume'], make: () => ({ unhold: {} }) },
  'update-now': {
    ...plainly,
    flags: ['force'],
    help: ['let the update that waits go on, outside of its windows'],
    make: (_, args) => ({ updateNow: { force: args.has('force') } }),
  },
  cancel: { ...plainly, help: ['give up the update that is under way'], make: () => ({ cancel: {} }) },
  revert: { ...plainly, help: ['go back to the release before'], make: () => ({ revert: {} }) },
  'forget-refusal': {
    ...plainly,
    usage: 'EPOCH',
    words: [1, 1],
    help: ['let a refused epoch be tried once more'],
    make: ([epoch]) => ({ forgetRefusal: { epoch: wholeNumber(epoch!, 'EPOCH', 1) } }),
  },
  prune: {
    ...plainly,
    budgetMs: 5 * MINUTE_MS,
    help: ['remove containers, networks and images of ours that no release that is', 'kept needs; volumes stay'],
    make: () => ({ prune: {} }),
  },
  purge: {
    ...plainly,
    usage: 'VOLUME',
    words: [1, 1],
    flags: ['force'],
    help: ['EMPTY A VOLUME FOR GOOD: its services stop, it is removed and made anew,', 'they start; nothing is asked'],
    make: ([volume], args) => ({ purge: { volume: volume!, force: args.has('force') } }),
  },
  reboot: {
    ...plainly,
    budgetMs: 5 * MINUTE_MS,
    flags: ['force'],
    help: ['restart the machine at once; the answer comes after the boot'],
    make: (_, args) => ({ reboot: { force: args.has('force') } }),
  },
  shutdown: {
    ...plainly,
    budgetMs: 5 * MINUTE_MS,
    flags: ['force'],
    help: [
      'SWITCH THE MACHINE OFF at once; only somebody who is there can switch it',
      'on again. It is done when the device has gone offline',
    ],
    make: (_, args) => ({ shutdown: { force: args.has('force') } }),
  },
}

/** Actions that have a command of their own. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  logs: 'holdfast logs DEVICE [SERVICE]',
  flight: 'holdfast flight DEVICE',
}

/** An action that was asked for. */
export interface Asked {
  isProgram: boolean
  budgetMs: number
  command: Loose<Wire>
}

/**
 * What the command line asks for.
 * @throws HF_USAGE
 */
export function parseAction(name: string, words: readonly string[], args: Args): Asked {
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name]! : undefined
  if (action === undefined) throw unknown(name)
  const [least, most] = action.words
  if (words.length < least) throw usage(`something is missing; write: holdfast send DEVICE ${name} ${action.usage}`)
  if (words.length > most)
    throw usage(
      `${JSON.stringify(words[most])} is too much; write: ${`holdfast send DEVICE ${name} ${action.usage}`.trim()}`,
    )
  for (const flag of Object.keys(ACTION_FLAGS) as ActionFlag[])
    if (args.has(flag) && !action.flags.includes(flag))
      throw usage(`does not go with ${name}, but with ${takersOf(flag).join(', ')}`, `--${flag}`)
  return {
    isProgram: action.isProgram === true,
    budgetMs: args.duration('budget', action.budgetMs),
    command: action.make(words, args),
  }
}

/** The flags of actions as flags of the command, each with the actions that take it. */
export function actionFlags(): Record<string, Flag> {
  const flags = Object.entries(ACTION_FLAGS) as [ActionFlag, Flag][]
  return Object.fromEntries(
    flags.map(([name, flag]) => [name, { ...flag, help: `${flag.help} (${takersOf(name).join(', ')})` }]),
  )
}

/** The table as the help shows it. */
export function actionsHelp(): string {
  const rows = Object.entries(ACTIONS).map(([name, action]) => ({
    left: `  ${[name, action.usage, ...action.flags.map(flagShown)].filter((word) => word !== '').join(' ')}`,
    help: action.help,
  }))
  return rows.map(({ left, help }) => row(left, help)).join('\n')
}

/** How long the device may work on what, as the help shows it. */
export function budgetsHelp(): string {
  const others = groupBy(
    Object.keys(ACTIONS).filter((name) => ACTIONS[name]!.budgetMs !== MINUTE_MS),
    (name) => ACTIONS[name]!.budgetMs,
  )
  const shown = [...others].map(([ms, names]) => `${names.join(', ')} ${formatDuration(ms)}`)
  return [`default ${formatDuration(MINUTE_MS)}`, ...shown].join('; ')
}

/** Width of the left column of the table. */
const WIDTH = 32

function row(left: string, help: readonly string[]): string {
  const right = help.map((line) => `${' '.repeat(WIDTH)}  ${line}`)
  if (left.length > WIDTH) return [left, ...right].join('\n')
  return [`${left.padEnd(WIDTH)}  ${help[0]}`, ...right.slice(1)].join('\n')
}

function flagShown(name: ActionFlag): string {
  const flag: Flag = ACTION_FLAGS[name]
  return flag.value === undefined ? `[--${name}]` : `[--${name} ${flag.value}]`
}

function takersOf(flag: ActionFlag): string[] {
  return Object.keys(ACTIONS).filter((name) => ACTIONS[name]!.flags.includes(flag))
}

function unknown(name: string) {
  const elsewhere = Object.hasOwn(ELSEWHERE, name) ? ELSEWHERE[name] : undefined
  if (elsewhere !== undefined) return usage(`${name} has a command of its own; write: ${elsewhere}`)
  const known = [...Object.keys(ACTIONS), ...Object.keys(ELSEWHERE)]
  return usage(`${JSON.stringify(name)} is not an action${didYouMean(name, known)}`)
}

function reasonIn([word]: readonly string[], args: Args): string {
  const flag = args.text('reason')
  if (word !== undefined && flag !== undefined) throw usage('is given twice', '--reason')
  return word ?? flag ?? ''
}

function forMs(args: Args): number {
  const ms = args.duration('for', 0)
  if (ms === 0 && args.has('for')) throw usage('has to be more than nothing; without it the stop has no end', '--for')
  return ms
}
