/** Entries of the flight record that tell of one life of the agent itself: one without its end was cut. */
import type { ClockPort } from '../machines/ports.ts'
import type { Write } from '../storage/store.ts'

/** Makes the write of one entry, as of now. */
export function lifeEntries(clock: ClockPort) {
  return (from: string, to: string, event: string, detail = ''): Write => {
    const { bootId, monoMs, wallMs } = clock.now()
    const at = { bootId, monoMs: Math.round(monoMs), wallMs: Math.max(0, Math.round(wallMs)) }
    return { op: 'flight', entries: [{ machine: 'agent', ...at, from, to, event, detail }] }
  }
}
