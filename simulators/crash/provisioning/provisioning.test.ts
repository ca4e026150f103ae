/** Power cuts in every scenario of provisioning; and agents that are wrong on purpose, which must be found. */
import { describe, expect, it } from 'vitest'
import type { AnyStateNode } from 'xstate'
import { provisionMachine } from '../../../machines/provision.ts'
import type { ProvisionSabotage } from './device.ts'
import { exploreProvisioning, historyOf } from './explore.ts'
import { PROVISION_SCENARIOS } from './scenarios.ts'

const SEED = 'test'
const PATIENCE_MS = 300_000
/** Every instant; of pairs and kills `npm run crash` tries more. */
const EXTENT = { pairs: 4, kills: 2 }
/** For one that is wrong on purpose. */
const CUTS = 60

const scenarioNamed = (name: string) => PROVISION_SCENARIOS.find((scenario) => scenario.name === name)!

describe('a power cut in any instant of provisioning is survived', () => {
  it.each(PROVISION_SCENARIOS)(
    '$name: $tells',
    async (scenario) => {
      const { failures, cutsTried, pairsTried } = await exploreProvisioning(scenario, { seed: SEED, ...EXTENT })
      expect(failures).toEqual([])
      expect(cutsTried).toBeGreaterThan(8)
      expect(pairsTried).toBe(EXTENT.pairs)
    },
    PATIENCE_MS,
  )
})

/** States that are left in the step in which they are entered: nobody sees the device in one. */
const PASSED_THROUGH: Readonly<Record<string, string>> = {
  'reconciling.resuming': 'goes on at once with what the checkpoint says',
  'unclaimed.looking': 'goes on at once by whether there is something to claim with',
  'installing.refused': 'goes on at once to asking for another one',
}

it(
  'without a cut the scenarios visit every state of the chart',
  async () => {
    const visited = new Set<string>()
    for (const scenario of PROVISION_SCENARIOS) {
      const { faults, states } = await historyOf(scenario, [], { seed: SEED, kill: false, tell: null })
      expect([scenario.name, ...faults]).toEqual([scenario.name])
      for (const state of states) visited.add(state)
    }
    const leaves = leavesOf(provisionMachine.root)
    const stays = leaves.filter(({ path }) => !Object.hasOwn(PASSED_THROUGH, path.join('.')))
    expect([...visited].sort()).toEqual(stays.map(({ path }) => path.join('.')).sort())
    // And those are no others than the chart says.
    expect(
      leaves
        .filter(isLeftAtOnce)
        .map(({ path }) => path.join('.'))
        .sort(),
    ).toEqual(Object.keys(PASSED_THROUGH).sort())
  },
  PATIENCE_MS,
)

function leavesOf(node: AnyStateNode): AnyStateNode[] {
  const children = Object.values(node.states)
  return children.length === 0 ? [node] : children.flatMap(leavesOf)
}

/** One of its ways out needs nothing. */
function isLeftAtOnce({ always }: AnyStateNode): boolean {
  return always?.some(({ guard }) => guard === undefined) === true
}

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
