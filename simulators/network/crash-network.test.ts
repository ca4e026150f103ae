import { describe, expect, it } from 'vitest'
import {
  instantsOf,
  instantsOfAway,
  instantsOfProxy,
  judgedAway,
  judgedProxy,
  judgedRound,
  roundOf,
  UNREACHED,
} from './crash-network.ts'
import { MISTAKES } from './wrong-configurations.ts'

const ROUNDS = 200
const told = async (rounds: Parameters<typeof judgedRound>[0][]) => {
  const found: string[] = []
  for (const round of rounds) {
    const { seed, mistake, victim, result, faults } = await judgedRound(round)
    found.push(...faults.map((fault) => `${seed} ${mistake ?? 'right'}, ${victim} at ${result.at}: ${fault}`))
  }
  return found
}

describe('a whole device', () => {
  it.each(MISTAKES)('goes back by itself from %s', async (mistake) => {
    expect(await told([{ seed: 'alone', mistake, victim: 'nobody' }])).toEqual([])
  })

  it('keeps a right one', async () => {
    expect(await told([{ seed: 'alone', mistake: null, victim: 'nobody' }])).toEqual([])
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
