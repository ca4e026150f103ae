import fc from 'fast-check'
import nodeCron from 'node-cron'
import { describe, expect, it } from 'vitest'
import { type Cron, readCron } from './cron.ts'

function read(text: string): Cron {
  const cron = readCron(text)
  if (typeof cron === 'string') throw new Error(cron)
  return cron
}

const numbers = (set: readonly boolean[]): number[] => set.flatMap((isIn, number) => (isIn ? [number] : []))
const hoursOf = (cron: Cron): number[] => [...new Set(cron.minutesOfDay.map((minute) => Math.floor(minute / 60)))]
const minutesOf = (cron: Cron): number[] => [...new Set(cron.minutesOfDay.map((minute) => minute % 60))]

describe('a schedule of five fields', () => {
  it('names minutes of the day', () => {
    expect(read('0,30 2-3 * * *').minutesOfDay).toEqual([120, 150, 180, 210])
    expect(read('*/20 4 * * *').minutesOfDay).toEqual([240, 260, 280])
    expect(read('5 0-12/6 * * *').minutesOfDay).toEqual([5, 365, 725])
  })

  it.each([
    ['0 2 * * 0', [0]],
    ['0 2 * * 7', [0]],
    ['0 2 * * 5-7', [0, 5, 6]],
    ['0 2 * * mon-fri', [1, 2, 3, 4, 5]],
    ['0 2 * * FRI-Mon', [0, 1, 5, 6]],
    ['0 2 * * sunday,wed', [0, 3]],
    ['0 2 * * */2', [0, 2, 4, 6]],
  ])('%s is on the days of the week %j', (text, weekdays) => {
    expect(numbers(read(text).weekdays)).toEqual(weekdays)
  })

  it('knows months by name, and ranges past the end of the year', () => {
    expect(numbers(read('0 2 1 nov-feb *').months)).toEqual([1, 2, 11, 12])
    expect(numbers(read('0 2 1 December *').months)).toEqual([12])
  })

  it('may stand between any white space', () => {
    expect(read('  0\t2  * * *  ').minutesOfDay).toEqual([120])
  })

  it('is hourly when it names every hour, however it is written', () => {
    expect(read('0 * * * *').isHourly).toBe(true)
    expect(read('0 0-23 * * *').isHourly).toBe(true)
    expect(read('0 0-22 * * *').isHourly).toBe(false)
  })
})

describe('what is refused', () => {
  it.each([
    ['', 'five fields'],
    ['0 2 * *', 'five fields'],
    ['0 0 2 * * *', 'five fields'],
    ['@daily', 'five fields'],
    ['60 * * * *', 'minute "60"'],
    ['0 24 * * *', 'hour "24"'],
    ['0 0 0 * *', 'day of the month "0"'],
    ['0 0 32 * *', 'day of the month "32"'],
    ['0 0 * 13 *', 'month "13"'],
    ['0 0 * * 8', 'day of the week "8"'],
    ['*/0 * * * *', 'minute "*/0"'],
    ['5/10 * * * *', 'minute "5/10"'],
    ['-5 * * * *', 'minute "-5"'],
    ['1,,2 * * * *', 'minute "1,,2"'],
    ['1-2-3 * * * *', 'minute "1-2-3"'],
    ['0x1 * * * *', 'minute "0x1"'],
    ['0 2 L * *', 'day of the month "L"'],
    ['0 2 * * mon#2', 'day of the week "mon#2"'],
    ['0 2 * monday *', 'month "monday"'],
    ['0 2 31 2,4 *', 'none of its months'],
    ['0 2 30 2 *', 'none of its months'],
    [`${'0,'.repeat(200)}0 2 * * *`, 'longer than'],
  ])('%s: %s', (text, words) => {
    expect(readCron(text)).toEqual(expect.stringContaining(words))
  })

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => ['string', 'object'].includes(typeof readCron(text))),
    )
  })

  it('a 29th of February is one that comes', () => {
    expect(readCron('0 2 29 2 *')).toMatchObject({ isHourly: false })
  })
})

/** A field with every form that there is. */
function field(min: number, max: number, words: readonly string[] = []): fc.Arbitrary<string> {
  const number = fc.oneof(
    fc.integer({ min, max }).map(String),
    ...(words.length > 0 ? [fc.constantFrom(...words)] : []),
  )
  const step = fc.integer({ min: 1, max: 59 }).map((by) => `/${by}`)
  const range = fc.tuple(number, number).map(([from, to]) => `${from}-${to}`)
  const stepped = fc
    .tuple(fc.oneof(fc.constant('*'), range), fc.oneof(fc.constant(''), step))
    .map((two) => two.join(''))
  return fc.array(fc.oneof(number, stepped), { minLength: 1, maxLength: 3 }).map((terms) => terms.join(','))
}

it('means what node-cron means by it', () => {
  const schedules = fc
    .tuple(
      field(0, 59),
      field(0, 23),
      field(1, 31),
      field(1, 12, ['jan', 'oct']),
      field(0, 7, ['sun', 'Thu', 'friday']),
    )
    .map((fields) => fields.join(' '))
  const sorted = (values: readonly (number | string)[]): number[] =>
    [...new Set(values.map(Number))].sort((a, b) => a - b)
  fc.assert(
    fc.property(schedules, (text) => {
      const theirs = nodeCron.validateDetailed(text)
      const ours = readCron(text)
      if (typeof ours === 'string' || theirs.fields === undefined) {
        expect({ text, isFault: typeof ours === 'string' }).toEqual({ text, isFault: !theirs.valid })
        return
      }
      expect({ text, minutes: minutesOf(ours).sort((a, b) => a - b) }).toEqual({
        text,
        minutes: sorted(theirs.fields.minute),
      })
      expect({ text, hours: hoursOf(ours) }).toEqual({ text, hours: sorted(theirs.fields.hour) })
      expect({ text, days: numbers(ours.days) }).toEqual({ text, days: sorted(theirs.fields.dayOfMonth) })
      expect({ text, months: numbers(ours.months) }).toEqual({ text, months: sorted(theirs.fields.month) })
      expect({ text, weekdays: numbers(ours.weekdays) }).toEqual({ text, weekdays: sorted(theirs.fields.dayOfWeek) })
    }),
    { numRuns: 500 },
  )
})
