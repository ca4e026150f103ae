import { describe, expect, it } from 'vitest'
import type { Write } from '../storage/store.ts'
import { TIME_FLOOR, TimeFloor } from './time-floor.ts'

const DAY = 86_400_000
const BUILT = Date.UTC(2026, 0, 1)

function floorOn(keptMs: number, commit: () => Promise<void> = async () => {}) {
  const written: Write[] = []
  const faults: unknown[] = []
  const floor = new TimeFloor({
    keptMs,
    builtMs: BUILT,
    unwritten: (error) => faults.push(error),
    store: {
      commit: async (writes) => {
        await commit()
        written.push(...writes)
      },
    },
  })
  return { floor, written, faults }
}

describe('the time floor', () => {
  it('begins at the build, or where it was kept', () => {
    expect(floorOn(0).floor.ms).toBe(BUILT)
    expect(floorOn(BUILT + DAY).floor.ms).toBe(BUILT + DAY)
  })

  it('judges a clock of 1970 by itself, and leaves a clock that is ahead as it is', () => {
    const { floor } = floorOn(0)
    expect(floor.judged(0)).toBe(BUILT)
    expect(floor.judged(BUILT + 5)).toBe(BUILT + 5)
  })

  it('only rises, and is written at most once for each day that it rises by', async () => {
    const { floor, written } = floorOn(BUILT)
    for (const ms of [BUILT + 5, BUILT - 5, BUILT + DAY, BUILT + DAY + 5, Number.NaN, BUILT + 2 * DAY]) floor.raise(ms)
    await Promise.resolve()
    expect(floor.ms).toBe(BUILT + 2 * DAY)
    expect(written).toEqual([BUILT + DAY, BUILT + 2 * DAY].map((value) => ({ op: 'counter', name: TIME_FLOOR, value })))
  })

  it('that could not be written is written when it rises again', async () => {
    let fails = true
    const { floor, written, faults } = floorOn(BUILT, async () => {
      if (fails) throw new Error('full')
    })
    floor.raise(BUILT + DAY)
    await new Promise(setImmediate)
    expect([faults.length, floor.ms]).toEqual([1, BUILT + DAY])
    fails = false
    floor.raise(BUILT + DAY + 1)
    await new Promise(setImmediate)
    expect(written).toHaveLength(1)
  })
})
