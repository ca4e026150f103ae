/**
 * What there is to explore, job by job.
 *
 * Invariant: the table's jobs are the same for everybody who asks for as many pairs and kills.
 */
import { SCENARIO_NAMES } from './every-scenario.ts'
import { RANDOM_PREFIX } from './random-scenario.ts'
import type { Job } from './worker.ts'

/** How much of each scenario is tried. Null: all. */
export type Extent = Pick<Job, 'cuts' | 'pairs' | 'kills'>

export const FULL: Extent = { cuts: null, pairs: 300, kills: 40 }
/** Of a random scenario: there are always more of those. */
export const SOME: Extent = { cuts: 40, pairs: 20, kills: 10 }

/** The tables' scenarios, or these. */
export function* jobsOfTable(
  seed: string,
  extent: Extent,
  names: readonly string[] = SCENARIO_NAMES,
): Generator<Job, undefined> {
  for (const name of names) yield { ...extent, scenario: name, seed }
  return undefined
}

/** One after the other, for so long: other scenarios, or this one with other seeds. */
export function* randomJobs(
  seed: string,
  extent: Extent,
  forMs: number,
  scenario: string | null = null,
): Generator<Job, undefined> {
  const until = performance.now() + forMs
  for (let n = 1; performance.now() < until; n += 1)
    yield scenario === null
      ? { ...extent, scenario: `${RANDOM_PREFIX}${seed}-${n}`, seed }
      : { ...extent, scenario, seed: `${seed}-${n}` }
  return undefined
}
