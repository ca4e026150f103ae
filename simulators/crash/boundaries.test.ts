/** Which instants there are, and what may become of the writes in them. */
import { describe, expect, it } from 'vitest'
import { repeat } from './explore.ts'
import { scenarioNamed } from './named.ts'

/** All instants of the run without a cut, in the words in which they are told. */
async function instantsOf(name: string): Promise<string[]> {
  const told: string[] = []
  await repeat(scenarioNamed(name), [], { seed: '1', kill: false, tell: (line) => told.push(line) })
  return told.filter((line) => /\b(?:before|after|middle)\b/.test(line) && /\s\d+ /.test(line))
}

describe('what no sync has covered', () => {
  it.each(['update-hand-over', 'store-disk-full', 'purge'])(
    'is one batch at most, as the store writes one after the other: of none there is a part to choose (%s)',
    async (name) => {
      const instants = await instantsOf(name)
      expect(instants.length).toBeGreaterThan(20)
      expect(instants.filter((line) => line.includes('(subset)'))).toEqual([])
    },
  )

  it('does not hold what a full disk has refused', async () => {
    const instants = await instantsOf('store-disk-full')
    const writes = instants.filter((line) => line.includes('before the write of'))
    // Every write is awaited: in the instant before one nothing else is under way.
    expect(writes.filter((line) => line.includes('(kept)'))).toEqual([])
  })
})
