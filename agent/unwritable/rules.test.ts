import { describe, expect, it } from 'vitest'
import { NUMBERS_PER_LIFE } from '../life.ts'
import { firstNumberOf, foundAtStart, toldFault } from './rules.ts'

const YEAR_MS = 365 * 24 * 3_600_000

describe('what a device says whose disk takes nothing', () => {
  it('is numbered above the last life that is on the disk, and below the next one', () => {
    for (const life of [0, 1, 7, 2 ** 20])
      for (const monoMs of [0, 1, 90_000, 40 * 24 * 3_600_000, 10 * YEAR_MS]) {
        const number = firstNumberOf(life, monoMs)
        expect(number).toBeGreaterThan(life * NUMBERS_PER_LIFE + NUMBERS_PER_LIFE / 4)
        expect(number).toBeLessThan((life + 1) * NUMBERS_PER_LIFE - NUMBERS_PER_LIFE / 8)
        expect(Number.isSafeInteger(number)).toBe(true)
      }
  })

  it('is numbered above what another such start of the same boot has said, in its first weeks', () => {
    const numbers = [5_000, 36_000, 3_600_000, 40 * 24 * 3_600_000].map((monoMs) => firstNumberOf(3, monoMs))
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('names what is wrong with the disk, in a sentence', () => {
    const { code, message } = toldFault({ code: 'HF_STORE_UNWRITABLE', message: 'Read-only file system' })
    expect(code).toBe('HF_STORE_UNWRITABLE')
    expect(message).toMatch(/^the disk takes nothing \(Read-only file system\)/)
  })

  it('tells each problem once, the disk first', () => {
    const found = foundAtStart(['One is lost.', null, 'One is lost.'])
    expect(found).toHaveLength(2)
    expect(found[0]).toMatch(/takes nothing/)
    expect(found[1]).toBe('One is lost.')
  })
})
