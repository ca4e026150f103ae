/** That a cut on a copy is the cut itself; and agents that are wrong on purpose, which must be found. */
import { deserialize } from 'node:v8'
import { describe, expect, it } from 'vitest'
import type { Capture } from './capture.ts'
import { explore, repeat, tryCut } from './explore.ts'
import { scenarioNamed } from './named.ts'
import { SABOTAGES } from './sabotage.ts'
import { PATIENCE_MS, SEED } from './survives.ts'

describe('a cut that is tried on a copy', () => {
  it.each([
    'update-hand-over',
    'purge',
    'several-services',
    'reboot',
    'store-lost-switching',
    'broker-away',
    'stop-for',
    'run',
    'exec',
    'lock',
    'shutdown',
    'engine-dies-proving-soaking',
  ])(
    'ends as the same cut in the whole history: %s',
    async (name) => {
      const scenario = scenarioNamed(name)
      const options = { seed: SEED, pairs: 0, kills: 0 }
      for (const number of [1, 2, 7, 13, 19]) {
        const copy = await tryCut(scenario, number, options)
        const whole = await repeat(scenario, [number], { seed: SEED, kill: false, tell: null, each: true })
        expect(whole.faults).toEqual(copy.faults)
        expect(plainly(whole.left)).toEqual(plainly(copy.left))
      }
    },
    PATIENCE_MS,
  )
})

/** All but the disk, whose content the memory of the judge tells. */
function plainly({ engine, memory, broker, monoMs, wallMs, operator, boots, bootId }: Capture) {
  const [engineState, memoryState] = [deserialize(engine) as unknown, deserialize(memory) as unknown]
  return { engineState, memoryState, broker, monoMs, wallMs, operator, boots, bootId }
}

describe('the explorer finds', () => {
  it.each(SABOTAGES.map(({ tells, ...rest }) => [tells, rest] as const))(
    '%s',
    async (_, { scenario, fault = '', needsCut = true, dressing }) => {
      const { failures } = await explore(scenarioNamed(scenario), {
        seed: SEED,
        pairs: 0,
        kills: 0,
        sabotage: dressing,
        enough: fault === '' ? 1 : 5,
      })
      expect(failures).not.toEqual([])
      if (needsCut) expect(failures.flatMap(({ cuts }) => cuts)).not.toEqual([])
      expect(failures.flatMap(({ faults }) => faults).join()).toContain(fault)
    },
    PATIENCE_MS,
  )
})
