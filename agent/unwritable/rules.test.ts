import { describe, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import type { Report } from '../../protocol/types.ts'
import { NUMBERS_PER_LIFE } from '../life.ts'
import { Reporter } from '../reporter.ts'
import { listeningLog, ScriptedBroker } from '../scripted-broker.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { firstNumberOf, foundAtStart, REPORTS_MS, toldFault } from './rules.ts'

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

  it('is numbered above another such start of the same boot, in its first month, and in any week of later ones', () => {
    const weeks = [5_000, 36_000, 3_600_000, 7 * 24 * 3_600_000, 30 * 24 * 3_600_000]
    for (const from of [0, YEAR_MS]) {
      const numbers = weeks.slice(0, from === 0 ? 5 : 4).map((monoMs) => firstNumberOf(3, from + monoMs))
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      expect(new Set(numbers).size).toBe(numbers.length)
    }
  })

  it('is numbered above all that such a start has said, however much that had to tell', async () => {
    const [clock, broker] = [new VirtualClock(), new ScriptedBroker()]
    broker.isObliging = true
    const reporter = new Reporter({
      broker,
      clock,
      log: listeningLog(),
      topic: 'report',
      // Never the same twice.
      make: async () => ({ device: 'd1', phase: String(clock.now().monoMs) }),
      firstSequence: firstNumberOf(3, clock.now().monoMs),
      intervalMs: REPORTS_MS,
    })
    for (let n = 1; n <= 600; n += 1) {
      // Each connection is told the report at once.
      if (n % 20 === 0) await broker.cut()
      if (n % 20 === 0) await broker.connect(n)
      reporter.changed()
      await clock.advance(100)
    }
    await reporter.close()
    const said = broker.sent.map(({ payload }) => decode<Report>(KINDS.Report, payload).sequence)
    expect(said.length).toBeGreaterThan(60)
    expect(said.at(-1)).toBeLessThan(firstNumberOf(3, clock.now().monoMs))
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
