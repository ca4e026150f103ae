/** SIGKILL of the agent, of the engine and of both, at random instants of real updates and commands. */
import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { describeReal } from '../rig/use-rig.ts'
import { crashReal } from './crash-real.ts'

const ROUNDS = 10

describeReal('SIGKILL at any instant of real work', (rig) => {
  it('loses no release, no volume, no command and no answer, and never lets two stores run', async () => {
    const seed = process.env.HOLDFAST_SEED ?? randomBytes(4).toString('hex')
    console.info(`crash:real: seed ${seed}`)
    const rounds = Array.from({ length: ROUNDS }, (_, index) => index + 1)
    const { verdicts, failures } = await crashReal({ seed, rounds, ...rig })
    for (const { plan, story } of failures)
      console.error([`npm run crash:real -- --seed ${seed} --round ${plan.round}`, ...story].join('\n'))
    expect(failures.map(({ plan, faults }) => ({ plan, faults }))).toEqual([])
    expect(verdicts).toHaveLength(ROUNDS)
  }, 600_000)
})
