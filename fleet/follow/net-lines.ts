/**
 * How a device is connected, in lines for people.
 *
 * Invariant: pure; nothing of a device's words reaches a terminal as a control character.
 */
import type { LinkStatus, ModemStatus, NetworkChange, NetworkReport, Report } from '../../protocol/types.ts'
import { type Paint, plain } from '../cli/style.ts'
import { formatBytes } from '../text/bytes.ts'
import type { Seen } from './seen.ts'

/** A table of its links, then what lies beyond them. */
export function netLines({ device, presence, report }: Seen, paint: Paint): string[] {
  if (report === null) return [`${device} has never reported`]
  const lines = [presence?.online === true ? `${device} is online` : `${device} is offline; this is what it said last`]
  if (report.network === null) lines.push('  it does not look at its network')
  else lines.push(...linkLines(report.network, paint), ...modemLines(report.network), ...beyondLines(report.network))
  if (report.networkChange !== null) lines.push(...changeLines(report.networkChange))
  return lines.map((line) => line.trimEnd())
}

const HEAD = ['', 'LINK', 'KIND', 'STATE', 'ADDRESS', 'GATEWAY', 'METRIC', 'SIGNAL', 'RECEIVED', 'SENT']

function linkLines({ links, main }: NetworkReport, paint: Paint): string[] {
  const rows = [HEAD, ...links.map((link) => rowOf(link, main))]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row, index) => {
    const line = `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd()
    return index === 0 ? paint('dim', line) : line
  })
}

function rowOf(link: LinkStatus, main: string): string[] {
  const { name, kind, up, addresses, gateway, metric, hasRoute, metered, signalDbm, modem, rxBytes, txBytes, setBack } =
    link
  return [
    name === main ? '*' : '',
    plain(name),
    plain(`${kind}${metered ? ', metered' : ''}`),
    `${up ? 'up' : 'down'}${setBack ? ', set back' : ''}`,
    plain(addresses.join(' ') || '-'),
    plain(gateway || '-'),
    hasRoute ? String(metric) : '-',
    signalText(signalDbm, modem),
    formatBytes(rxBytes),
    formatBytes(txBytes),
  ]
}

/** Modems tell no power, and radios of Wi-Fi no share. */
function signalText(dbm: number, modem: ModemStatus | null): string {
  if (dbm !== 0) return `${dbm} dBm`
  return modem === null || modem.qualityPercent === 0 ? '-' : `${modem.qualityPercent} %`
}

function modemLines({ links }: NetworkReport): string[] {
  return links.flatMap(({ name, modem }) => {
    if (modem === null) return []
    const { state, operator, technology, registration } = modem
    return [
      plain(
        `  modem of ${name}: ${[state, operator, technology, registration].filter((word) => word !== '').join(', ')}`,
      ),
    ]
  })
}

function beyondLines({ internet, roundTripMs, connections, lostCode, lostMessage, clock }: NetworkReport): string[] {
  const took = roundTripMs === 0 ? '' : `, which answered within ${roundTripMs} ms`
  const times = connections === 1 ? 'once' : `${connections} times`
  return [
    plain(`  internet: ${internet}`),
    `  broker: connected ${times} since the agent was started${took}`,
    ...(clock === '' ? [] : [plain(`  clock: ${clock}`)]),
    ...(lostCode === '' ? [] : [plain(`  last lost: ${lostCode} ${lostMessage}`)]),
  ]
}

function changeLines({ state, wanted, inForce, code, message }: NetworkChange): string[] {
  const hash = (text: string): string => text.slice(0, 12) || 'none'
  return [
    plain(`  configuration: ${state}; wanted ${hash(wanted)}, in force ${hash(inForce)}`),
    ...(code === '' ? [] : [plain(`    ${code} ${message}`)]),
  ]
}

/** One line for scripts. */
export function netJson({ device, presence, report }: Seen): object {
  const { network = null, networkChange = null } = report ?? ({} as Partial<Report>)
  return { event: 'net', device, online: presence?.online === true, network, networkChange }
}
