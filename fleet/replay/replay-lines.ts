/**
 * A replay for people: the differences, the cuts and the gaps, each with its moment.
 *
 * Invariant: pure; nothing of a record reaches a terminal as a control character.
 */
import type { FlightEntry } from '../../protocol/types.ts'
import { type Paint, plain } from '../cli/style.ts'
import { cutLines } from '../follow/flight-lines.ts'
import type { Judged } from './replay.ts'

/** How many of each. */
export interface Summary {
  transitions: number
  different: number
  cuts: number
  gaps: number
}

export function summaryOf(told: readonly Judged[]): Summary {
  const count = (kind: Judged['kind']): number => told.filter((one) => one.kind === kind).length
  const different = count('different')
  return { transitions: count('same') + different, different, cuts: count('cut'), gaps: count('gap') }
}

export function replayLines(told: readonly Judged[], paint: Paint): string[] {
  const { transitions, different, cuts, gaps } = summaryOf(told)
  const counts = `${counted(transitions, 'transition')}, ${counted(cuts, 'cut')}, ${counted(gaps, 'gap')}`
  const verdict =
    different === 0
      ? paint('green', "today's charts could do all of it")
      : paint('red', `${different} of them today's charts could not do`)
  return [...told.flatMap((one) => linesOf(one, paint)), `${counts}: ${verdict}`]
}

function linesOf(one: Judged, paint: Paint): string[] {
  switch (one.kind) {
    case 'cut':
      return cutLines(one, paint)
    case 'gap':
      return [
        paint('yellow', `… entries are missing: ${plain(one.entry.machine)} was ${plain(one.was)}, and then:`),
        `    ${step(one.entry)}`,
      ]
    case 'different':
      return [
        paint('red', `✗ ${step(one.entry)}`),
        `    ${plain(one.why)}${one.possible.length === 0 ? '' : '; today it could lead to:'}`,
        ...one.possible.map((place) => `      ${plain(place)}`),
      ]
    case 'same':
    case 'beside':
      return []
  }
}

/** "boot b1 +12.345s  update: idle.steady → admitting.checking because of TARGET" */
function step({ bootId, monoMs, machine, from, to, event }: FlightEntry): string {
  const at = `boot ${bootId} +${(monoMs / 1000).toFixed(3)}s`
  return plain(`${at}  ${machine}: ${from === '' ? 'the start' : from} → ${to} because of ${event}`)
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
