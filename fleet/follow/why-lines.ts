/**
 * Why a device has not converged, in lines for people.
 *
 * Invariant: pure; nothing of a device's words reaches a terminal as a control character.
 */
import { type Paint, plain } from '../cli/style.ts'
import { formatDuration } from '../text/duration.ts'
import { formatMoment } from '../text/moment.ts'
import { isSameRelease, releaseWords } from './blocked-words.ts'
import { type Convergence, convergenceOf, type Known, type Reason } from './convergence.ts'

/** What it runs and what is wanted, then each reason with what would clear it. */
export function whyLines(known: Known, nowMs: number, paint: Paint): string[] {
  const found = convergenceOf(known)
  return [
    headLine(found, known, paint),
    ...found.reasons.flatMap((reason) => reasonLines(reason, agoOf(known, nowMs), paint)),
    ...found.notes.map((note) => paint('dim', `  note: ${plain(note)}`)),
  ]
}

function headLine({ device, fleet, converged, runs, wants }: Convergence, { report }: Known, paint: Paint): string {
  const name = `${device}${fleet === '' ? '' : ` of ${fleet}`}`
  const running = runs === null ? 'nothing' : releaseWords(runs)
  if (converged) {
    const count = report?.services.length ?? 0
    const well = count === 0 ? '' : count === 1 ? ', and its service is well' : `, and its ${count} services are well`
    return paint('green', plain(`${name} has converged: it runs ${running}${well}`))
  }
  const head = `${name} has not converged`
  if (report === null) return paint('red', plain(head))
  const words =
    wants === null || isSameRelease(runs, wants)
      ? `it runs ${running}`
      : `it runs ${running}, and ${releaseWords(wants)} is wanted`
  return paint('red', plain(`${head}: ${words}`))
}

function reasonLines({ kind, message, remedy, log }: Reason, ago: string, paint: Paint): string[] {
  const when = kind === 'offline' || kind === 'outdated' ? `, ${ago}` : ''
  return [
    paint('yellow', `  ${oneLine(message)}${when}`),
    ...log.map((line) => paint('dim', `    | ${oneLine(line)}`)),
    ...(remedy === '' ? [] : [`    → ${oneLine(remedy)}`]),
  ]
}

/** From this on, and up to now, a device's clock may be right. */
const SANE_MS = Date.UTC(2024, 0, 1)

/** When the device last reported, by its own clock, which may be wrong. */
function agoOf({ report }: Known, nowMs: number): string {
  const atMs = report?.atMs ?? 0
  const at = `at ${formatMoment(atMs)}`
  if (atMs < SANE_MS || atMs > nowMs) return `${at} by its clock, which is wrong`
  return `${at} by its clock, ${roughly(nowMs - atMs)} ago`
}

/** The two largest units: "2d4h", "12m5s". */
function roughly(ms: number): string {
  const parts = formatDuration(Math.floor(ms / 1000) * 1000).match(/\d+[a-z]+/g) ?? []
  return parts.slice(0, 2).join('')
}

function oneLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ')
}
