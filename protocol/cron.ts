/**
 * Five fields of cron, as sets of numbers.
 *
 * Invariant: pure; what is not understood is a fault with the field's name, never a guess. A day matches when
 * its number, its month and its day of the week all match, as node-cron has it (crontab(5) takes either of the
 * two days when both are restricted).
 */

export interface Cron {
  /** Minutes of a day, rising: every hour of the schedule with every minute of it. */
  minutesOfDay: readonly number[]
  /** Indexed by day of the month, 1 to 31. */
  days: readonly boolean[]
  /** Indexed by month, 1 to 12. */
  months: readonly boolean[]
  /** Indexed by day of the week, 0 is Sunday. */
  weekdays: readonly boolean[]
  /** The schedule names every hour: it means each hour that passes, also one that a clock shows twice. */
  isHourly: boolean
}

interface Field {
  name: string
  min: number
  max: number
  /** Words for the numbers from `min` on. */
  words: readonly string[]
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')

const FIELDS = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of the month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  { name: 'day of the week', min: 0, max: 7, words: WEEKDAYS },
] as const satisfies readonly Field[]

const LONGEST_MONTH = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const MAX_CHARACTERS = 256
/** `*`, `a`, `a-b`, and with `/step` the first and the last of them. */
const TERM = /^(?:(\*)|([a-z]+|\d{1,2})(?:-([a-z]+|\d{1,2}))?)(?:\/(\d{1,2}))?$/

/** @returns the schedule, or in words what is wrong with it */
export function readCron(text: string): Cron | string {
  if (text.length > MAX_CHARACTERS) return `the schedule is longer than ${MAX_CHARACTERS} characters`
  const words = text.trim().split(/\s+/)
  if (words.length !== FIELDS.length)
    return `the schedule has to have five fields (minute, hour, day of the month, month, day of the week)`
  const sets: boolean[][] = []
  for (const [index, field] of FIELDS.entries()) {
    const set = readField(field, words[index] ?? '')
    if (typeof set === 'string') return set
    sets.push(set)
  }
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = sets
  if (weekdays[7]) weekdays[0] = true
  if (!LONGEST_MONTH.some((last, month) => months[month] && days.indexOf(true) <= last))
    return 'the schedule names a day that none of its months has'
  return {
    minutesOfDay: numbersOf(hours).flatMap((hour) => numbersOf(minutes).map((minute) => hour * 60 + minute)),
    days,
    months,
    weekdays: weekdays.slice(0, 7),
    isHourly: numbersOf(hours).length === 24,
  }
}

function readField(field: Field, text: string): boolean[] | string {
  const set = Array.from({ length: field.max + 1 }, () => false)
  for (const term of text.toLowerCase().split(',')) {
    const numbers = readTerm(field, term)
    if (numbers === null) return `the ${field.name} "${text}" is not ${wordsFor(field)}`
    for (const number of numbers) set[number] = true
  }
  return set
}

function wordsFor({ min, max }: Field): string {
  return `a list of *, numbers from ${min} to ${max}, or ranges of them, with or without a /step`
}

/** A range may pass the end: 22-2, fri-mon. */
function readTerm(field: Field, term: string): number[] | null {
  const found = TERM.exec(term)
  if (found === null) return null
  const [, star, from = '', to, by] = found
  const step = by === undefined ? 1 : Number(by)
  // A single number has no steps; crons differ on what they would mean.
  if (step === 0 || (by !== undefined && star === undefined && to === undefined)) return null
  // Sunday has two numbers, so that a range may end with it; a week has seven days all the same.
  const size = field.max === 7 ? 7 : field.max - field.min + 1
  const first = star ? field.min : numberOf(field, from)
  const last = star ? field.min + size - 1 : numberOf(field, to ?? from)
  if (first === null || last === null) return null
  const span = last >= first ? last - first : last - first + size
  const numbers: number[] = []
  for (let offset = 0; offset <= span; offset += step) {
    const number = first + offset
    numbers.push(number > field.max ? number - size : number)
  }
  return numbers
}

function numberOf({ min, max, words }: Field, text: string): number | null {
  const index = words.findIndex((word) => text === word || text === word.slice(0, 3))
  if (index >= 0) return index + min
  if (!/^\d/.test(text)) return null
  const number = Number(text)
  return number >= min && number <= max ? number : null
}

function numbersOf(set: readonly boolean[]): number[] {
  return set.flatMap((isIn, number) => (isIn ? [number] : []))
}
