/**
 * What devices last said, as a table.
 *
 * Invariant: pure; nothing of a device's words reaches a terminal as a control character.
 */
import { Health } from '../../protocol/enums.ts'
import type { Running, ServiceStatus } from '../../protocol/types.ts'
import { alignColumns, type Paint, plain } from '../cli/style.ts'
import type { Seen } from './seen.ts'

/** A header, a row for each device, and below it its blockers. */
export function statusLines(members: readonly Seen[], paint: Paint): string[] {
  const header = ['DEVICE', 'ONLINE', 'RUNS', 'WANTS', 'PHASE', 'SERVICES'].map((title) => paint('bold', title))
  const table = alignColumns([header, ...members.map((seen) => row(seen, paint))])
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
    report.target?.epoch === report.current?.epoch ? '-' : running(report.target),
    plain(phase),
    services(report.services, paint),
  ]
}

/** "7 (shop 1.2)" */
function running(of: Running | null): string {
  if (of === null) return '-'
  const name = `${of.name} ${of.version}`.trim()
  return plain(name === '' ? String(of.epoch) : `${of.epoch} (${name})`)
}

/** How many are well, and the names of those that are not. */
function services(all: readonly ServiceStatus[], paint: Paint): string {
  if (all.length === 0) return '-'
  const bad = all.filter((service) => !isWell(service))
  const count = `${all.length - bad.length}/${all.length}`
  if (bad.length === 0) return paint('green', count)
  return paint('red', `${count} ${bad.map(({ service, state }) => plain(`${service} ${state}`)).join(', ')}`)
}

function isWell({ state, health, exitCode }: ServiceStatus): boolean {
  if (state === 'exited') return exitCode === 0
  return state === 'running' && health !== Health.HEALTH_UNHEALTHY
}

function remarks({ report }: Seen, paint: Paint): string[] {
  if (report === null) return []
  const blockers = report.blockers.map(({ kind, code, gate, message }) =>
    paint('yellow', `  ${plain(`blocked${gate === '' ? '' : ` at ${gate}`} by ${code || kind}: ${message}`)}`),
  )
  const last = report.refused.at(-1)
  const refusal =
    last === undefined ? [] : [paint('red', `  ${plain(`refused epoch ${last.epoch}: ${last.code} ${last.message}`)}`)]
  const recovered = report.recovered.map((what) => paint('dim', `  ${plain(`recovered: ${what}`)}`))
  return [...blockers, ...refusal, ...recovered]
}
