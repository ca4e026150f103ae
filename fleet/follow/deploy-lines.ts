/**
 * Views of a deployment as lines of text.
 *
 * Invariant: pure; no line is wider than the columns given.
 */
import { groupBy } from '../../protocol/es2024.ts'
import { alignColumns, type Colour, clip, type Paint, plain } from '../cli/style.ts'
import type { DeviceView, Standing } from './deploy-view.ts'

const COLOURS: Record<Standing, Colour> = {
  converged: 'green',
  failed: 'red',
  reverting: 'red',
  excluded: 'dim',
  blocked: 'yellow',
  updating: 'cyan',
  waiting: 'dim',
  offline: 'dim',
}
const BAR = 20

/** A bar of so many characters. */
export function bar(percent: number, width = BAR): string {
  const full = Math.round((Math.min(100, Math.max(0, percent)) / 100) * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}

/** A line for each device, with its bar. */
export function liveLines(views: readonly DeviceView[], columns: number, paint: Paint): string[] {
  const names = Math.min(24, Math.max(0, ...views.map(({ device }) => device.length)))
  const room = columns - names - BAR - 8 - 1
  const rows = views.map(({ device, standing, percent, detail, code }) => [
    clip(device, names),
    paint(COLOURS[standing], bar(percent)),
    `${percent}%`.padStart(4),
    paint(COLOURS[standing], clip(reasonOf({ code, detail }), Math.max(10, room))),
  ])
  return alignColumns(rows)
}

/** What is worth a line of its own when there is no terminal: progress within a step is not. */
export function changeKey({ standing, phase, detail, code }: DeviceView): string {
  return JSON.stringify([standing, phase, detail, code])
}

/** A change in plain words. */
export function changeLine({ device, standing, percent, detail, code }: DeviceView): string {
  const progress = standing === 'updating' ? ` ${percent}%` : ''
  const words = detail === standing ? '' : `: ${reasonOf({ code, detail })}`
  return `${device} ${standing}${progress}${words}`
}

/** How many devices stand how, in one line. */
export function summaryLine(views: readonly DeviceView[]): string {
  const counts = Object.keys(COLOURS)
    .map((standing) => ({ standing, count: views.filter((view) => view.standing === standing).length }))
    .filter(({ count }) => count > 0)
  return counts.length === 0 ? 'no devices' : counts.map(({ standing, count }) => `${count} ${standing}`).join(', ')
}

/** How devices stand that have not got the release, and have said why. */
const WITHOUT: ReadonlySet<Standing> = new Set(['failed', 'reverting', 'blocked'])

/** How many devices a reason names before it counts the others. */
const NAMED = 3

/** Why devices have failed, or still wait for something named: each reason once. */
export function reasonLines(views: readonly DeviceView[]): string[] {
  const without = views.filter(({ standing }) => WITHOUT.has(standing))
  return [...groupBy(without, reasonOf)].map(([reason, those]) => {
    const names = those.slice(0, NAMED).map(({ device }) => device)
    return `${names.join(', ')}${those.length > NAMED ? ` and ${those.length - NAMED} more` : ''}: ${reason}`
  })
}

function reasonOf({ code, detail }: Pick<DeviceView, 'code' | 'detail'>): string {
  return `${code === '' ? '' : `${code} `}${oneLine(detail)}`
}

function oneLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ')
}
