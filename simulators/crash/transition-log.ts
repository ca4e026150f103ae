/** The agent's log, by which the explorer sees its transitions, and faults of its own. */
import type { Fields, Log } from '../../agent/log.ts'

const FOLLOWED = ['update', 'device', 'provision'] as const
/** The machines by which it is known whether all rests. */
export type Followed = (typeof FOLLOWED)[number]

export interface TransitionLogOptions {
  /** Everything as lines, for people. */
  tell: ((line: string) => void) | undefined
  moved(machine: Followed, to: string): void
  fault(sentence: string): void
}

/** Codes that mean a fault of the program's, whatever happened to the power. */
const INNER: readonly unknown[] = ['HF_INTERNAL', 'HF_MACHINE_STOPPED']

export function transitionLog({ tell, moved, fault }: TransitionLogOptions): Log {
  const say =
    (level: string) =>
    (message: string, fields: Fields = {}): void =>
      tell?.(`${level} ${message} ${JSON.stringify(fields)}`)
  return {
    debug: (message, { machine, to, event } = {}) => {
      if (message !== 'transition') return
      tell?.(`${String(machine)} → ${String(to)}  (${String(event)})`)
      const followed = FOLLOWED.find((name) => name === machine)
      if (followed !== undefined) moved(followed, String(to))
    },
    info: say('info'),
    warn: say('warn'),
    error: (message, fields = {}) => {
      say('error')(message, fields)
      if (INNER.includes(fields.code)) fault(`the agent failed: ${message} ${JSON.stringify(fields)}`)
    },
  }
}
