/** Power cuts in every scenario of provisioning; and agents that are wrong on purpose, which must be found. */
import { describe, expect, it } from 'vitest'
import type { ProvisionSabotage } from './device.ts'
import { exploreProvisioning, historyOf } from './explore.ts'
import { PROVISION_SCENARIOS } from './scenarios.ts'

const SEED = 'test'
const PATIENCE_MS = 300_000
/** Of a scenario with more instants than these so many are tried here; `npm run crash` tries all. */
const CUTS = 60

const scenarioNamed = (name: string) => PROVISION_SCENARIOS.find((scenario) => scenario.name === name)!

describe('a power cut in any instant of provisioning is survived', () => {
  it.each(PROVISION_SCENARIOS)(
    '$name: $tells',
    async (scenario) => {
      const extent = { cuts: CUTS, pairs: 8, kills: 4 }
      const { failures, cutsTried, pairsTried } = await exploreProvisioning(scenario, { seed: SEED, ...extent })
      expect(failures).toEqual([])
      expect(cutsTried).toBeGreaterThan(15)
      expect(pairsTried).toBe(8)
    },
    PATIENCE_MS,
  )
})

it('the same seed numbers the same instants', async () => {
  const options = { seed: SEED, kill: false, tell: null }
  for (const cuts of [[], [9], [9, 4]]) {
    const [one, other] = [0, 1].map(() => historyOf(scenarioNamed('renewal'), cuts, options))
    expect(await one).toEqual(await other)
  }
})

const SABOTAGES: { tells: string; scenario: string; fault: string; sabotage: ProvisionSabotage }[] = [
  {
    tells: 'an agent that does not look for the key that it made before',
    scenario: 'provision-token',
    fault: 'key files are there instead of 2',
    sabotage: { keyFiles: (files) => ({ ...files, list: async () => [] }) },
  },
  {
    tells: 'an agent that removes the key of a renewal that was interrupted',
    scenario: 'recovery',
    fault: 'the key that the registrar knows is removed',
    sabotage: {
      // At each start the oldest pair alone is kept.
      keyFiles: (files) => {
        let isFirst = true
        return {
          ...files,
          list: async () => {
            const names = await files.list()
            if (isFirst) await files.remove(names.slice(2))
            isFirst = false
            return files.list()
          },
        }
      },
    },
  },
]

describe('the explorer finds', () => {
  it.each(SABOTAGES)(
    '$tells',
    async ({ scenario, fault, sabotage }) => {
      const options = { seed: SEED, cuts: CUTS, pairs: 0, kills: 0, sabotage, enough: 5 }
      const { failures } = await exploreProvisioning(scenarioNamed(scenario), options)
      expect(failures.flatMap(({ faults }) => faults).join()).toContain(fault)
      // Without a cut such an agent does its work as well as any.
      expect(failures.flatMap(({ cuts }) => cuts)).not.toEqual([])
    },
    PATIENCE_MS,
  )
})
