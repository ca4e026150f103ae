/**
 * Which crash states are tried.
 *
 * Invariant: pure; the state of a number follows from the log, the seed and the number alone. Every third is of
 * the first start. No two numbers are the same state until all are used up; then only those come again that
 * chance makes others of.
 */
import { seededRandom } from '../../simulators/seeded-random.ts'
import type { Fate } from './block-disk.ts'
import type { DiskLog } from './disk-log.ts'
import type { Mark } from './marks.ts'

export interface CrashState {
  number: number
  /** The power goes just before this event of the log. */
  position: number
  fate: Fate
  /** From the start of the first agent to its first acknowledged target. */
  isFirstStart: boolean
  /** For the fate's dice. */
  seed: string
}

/** The states `from`, …, `from + count - 1`. */
export function crashStates(log: DiskLog<Mark>, seed: string, from: number, count: number): CrashState[] {
  const { first, later } = windows(log)
  const random = seededRandom(seed)
  const [early, late] = [deck(log, first, random), deck(log, later, random)]
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    const isFirstStart = number % 3 === 0
    const drawn = isFirstStart ? draw(early, number / 3) : draw(late, number - 1 - Math.floor(number / 3))
    return { number, ...drawn, isFirstStart, seed: `${seed}/${number}` }
  })
}

/** Half-open ranges of positions. */
function windows(log: DiskLog<Mark>): { first: [number, number]; later: [number, number] } {
  const find = (kind: Mark['kind']): number =>
    log.events.findIndex((event) => event.op === 'mark' && event.mark.kind === kind)
  const [begin, middle, end] = [find('ready'), find('target'), log.events.length]
  if (begin < 0 || middle < 0) throw new Error('the log does not tell of a first start')
  return { first: [begin + 1, middle + 1], later: [middle + 1, end + 1] }
}

interface Deck {
  all: { position: number; fate: Fate }[]
  /** Those that are others with other dice. */
  dicey: { position: number; fate: Fate }[]
}

/** Shuffled. Of fates that come to the same only one is there. */
function deck(log: DiskLog<Mark>, [begin, end]: readonly [number, number], random: () => number): Deck {
  const all: Deck['all'] = []
  let unflushed = 0
  for (let position = 0; position < end; position += 1) {
    const event = log.events[position]
    if (position >= begin && event?.op !== 'mark') for (const fate of fatesOf(unflushed)) all.push({ position, fate })
    if (event?.op === 'write') unflushed += 1
    if (event?.op === 'flush') unflushed = 0
  }
  for (let index = all.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1))
    ;[all[index], all[other]] = [all[other]!, all[index]!]
  }
  return { all, dicey: all.filter(({ fate }) => fate === 'subset' || fate === 'torn') }
}

function fatesOf(unflushed: number): readonly Fate[] {
  if (unflushed === 0) return ['dropped']
  return unflushed === 1 ? ['dropped', 'kept', 'torn'] : ['dropped', 'kept', 'subset', 'torn']
}

function draw({ all, dicey }: Deck, index: number): { position: number; fate: Fate } {
  return all[index] ?? dicey[(index - all.length) % dicey.length]!
}
