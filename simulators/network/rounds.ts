/**
 * The rounds of `npm run crash:network` and `npm run crash:network:real`: what is tried, and who dies in it.
 *
 * Invariant: a round follows from its seed and its number alone.
 */
import { seededRandom } from '../seeded-random.ts'
import { VICTIMS, type Victim } from './trial-run.ts'
import { MISTAKES, type Mistake, RIGHT_ONES, RIGHTS, type Right, type Tried, WRONG } from './wrong-configurations.ts'

export interface Round {
  seed: string
  /** Null: nothing is wrong with it. */
  mistake: Mistake | null
  /** Then, what is right; default: a cable. */
  right?: Right
  victim: Victim
}

/**
 * One in eight is right, so that a device that always goes back is noticed. Each one meets every victim in turn, beginning by
 * chance. @param rights that can be had where it is played
 */
export function roundOf(seed: string, index: number, rights: readonly Right[] = RIGHT_ONES): Round {
  const isRight = index % 8 === 7
  const number = isRight ? Math.floor(index / 8) : index - Math.floor(index / 8)
  const choice = isRight ? rights : MISTAKES
  const which = number % choice.length
  const first = Math.floor(seededRandom(`${seed}/${choice[which]}`)() * VICTIMS.length)
  const victim = VICTIMS[(first + Math.floor(number / choice.length)) % VICTIMS.length]!
  const named = isRight ? { mistake: null, right: rights[which]! } : { mistake: MISTAKES[which]! }
  return { seed: `${seed}/${index}`, ...named, victim }
}

/** What is tried in it. */
export function triedIn({ mistake, right = 'nothing wrong' }: Pick<Round, 'mistake' | 'right'>): Tried {
  return mistake === null ? RIGHTS[right] : WRONG[mistake]
}

/** For people. */
export function nameOf({ mistake, right = 'nothing wrong' }: Pick<Round, 'mistake' | 'right'>): string {
  return mistake ?? right
}
