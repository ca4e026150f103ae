/**
 * One life of the agent: its number, what it had to give up at its start, its begin and its end in the flight record.
 *
 * Invariant: its number, its begin and what it has met are on the disk before anything happens in it. A life
 * without its end was cut.
 */
import type { ClockPort } from '../machines/ports.ts'
import { faultOf } from '../protocol/errors.ts'
import type { Loaded, Store, Write } from '../storage/store.ts'
import { flightEntries } from './flight-entry.ts'
import type { Log } from './log.ts'
import { keepProblems, untoldProblems } from './told-problems.ts'
import { AGENT_VERSION } from './version.ts'

/** Numbers of one life of the agent: connections and reports count on from there. */
export const NUMBERS_PER_LIFE = 2 ** 24

interface LifeOptions {
  store: Pick<Store, 'commit'>
  clock: ClockPort
  log: Log
  loaded: Loaded
  /** What else belongs into its first batch. */
  first: readonly Write[]
  /** What could not be read of the checkpoints; null for each that could. */
  met: readonly (string | null)[]
}

export interface Life {
  /** What recovery found, in this life and in those before it that nobody has heard of. */
  recovered: readonly string[]
  /** Connections and reports count on from there: above the numbers of all lives before. */
  firstNumber: number
  /** Notes the end; one that cannot be noted is only logged. */
  end(reason: string): Promise<void>
}

/** @throws HF_STORE_… when its begin cannot be written */
export async function beginLife({ store, clock, log, loaded, first, met }: LifeOptions): Promise<Life> {
  const untold = untoldProblems(loaded)
  const problems = met.filter((sentence) => sentence !== null)
  const recovered = [...new Set([...untold, ...problems])]
  for (const sentence of recovered) log.warn('recovered', { problem: sentence })
  const life = (loaded.counters.get('life') ?? 0) + 1
  const entry = flightEntries(clock, 'agent')
  await store.commit([
    { op: 'counter', name: 'life', value: life },
    entry('', 'running', 'start', `life ${life}, agent ${AGENT_VERSION}`),
    ...first,
    ...keepProblems(problems, untold),
  ])
  return {
    recovered,
    firstNumber: life * NUMBERS_PER_LIFE,
    end: (reason) =>
      store
        .commit([entry('running', 'stopped', reason)])
        .catch((error: unknown) => log.warn('the end of this life could not be noted', { ...faultOf(error) })),
  }
}
