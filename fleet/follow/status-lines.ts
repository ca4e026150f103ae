/**
 * What devices last said, as a table.
 *
 * Invariant: pure; nothing of a device's words reaches a terminal as a control character.
 */
import type { Report, Running, ServiceStatus } from '../../protocol/types.ts'
import { alignColumns, type Paint, plain } from '../cli/style.ts'
import { momentCell } from '../text/moment.ts'
import {
  blockerWords,
  holdWords,
  isSameRelease,
  refusalsThatMatter,
  refusalWords,
  stopWords,
  troubleOf,
} from './blocked-words.ts'
import { bundleWords, isBundleTrouble } from './bundle-words.ts'
import { fleetOf, type Seen } from './seen.ts'
import { spentWords } from './usage-words.ts'

/** A header, a row for each device, and below it what keeps it from running what it should, as `holdfast why` says it. */
export function statusLines(members: readonly Seen[], paint: Paint, wide = false): string[] {
  const titles = ['DEVICE', 'ONLINE', 'RUNS', 'WANTS', 'PHASE', 'SERVICES', ...(wide ? WIDE : [])]
  const header = titles.map((title) => paint('bold', title))
  const table = alignColumns([header, ...members.map((seen) => [...row(seen, paint), ...(wide ? more(seen) : [])])])
  return [table[0]!, ...members.flatMap((seen, index) => [table[index + 1]!, ...remarks(seen, paint)])]
}

function row({ device, presence, report }: Seen, paint: Paint): string[] {
  const online = presence === null ? paint('dim', '?') : presence.online ? paint('green', 'yes') : paint('red', 'no')
  if (report === null) return [device, online, '-', '-', '-', '-']
  const percent = report.progress?.percent ?? 0
  const phase = report.phase === 'idle' || percent === 0 ? report.phase : `${report.phase} ${percent}%`
  return [
    device,
    online,
    running(report.current),
    isSameRelease(report.target, report.current) ? '-' : running(report.target),
    plain(phase),
    services(report, paint),
  ]
}

const WIDE = ['FLEET', 'AGENT', 'BOARD', 'REPORTED', 'TRUST', 'RESTARTS']

/** What `-o wide` shows beside. */
function more(seen: Seen): string[] {
  const { report } = seen
  const board = [report?.host?.deviceType, report?.host?.architecture].filter(Boolean).join(' ')
  return [
    fleetOf(seen) || '-',
    plain(report?.agentVersion ?? '') || '-',
    plain(board) || '-',
    momentCell(report?.atMs ?? 0),
    report === null ? '-' : String(report.trustVersion),
    report === null ? '-' : restarts(report),
  ]
}

/** "0", or "web 4, db 1": how often the engine has started a service again, in its container of now. */
function restarts({ services: all }: Report): string {
  const some = all.filter((status) => status.restarts > 0).map((status) => `${status.service} ${status.restarts}`)
  return plain(some.join(', ') || '0')
}

/** "7 (shop 1.2)" */
function running(of: Running | null): string {
  if (of === null) return '-'
  const name = `${of.name} ${of.version}`.trim()
  return plain(name === '' ? String(of.epoch) : `${of.epoch} (${name})`)
}

/** How many are well, and the names of those that are not. One that an operator has stopped is not at fault. */
function services({ services: all, stopped }: Report, paint: Paint): string {
  if (all.length === 0) return '-'
  const isStopped = ({ service }: ServiceStatus) => stopped.some((stop) => stop.service === service)
  const down = all.filter(isStopped).map(({ service }) => `${service} stopped`)
  const bad = all.flatMap((status) => {
    const trouble = isStopped(status) ? null : troubleOf(status)
    return trouble === null ? [] : [`${status.service} ${trouble}`]
  })
  const count = `${all.length - down.length - bad.length}/${all.length}`
  const colour = bad.length > 0 ? 'red' : down.length > 0 ? 'yellow' : 'green'
  return paint(colour, plain([count, [...bad, ...down].join(', ')].join(' ').trimEnd()))
}

function remarks({ report }: Seen, paint: Paint): string[] {
  if (report === null) return []
  return [
    ...holdWords(report).map((what) => paint('yellow', `  ${plain(what)}`)),
    ...report.blockers.map((blocker) => paint('yellow', `  ${plain(blockerWords(blocker))}`)),
    ...refusalsThatMatter(report, report.target).map((refusal) => paint('red', `  ${plain(refusalWords(refusal))}`)),
    ...report.stopped.map((stopped) => paint('yellow', `  ${plain(stopWords(stopped))}`)),
    ...(report.usage === null ? [] : spentWords(report.usage)).map((what) => paint('yellow', `  ${plain(what)}`)),
    ...(report.bundle !== null && isBundleTrouble(report.bundle)
      ? [paint('yellow', `  ${plain(bundleWords(report.bundle))}`)]
      : []),
    ...report.recovered.map((what) => paint('dim', `  ${plain(`recovered: ${what}`)}`)),
  ]
}
