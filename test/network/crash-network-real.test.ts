import { expect, it } from 'vitest'
import type { Round } from '../../simulators/network/rounds.ts'
import { realTrials, tellTrial } from './crash-network-real.ts'
import { beginsTrial, endsTrial, type RealTrial } from './real-trial.ts'

const round = (index: number): Round => ({ seed: `any/${index}`, mistake: 'no gateway', victim: 'nobody' })

it('a round that ends in an error is lost, and takes no other with it', async () => {
  const told: string[] = []
  const play = async (one: Round): Promise<RealTrial> => {
    if (one.seed === 'any/1') throw new Error('not within 240 s: a trial\nthe end of its log')
    return { ...one, killedAfterMs: null, wasCut: false, backMs: 1, said: 'refused', faults: [], story: [] }
  }
  const trials = await realTrials([0, 1, 2].map(round), 1, play, (trial) => told.push(tellTrial(trial)))
  expect(trials.map(({ faults }) => faults.length)).toEqual([0, 1, 0])
  expect(trials[1]).toMatchObject({ backMs: null, story: ['the end of its log'] })
  expect(told[1]).toBe('LOST any/1 no gateway: never over, not within 240 s: a trial')
})

it('a trial is noticed by what the agent says, also one that is over before anybody has looked at its files', () => {
  const line = (from: string, to: string) =>
    `2026-01-01T00:00:00.000Z DEBUG transition machine=network from="(link.usable, change.${from})" to="(link.usable, change.${to})" event=GRANTED`
  expect(beginsTrial(line('settled.asking', 'trialling.applying'))).toBe(true)
  expect(beginsTrial(line('trialling.applying', 'reverting.returning'))).toBe(false)
  expect(endsTrial(line('trialling.applying', 'reverting.returning'))).toBe(false)
  expect(endsTrial(line('reverting.returning', 'settled.resting'))).toBe(true)
  expect(endsTrial(line('confirmed.keeping', 'settled.resting'))).toBe(true)
  expect(endsTrial(line('reconciling.resuming', 'settled.resting'))).toBe(false)
})

it('what dies when its trial was over is told as such', () => {
  const trial = {
    ...round(0),
    victim: 'power',
    killedAfterMs: 7,
    backMs: 9,
    said: 'refused',
    faults: [],
    story: [],
  } as const
  expect(tellTrial({ ...trial, faults: [], story: [], wasCut: true })).toContain('power died after 7 ms: over')
  expect(tellTrial({ ...trial, faults: [], story: [], wasCut: false })).toContain(
    'power died after 7 ms (it was over): over',
  )
})
