/** That an end which is taken over is the end that a run of its own comes to, of right agents and of wrong ones. */
import { describe, expect, it } from 'vitest'
import { type Exploration, explore } from './explore.ts'
import { scenarioNamed } from './named.ts'
import { SABOTAGES } from './sabotage.ts'
import { PATIENCE_MS, SEED } from './survives.ts'

const OPTIONS = { seed: SEED, pairs: 2, kills: 0 }
/** Few cuts each, and some of them are not survived. */
const WRONG = SABOTAGES.filter(({ scenario }) => ['stop', 'purge', 'exec'].includes(scenario))

async function bothWays(name: string, options: Partial<Parameters<typeof explore>[1]>): Promise<Exploration> {
  const scenario = scenarioNamed(name)
  const taken = await explore(scenario, { ...OPTIONS, ...options })
  expect(taken).toEqual(await explore(scenario, { ...OPTIONS, ...options, each: true }))
  return taken
}

describe('what is left alike is run once, and told as if each had been run', () => {
  it.each(['stop', 'bundle'])(
    'of a right agent: %s',
    async (name) => {
      expect((await bothWays(name, {})).cutsTried).toBeGreaterThan(10)
    },
    PATIENCE_MS,
  )

  it.each(WRONG.map(({ tells, scenario, dressing }) => [tells, scenario, dressing] as const))(
    'of one that is wrong: %s',
    async (_, name, sabotage) => {
      expect((await bothWays(name, { sabotage })).failures).not.toEqual([])
    },
    PATIENCE_MS,
  )
})
