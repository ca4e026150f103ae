/** Scenarios by their names: those of the table, and random ones. */
import { HoldfastError } from '../../protocol/errors.ts'
import { SCENARIOS } from './all-scenarios.ts'
import { RANDOM_PREFIX, randomScenario } from './random-scenario.ts'
import type { Scenario } from './scenario.ts'

/** @throws HF_USAGE */
export function scenarioNamed(name: string): Scenario {
  if (name.startsWith(RANDOM_PREFIX)) return randomScenario(name)
  const found = SCENARIOS.find((scenario) => scenario.name === name)
  if (found !== undefined) return found
  const names = SCENARIOS.map((scenario) => scenario.name).join(', ')
  throw new HoldfastError('HF_USAGE', `there is no scenario ${name}; there are: ${names}`, { place: '--scenario' })
}
