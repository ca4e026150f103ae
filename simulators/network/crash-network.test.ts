import { describe, expect, it } from 'vitest'
import {
  FURTHER,
  instantsOf,
  instantsOfAway,
  instantsOfProxy,
  judgedAway,
  judgedProxy,
  judgedRound,
  UNREACHED,
} from './crash-network.ts'
import { nameOf, roundOf } from './rounds.ts'
import { kindFigures, kindLines } from './told-kinds.ts'
import { VICTIMS } from './trial-run.ts'
import { CONFIG_KINDS, MISTAKES, RIGHT_ONES, RIGHTS, WRONG } from './wrong-configurations.ts'

const ROUNDS = 200
const told = async (rounds: Parameters<typeof judgedRound>[0][]) => {
  const found: string[] = []
  for (const round of rounds) {
    const { seed, victim, result, faults } = await judgedRound(round)
    found.push(...faults.map((fault) => `${seed} ${nameOf(round)}, ${victim} at ${result.at}: ${fault}`))
  }
  return found
}

describe('a whole device', () => {
  it.each(MISTAKES)('goes back by itself from %s', async (mistake) => {
    expect(await told([{ seed: 'alone', mistake, victim: 'nobody' }])).toEqual([])
  })

  it.each(RIGHT_ONES)('keeps what is right: %s', async (right) => {
    expect(await told([{ seed: 'alone', mistake: null, right, victim: 'nobody' }])).toEqual([])
  })

  it('meets every mistake, and all that is right, with every victim in so many trials', () => {
    const met = (rights: typeof RIGHT_ONES) =>
      new Set(
        Array.from({ length: ROUNDS }, (_, index) => roundOf('any', index, rights)).map(
          (round) => `${nameOf(round)}, ${round.victim}`,
        ),
      )
    expect(met(RIGHT_ONES.slice(0, 4)).size).toBe((MISTAKES.length + 4) * VICTIMS.length)
    expect(new Set([...Object.values(WRONG), ...Object.values(RIGHTS)].map(({ kind }) => kind))).toEqual(
      new Set(CONFIG_KINDS),
    )
  })

  it(`does so in ${ROUNDS} of ${ROUNDS} trials in which something dies in an instant by chance`, {
    timeout: 240_000,
  }, async () => {
    expect(await told(Array.from({ length: ROUNDS }, (_, index) => roundOf('network', index)))).toEqual([])
  })

  it.each([null, UNREACHED])(
    'loses its power in every instant, and comes back by itself: %s',
    {
      timeout: 240_000,
    },
    async (mistake) => {
      const found: string[] = []
      let tried = 0
      for await (const { number, result, faults } of instantsOf({ seed: 'every', mistake, victim: 'power' })) {
        tried += 1
        found.push(...faults.map((fault) => `${number}, ${result.at}: ${fault}`))
      }
      expect(found).toEqual([])
      expect(tried).toBeGreaterThan(60)
    },
  )

  it.each(FURTHER.map((tried) => [nameOf(tried), tried] as const))(
    'loses its power in every instant, and comes to its end: %s',
    { timeout: 240_000 },
    async (_, tried) => {
      const found: string[] = []
      let count = 0
      for await (const { number, result, faults } of instantsOf({ seed: 'further', ...tried, victim: 'power' })) {
        count += 1
        found.push(...faults.map((fault) => `${number}, ${result.at}: ${fault}`))
      }
      expect(found).toEqual([])
      expect(count).toBeGreaterThan(60)
    },
  )

  describe.each([true, false])('that gives up what it kept for what it came with, which leads on: %s', (leads) => {
    it('does so, or goes on with what it kept', async () => {
      const { faults } = await judgedAway({ seed: 'away', victim: 'nobody' }, leads)
      expect(faults).toEqual([])
    })

    it.each(['power', 'agent and manager'] as const)(
      'also when %s dies in any instant',
      { timeout: 240_000 },
      async (victim) => {
        const found: string[] = []
        let tried = 0
        for await (const { number, result, faults } of instantsOfAway({ seed: 'away', victim }, leads)) {
          tried += 1
          found.push(...faults.map((fault) => `${number}, ${result.at}: ${fault}`))
        }
        expect(found).toEqual([])
        expect(tried).toBeGreaterThan(30)
      },
    )
  })

  describe.each([true, false])('that is to go by another proxy, which leads on: %s', (leads) => {
    it('does so, or goes on by the one before', async () => {
      const { faults } = await judgedProxy({ seed: 'proxy', victim: 'nobody' }, leads)
      expect(faults).toEqual([])
    })

    it.each(['power', 'agent and manager'] as const)(
      'also when %s dies in any instant',
      { timeout: 240_000 },
      async (victim) => {
        const found: string[] = []
        const at = new Set<string>()
        for await (const { number, result, faults } of instantsOfProxy({ seed: 'proxy', victim }, leads)) {
          at.add(result.at)
          found.push(...faults.map((fault) => `${number}, ${result.at}: ${fault}`))
        }
        expect(found).toEqual([])
        if (leads) expect(at).toContain('the proxy is written')
      },
    )
  })

  it('is the same from the same seed', async () => {
    const once = async () => JSON.stringify(await judgedRound(roundOf('again', 3)))
    expect(await once()).toBe(await once())
  })
})

describe('what is told of each kind', () => {
  const trials = [
    { mistake: MISTAKES[0]!, backMs: 1_000.4, faults: [] },
    { mistake: 'no gateway' as const, backMs: 3_000, faults: ['it is not connected'] },
    { mistake: null, right: 'the right APN' as const, backMs: 9_000, faults: [] },
  ]

  it('is how many were played, and the slowest way back from what was wrong', () => {
    expect(kindLines(trials)).toEqual([
      'addresses: 1 of 2 survived (2 wrong), the slowest way back took 3000 ms',
      'cellular: 1 of 1 survived (0 wrong, 1 right), the slowest way back took 0 ms',
    ])
  })

  it('is not good where one was lost', () => {
    expect(kindFigures(trials)).toMatchObject([
      { name: 'slowest way back: addresses', value: 3_000, rounds: 2, ok: false },
      { name: 'slowest way back: cellular', value: 0, rounds: 1, ok: true },
    ])
  })
})
