/** The suite of the explorer, in parts that run beside each other: it is the longest of all. */
import { describe, expect, it } from 'vitest'
import { SCENARIOS } from './all-scenarios.ts'
import { explore } from './explore.ts'
import { scenarioNamed } from './named.ts'

export const SEED = 'test'
export const PATIENCE_MS = 300_000
const SOME = { pairs: 10, kills: 5 }
const PARTS = 3
const RANDOM = Array.from({ length: 6 }, (_, index) => ({
  name: `random:${SEED}-${index}`,
  tells: 'by chance',
  cuts: 40,
}))

/** What a long search has found, once not survived. */
const FOUND = [
  'harbour-14',
  'harbour-21',
  'harbour-64',
  'harbour-111',
  'harbour-126',
  'harbour-164',
  'harbour-215',
  'harbour-217',
  'harbour-304',
].map((seed) => ({
  name: `random:${seed}`,
  tells: 'found by a long search',
  cuts: 40,
}))

/** Of all scenarios every third. @param part from 0 on */
export function survives(part: 0 | 1 | 2): void {
  const own = [...SCENARIOS.map(({ name, tells }) => ({ name, tells, cuts: null })), ...RANDOM, ...FOUND].filter(
    (_, index) => index % PARTS === part,
  )
  describe('a power cut in any instant is survived', () => {
    it.each(own)(
      '$name: $tells',
      async ({ name, cuts }) => {
        const { failures, cutsTried } = await explore(scenarioNamed(name), {
          seed: SEED,
          ...(cuts === null ? {} : { cuts }),
          ...SOME,
        })
        expect(failures).toEqual([])
        expect(cutsTried).toBeGreaterThan(10)
      },
      PATIENCE_MS,
    )
  })
}
