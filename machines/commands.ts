/**
 * Commands as the device machine knows them, and the pure rules about them.
 *
 * Invariant: every command is answered exactly once; one whose work the world may interrupt is answered only
 * from what the world then shows.
 */
import type { ErrorCode } from '../protocol/errors.ts'
import { effect } from './effect.ts'
import type { Phase, StopFact } from './intent.ts'
import type { UpdateEvent } from './update-setup.ts'

/** The lane that a command waits in; `now` is answered without work of its own. */
export type Lane = 'now' | 'operation' | 'logs'

export const COMMANDS = {
  hold: { lane: 'now', disruptive: false },
  unhold: { lane: 'now', disruptive: false },
  cancel: { lane: 'now', disruptive: false },
  revert: { lane: 'now', disruptive: false },
  forgetRefusal: { lane: 'now', disruptive: false },
  identify: { lane: 'operation', disruptive: false },
  flight: { lane: 'operation', disruptive: false },
  restart: { lane: 'operation', disruptive: true, heedsLocks: true },
  purge: { lane: 'operation', disruptive: true, heedsLocks: true },
  reboot: { lane: 'operation', disruptive: true, heedsLocks: true },
  logs: { lane: 'logs', disruptive: false },
  updateNow: { lane: 'now', disruptive: false },
  exec: { lane: 'operation', disruptive: false },
  run: { lane: 'operation', disruptive: false },
  prune: { lane: 'operation', disruptive: true },
  stop: { lane: 'operation', disruptive: true, heedsLocks: true },
  start: { lane: 'operation', disruptive: true },
  shutdown: { lane: 'operation', disruptive: true, heedsLocks: true },
} as const satisfies Record<string, { lane: Lane; disruptive: boolean; heedsLocks?: true }>

export type CommandAction = keyof typeof COMMANDS

export interface CommandFact {
  id: string
  action: CommandAction
  /** The arm of the message: service, volume, reason, … */
  args: Record<string, string | number | boolean | string[]>
  budgetMs: number
  /** When it arrived. */
  bootId: string
  monoMs: number
  /** What its work has noted of itself in an earlier life of the agent. */
  note: string
}

export interface Answer {
  outcome: 'ok' | 'failed' | 'refused' | 'expired'
  code: ErrorCode | ''
  message: string
  output: string
  /** Of a program that was run for it. */
  exitCode?: number
}

/** An answer, and of a stop or a start which services it was about. */
export type Done = Answer & { services?: string[] }

/** Commands that may wait in one lane. */
export const MAX_WAITING = 16

export const commandEffects = {
  /** Restarts, purges, reboots or identifies, within the command's budget. */
  runCommand: effect<Done, { command: CommandFact }>(),
  /** Ends when no application holds a lock, or with an answer when the budget is spent. */
  unlock: effect<Answer | null, { command: CommandFact }>(),
  /** Streams logs until they end or the budget is spent. */
  streamLogs: effect<Answer, { command: CommandFact }>(),
  /** Ends when the budget of a command that waits is spent. */
  expire: effect<null, { command: CommandFact }>(),
  /** Ends with the id of the first of these whose budget is spent. */
  expireBehind: effect<string, { commands: CommandFact[] }>(),
  /** Ends when the time of a stop is over, with the names of the services. */
  stopsEnd: effect<string[], { stops: StopFact[] }>(),
}

export function ok(message: string, output = ''): Answer {
  return { outcome: 'ok', code: '', message, output }
}

export function refused(code: ErrorCode, message: string): Answer {
  return { outcome: 'refused', code, message, output: '' }
}

/** What the update machine last said of itself. */
export interface UpdateStanding {
  phase: Phase | 'reconciling'
  /** There is a release to go back to, and nothing under way. */
  canGoBack: boolean
  /** There is something under way that an operator may give up. */
  canCancel: boolean
  /** There is something on its way that an operator may hurry. */
  canHurry: boolean
}

/** The answer to a command that only turns a switch of the update machine. */
export function answerNow(command: CommandFact, { phase, canGoBack, canCancel, canHurry }: UpdateStanding): Answer {
  switch (command.action) {
    case 'cancel':
      return canCancel
        ? ok('the update is being cancelled')
        : refused('HF_COMMAND_FAILED', `there is nothing to cancel: the update is ${phase}`)
    case 'revert':
      return canGoBack
        ? ok('going back to the release before')
        : refused(
            'HF_COMMAND_FAILED',
            phase === 'idle' ? 'there is no release to go back to' : `the update is ${phase}`,
          )
    case 'updateNow':
      return canHurry
        ? ok('the update passes over its windows; a pause holds it all the same')
        : refused('HF_COMMAND_FAILED', `there is no update on its way: the update is ${phase}`)
    case 'hold':
      return ok(
        `${command.args.downloads === true ? 'downloading and applying are' : 'applying is'} put off until resume`,
      )
    case 'unhold':
      return ok('updates go on')
    default:
      return ok('done')
  }
}

/** The event of the update machine that a command of the lane `now` stands for. */
export function switchEvent(command: CommandFact): UpdateEvent {
  switch (command.action) {
    case 'hold':
      return { type: 'HOLD', reason: String(command.args.reason ?? ''), downloads: command.args.downloads === true }
    case 'unhold':
      return { type: 'UNHOLD' }
    case 'cancel':
      return { type: 'CANCEL' }
    case 'revert':
      return { type: 'REVERT' }
    case 'updateNow':
      return { type: 'UPDATE_NOW', force: command.args.force === true }
    default:
      return { type: 'FORGET_REFUSAL', epoch: Number(command.args.epoch ?? 0) }
  }
}

/** What a command that has been carried out changes in the intent of the update machine; null for most. */
export function intentEvent(command: CommandFact, done: Done): UpdateEvent | null {
  const { services = [] } = done
  if (done.outcome !== 'ok') return null
  if (command.action === 'start') return { type: 'STARTED', services }
  if (command.action !== 'stop') return null
  const { bootId, monoMs } = command
  const forMs = Number(command.args.forMs ?? 0)
  return { type: 'STOPPED', stops: services.map((service) => ({ service, forMs, bootId, monoMs })) }
}

/** Whether it takes something from applications, which may ask for time by a lock, and was not told to pass over that. */
export function heedsLocks({ action, args }: CommandFact): boolean {
  return 'heedsLocks' in COMMANDS[action] && args.force !== true
}
