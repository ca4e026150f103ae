/** Entries of the flight record that no chart makes: the agent's own lives, and commands with their answers. */
import type { ClockPort } from '../machines/ports.ts'
import type { Write } from '../storage/store.ts'

/** Whose entries they are: a life without its end was cut. */
export type Teller = 'agent' | 'command'

/** Makes the write of one entry, as of now. */
export function flightEntries(clock: ClockPort, machine: Teller) {
  return (from: string, to: string, event: string, detail = ''): Write => {
    const { bootId, monoMs, wallMs } = clock.now()
    const at = { bootId, monoMs: Math.round(monoMs), wallMs: Math.max(0, Math.round(wallMs)) }
    return { op: 'flight', entries: [{ machine, ...at, from, to, event, detail }] }
  }
}
