/**
 * What a device says whose disk takes nothing.
 *
 * Invariant: pure; its numbers are above all that the last life on the disk has used, and below those of the next.
 */
import type { Fault } from '../../protocol/errors.ts'
import { NUMBERS_PER_LIFE } from '../life.ts'

/** Far beyond what a life uses up. */
const LAST_LIFE_MAY = NUMBERS_PER_LIFE / 2

/**
 * The first number of connections and reports. That this life has begun cannot be written: of several in one boot each
 * has higher numbers by the time since the boot, a second each; those of another boot are told apart by that.
 * @param life the last one that is on the disk
 */
export function firstNumberOf(life: number, monoMs: number): number {
  const seconds = Math.max(0, Math.floor(monoMs / 1000))
  return life * NUMBERS_PER_LIFE + LAST_LIFE_MAY + Math.min(seconds, LAST_LIFE_MAY / 2)
}

/** The fault as an operator is told of it. */
export function toldFault({ code, message }: Fault): Fault {
  const what = `the disk takes nothing (${message}): nothing is taken or done until it does, and what runs is left alone`
  return { code, message: what }
}

/** What was found at the start, a sentence each: that, and what else could not be read. */
export function foundAtStart(problems: readonly (string | null)[]): string[] {
  const own =
    'The agent has started on a disk that takes nothing: it tells what was written last, and goes on when the disk does.'
  return [own, ...new Set(problems.filter((sentence) => sentence !== null))]
}
