/** Entries of the flight record that no chart makes: the agent's own lives, and commands with their answers. */

import type { CommandFact } from '../machines/commands.ts'
import type { ClockPort } from '../machines/ports.ts'
import { ACTIONS } from '../protocol/check-command.ts'
import { cutTo } from '../protocol/text.ts'
import type { CommandRecord, Result } from '../protocol/types.ts'
import type { Write } from '../storage/store.ts'

/** Whose entries they are: a life without its end was cut. */
export type Teller = 'agent' | 'command'

/** Characters of what is told of a command. */
const MAX_DETAIL = 200

/** Makes the write of one entry, as of now. */
export function flightEntries(clock: Pick<ClockPort, 'now'>, machine: Teller) {
  return (from: string, to: string, event: string, detail = ''): Write => {
    const { bootId, monoMs, wallMs } = clock.now()
    const at = { bootId, monoMs: Math.round(monoMs), wallMs: Math.max(0, Math.round(wallMs)) }
    return { op: 'flight', entries: [{ machine, ...at, from, to, event, detail }] }
  }
}

/**
 * A command's id, who gave it when that was an application, and what it asks for; of a program only its name, because
 * its arguments may hold secrets.
 */
export function commandDetail({ id, args }: CommandFact, by: string): string {
  const words = Object.entries(args).map(([name, value]) => `${name}=${Array.isArray(value) ? value[0] : value}`)
  return cutTo([id, ...(by === '' ? [] : [`by ${by}`]), ...words].join(' '), MAX_DETAIL)
}

export function answerDetail({ id, code, message }: Result): string {
  return cutTo([id, code, message].filter((word) => word !== '').join(' '), MAX_DETAIL)
}

/** What the command asks for; empty when it cannot be understood. */
export function actionIn({ command }: CommandRecord): string {
  return ACTIONS.find((name) => command?.[name]) ?? ''
}
