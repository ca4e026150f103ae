/**
 * What a device says whose disk takes nothing.
 *
 * Invariant: pure; its numbers are above all that the last life on the disk has used, and below those of the next.
 */
import type { Fault } from '../../protocol/errors.ts'
import { NUMBERS_PER_LIFE } from '../life.ts'

/** Least time between two reports. */
export const REPORTS_MS = 1_000

/** Far beyond what a life uses up. */
const LAST_LIFE_MAY = NUMBERS_PER_LIFE / 2
/** Where starts may begin: five weeks of them. What is left above is for what the last of them says. */
const BEGINNINGS = (NUMBERS_PER_LIFE / 8) * 3
/** Half the time between two reports: a connection and its report take a number each besides. */
const NUMBER_MS = REPORTS_MS / 2

/**
 * The first number of connections and reports. That this life has begun cannot be written: of several in one boot each
 * has higher numbers by the time since the boot, of which more pass than are used; those of another boot are told apart by
 * that. After five weeks they begin anew, so that one start in five weeks may be below the one before.
 * @param life the last one that is on the disk
 */
export function firstNumberOf(life: number, monoMs: number): number {
  const passed = Math.max(0, Math.floor(monoMs / NUMBER_MS))
  return life * NUMBERS_PER_LIFE + LAST_LIFE_MAY + (passed % BEGINNINGS)
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
