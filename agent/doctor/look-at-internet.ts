/**
 * What the configured probe says of the world beyond the link.
 *
 * Invariant: one small question, as the agent asks it; a device whose broker answers needs no more, so then nothing is wrong.
 */
import type { Reach } from '../../machines/link-port.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { httpReach } from '../network/http-reach.ts'
import type { NetworkSettings } from '../network/system-parts.ts'
import { type Finding, ok, skipped, warn, wrong } from './finding.ts'

/** Null: nothing is configured that could be asked. */
export async function lookAtInternet(probe: NetworkSettings['probe'], limitMs: number): Promise<Reach | null> {
  if (probe === undefined) return null
  return httpReach({ clock: systemClock(), ...probe, limitMs }).probe(new AbortController().signal)
}

/** @param brokers what was found of the way to them */
export function judgeInternet(
  reach: Reach | null,
  probe: NetworkSettings['probe'],
  brokers: readonly Finding[],
): Finding {
  if (reach === null) return skipped('internet', 'no probe is configured')
  if (reach.outcome === 'reachable') return ok('internet', `it answers within ${reach.roundTripMs} ms`, probe?.url)
  const { message } = reach.fault
  if (reach.outcome === 'unreachable')
    return warn('internet', message, 'Look at what follows: the broker may be reached without it', probe?.url)
  const isLetIn = brokers.some(({ layer, state }) => layer === 'broker' && state === 'ok')
  const says = isLetIn ? warn : wrong
  return says('internet', message, 'Log in at the page that this network shows, or take another link', probe?.url)
}
