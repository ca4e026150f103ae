/**
 * Scenarios of both kinds by their names, and the explorer of each: of updates and commands, and of provisioning.
 *
 * Invariant: a thread that explores no provisioning loads nothing of it but its table.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { SCENARIOS } from './all-scenarios.ts'
import { type Exploration, type ExploreOptions, explore, repeat } from './explore.ts'
import { scenarioNamed } from './named.ts'
import { PROVISION_SCENARIOS } from './provisioning/scenarios.ts'
import { RANDOM_PREFIX } from './random-scenario.ts'

export const SCENARIO_NAMES: readonly string[] = [...SCENARIOS, ...PROVISION_SCENARIOS].map(({ name }) => name)

/** @throws HF_USAGE */
export function checkScenario(name: string): void {
  if (name.startsWith(RANDOM_PREFIX) || SCENARIO_NAMES.includes(name)) return
  throw new HoldfastError('HF_USAGE', `there is no scenario ${name}; there are: ${SCENARIO_NAMES.join(', ')}`, {
    place: '--scenario',
  })
}

/** As `explore`. @throws HF_USAGE */
export async function exploreNamed(name: string, options: Omit<ExploreOptions, 'sabotage'>): Promise<Exploration> {
  const own = PROVISION_SCENARIOS.find((scenario) => scenario.name === name)
  if (own === undefined) return explore(scenarioNamed(name), options)
  return (await import('./provisioning/explore.ts')).exploreProvisioning(own, options)
}

/** As `repeat`. @throws HF_USAGE */
export async function repeatNamed(
  name: string,
  cuts: readonly number[],
  options: { seed: string; kill: boolean; tell: ((line: string) => void) | null },
): Promise<string[]> {
  const own = PROVISION_SCENARIOS.find((scenario) => scenario.name === name)
  if (own === undefined) return (await repeat(scenarioNamed(name), cuts, options)).faults
  return (await (await import('./provisioning/explore.ts')).historyOf(own, cuts, options)).faults
}
