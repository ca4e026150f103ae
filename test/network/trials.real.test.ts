/** Network configurations tried by the published agent on a real NetworkManager: each kind of mistake, and each victim. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../deploy/bundle.ts'
import type { Round } from '../../simulators/network/crash-network.ts'
import { tellTrial } from './crash-network-real.ts'
import { whyNoNetns } from './netns.ts'
import { realTrial } from './real-trial.ts'

const reason = await whyNoNetns()
if (reason !== null && process.env.CI !== undefined) throw new Error(`no network to test on: ${reason}`)

const ROUNDS: Omit<Round, 'seed'>[] = [
  { mistake: 'an address of another network', victim: 'nobody' },
  { mistake: 'a gateway that is not there', victim: 'power' },
  { mistake: 'no gateway', victim: 'agent' },
  { mistake: 'a name server that is not there', victim: 'manager' },
  { mistake: 'DHCP where there is none', victim: 'agent and manager' },
  { mistake: 'an interface that is not there', victim: 'nobody' },
  { mistake: null, victim: 'nobody' },
  { mistake: null, victim: 'agent' },
]

describe.skipIf(reason !== null)(
  `a trial on a real NetworkManager${reason === null ? '' : ` (skipped: ${reason})`}`,
  () => {
    let dir: string
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'hf-trials-'))
      await bundle(join(dir, 'dist'))
    })
    afterAll(() => rm(dir, { recursive: true, force: true }))

    it.concurrent.each(ROUNDS)(
      'of $mistake, while $victim dies, ends by itself in time',
      async (round) => {
        const trial = await realTrial({ ...round, seed: 'fixed' }, join(dir, 'dist'))
        expect(trial.faults, [tellTrial(trial), ...trial.story].join('\n')).toEqual([])
      },
      280_000,
    )
  },
)
