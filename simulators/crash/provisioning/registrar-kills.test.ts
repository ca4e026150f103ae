/** The registrar itself is killed in each of its writes, and the device's power is cut as well. */
import { expect, it } from 'vitest'
import { dropped, kept } from '../../../storage/memory-kv.ts'
import { historyOf } from './explore.ts'
import { PROVISION_SCENARIOS } from './scenarios.ts'

const PATIENCE_MS = 300_000
const NAMES = ['provision-token', 'provision-serial', 'renewal', 'recovery']
const SCENARIOS = PROVISION_SCENARIOS.filter(({ name }) => NAMES.includes(name))
/** Cuts of the device beside it: none, early, while it asks, and when it has been answered. */
const CUTS = [[], [4], [12], [16], [20]]

it.each(SCENARIOS)(
  '$name: there is one identity, and nothing of another one, wherever the registrar is killed',
  async (scenario) => {
    for (const survives of [dropped, kept])
      for (const cuts of CUTS) {
        let deaths = 0
        for (let atWrite = 1; ; atWrite += 1) {
          const options = { seed: 'test', kill: false, tell: null, registrarDies: { atWrite, survives } }
          const { faults, registrarDied } = await historyOf(scenario, cuts, options)
          expect({ atWrite, survives: survives.name, cuts, faults }).toMatchObject({ faults: [] })
          if (!registrarDied) break
          deaths += 1
        }
        expect(deaths).toBeGreaterThan(0)
      }
  },
  PATIENCE_MS,
)
