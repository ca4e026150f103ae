/** The agent's log, by which the explorer sees its transitions, and faults of its own. */
import type { Fields, Log } from '../../agent/log.ts'

export interface TransitionLogOptions {
  /** Everything as lines, for people. */
  tell: ((line: string) => void) | undefined
  moved(machine: 'update' | 'device', to: string): void
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
      if (machine === 'update' || machine === 'device') moved(machine, String(to))
    },
    info: say('info'),
    warn: say('warn'),
    error: (message, fields = {}) => {
      say('error')(message, fields)
      if (INNER.includes(fields.code)) fault(`the agent failed: ${message} ${JSON.stringify(fields)}`)
    },
  }
}
