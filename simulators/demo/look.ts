/**
 * How the demo looks: pure text.
 *
 * Invariant: no line is wider than the columns given; without colour no control characters.
 */
import { styleText } from 'node:util'
import type { Report } from '../../protocol/types.ts'
import type { Row } from './judge.ts'

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'
export type Paint = (style: Style, text: string) => string

const BAR = 22

export function paintWith(colour: boolean): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text)
}

/** What a phase is, in words; how far it is comes from the report. */
const PHASES: Record<string, string> = {
  admitting: 'checks signature and requirements',
  planning: 'looks what is missing',
  waiting: 'asks whether it may',
  fetching: 'fetching',
  staging: 'makes the new containers ready',
  switching: 'switching',
  proving: 'proving: is it healthy, does it stay so?',
  committing: 'committing, and tidying up',
  reverting: 'going back',
  cancelling: 'giving up',
}
const STYLES: Record<string, Style> = { idle: 'green', reverting: 'yellow', cancelling: 'yellow' }

/** What the device does, in words. */
export function activityOf({ phase, progress, current, target }: Report): string {
  if (phase === 'idle') return current === null ? 'ready, and runs nothing yet' : `runs version ${current.version}`
  const { step = '', doneBytes = 0, totalBytes = 0 } = progress ?? {}
  const words = PHASES[phase] ?? phase
  const what = step === '' || step === phase ? words : step.startsWith(words) ? step : `${words}: ${step}`
  const size = totalBytes > 0 ? `, ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB` : ''
  return `${what}${size}${target === null ? '' : `  (version ${target.version})`}`
}

/** The device's line with its bar. @param offline whether the broker says that it is gone */
export function deviceLine(report: Report, offline: boolean, columns: number, paint: Paint): string {
  const percent = Math.min(100, report.progress?.percent ?? 0)
  const full = Math.round((percent / 100) * BAR)
  const style = offline ? 'dim' : (STYLES[report.phase] ?? 'cyan')
  const bar = paint(style, '█'.repeat(full)) + paint('dim', '░'.repeat(BAR - full))
  const words = offline ? 'no power' : activityOf(report)
  const room = columns - report.device.length - BAR - 12
  return `   ${paint('bold', report.device)} ${bar} ${`${percent}%`.padStart(4)}  ${paint(style, clip(words, room))}`
}

/** The same for where nothing can be drawn over. */
export function plainDeviceLine(report: Report): string {
  const percent = `${Math.min(100, report.progress?.percent ?? 0)}%`
  return `   ${report.device} ${percent.padStart(4)}  ${activityOf(report)}`
}

/** The table at the end. */
export function tableLines(rows: readonly Row[], columns: number, paint: Paint): string[] {
  const texts = rows.map(({ step, expected, seen, seconds }) => [
    step,
    expected,
    seen,
    seconds === null ? '-' : seconds.toFixed(1),
  ])
  const header = ['step', 'expected', 'seen', 'seconds']
  const widths = header.map((title, at) => Math.max(title.length, ...texts.map((cells) => cells[at]!.length)))
  const [step = 0, expected = 0, , seconds = 0] = widths
  const seen = Math.max(12, Math.min(widths[2]!, columns - step - expected - seconds - 10))
  const line = ([a = '', b = '', c = '', d = '']: string[]) =>
    `${a.padEnd(step)}  ${b.padEnd(expected)}  ${c.padEnd(seen)}  ${d.padStart(seconds)}`
  const lines = texts.flatMap(([a = '', b = '', c = '', d = ''], at) => {
    const mark = rows[at]!.ok ? paint('green', '✓') : paint('red', '✗')
    const [first = '', ...more] = wrap(c, seen)
    return [` ${mark} ${line([a, b, first, d])}`, ...more.map((rest) => `   ${line(['', '', rest, '']).trimEnd()}`)]
  })
  return [`   ${paint('bold', line(header))}`, ...lines]
}

/** What is said below a step, once it is over. */
export function verdictLine({ expected, seen, ok }: Row, columns: number, paint: Paint): string {
  if (!ok) return `   ${paint('red', '✗')} ${clip(`should be: ${expected}; is: ${seen}`, columns - 6)}`
  const facts = seen === expected ? '' : ` (${seen})`
  return `   ${paint('green', '✓')} ${expected}${paint('dim', clip(facts, columns - expected.length - 6))}`
}

export function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(clip(word, width))
  }
  return lines
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}
