/** Of very many failures only the first are told of by name: the others are counted, and none of them twice. */
import { expect, it } from 'vitest'
import type { Failure, Standing } from '../states/state-base.ts'
import { Course } from './course.ts'
import { beginning } from './life.ts'
import { DEFAULT_PLAN } from './plan.ts'
import { freshContext } from './record.ts'

const facts = { fleet: 'shop', epoch: 2, release: 'new 1', canRevert: true, plan: DEFAULT_PLAN, revision: 4 }
const failed = { lot: 3, online: true, outcome: 'failed' as const, isLate: false }

/** Twelve have failed, of which the database tells of three by name. */
function standing(names: readonly string[], named: readonly string[]): Standing {
  const failures: Failure[] = names.map((name) => ({ name, lot: 3, outcome: 'failed', code: 'HF_X' }))
  const known = named.map((name) => ({ ...failed, name, count: 1 }))
  return { groups: [{ ...failed, count: 12 }], named: known, refusers: [], failures }
}

it.each<[forgiven: string[], told: string[], others: number]>([
  [[], ['d', 'e', 'f'], 9],
  // Others come first by now: five of the twelve are known by name, also those that are told of no more.
  [['d', 'e', 'f'], ['a', 'b', 'd'], 7],
])(
  'those forgiven by name are %j, and told of are %j: %i others have failed',
  async (forgivenDevices, told, others) => {
    const record = beginning(freshContext({ ...facts, share: 10_000, devices: [] }, 0))
    const course = new Course({
      record: { phase: 'paused', context: { ...record.context, forgivenDevices } },
      target: { release: null, fallback: null } as never,
      keys: [],
      states: { standing: async ({ named }) => standing(told, named), forget: async () => {} },
      save: async () => {},
      publish: async () => {},
      log: () => {},
      nowMs: 0,
    })
    await course.survey(0)
    expect(course.bad(0)).toEqual({ devices: told, others })
  },
)
