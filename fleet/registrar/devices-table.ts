/**
 * Devices and waiting claims as tables.
 *
 * Invariant: pure; what came from a device cannot steer a terminal.
 */
import { alignColumns, type Paint, plain } from '../cli/style.ts'
import { formatDuration } from '../text/duration.ts'
import { momentCell } from '../text/moment.ts'
import type { ListedDevice } from './act.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { ClaimRecord } from './records.ts'

const MINUTE_MS = 60_000

const TITLES = ['DEVICE', 'FLEET', 'STATE', 'SEEN', 'CERTIFICATE', 'VIA', 'TAGS']
const WIDE_TITLES = ['ENROLLED', 'RENEWED', 'BY', 'FINGERPRINT']

/** A row for each device. */
export function deviceLines(
  devices: readonly ListedDevice[],
  { nowMs, paint, wide }: { nowMs: number; paint: Paint; wide: boolean },
): string[] {
  const header = [...TITLES, ...(wide ? WIDE_TITLES : [])].map((title) => paint('bold', title))
  const rows = devices.map((device) => [
    device.name,
    device.movesTo === undefined ? device.fleet : `${device.fleet} > ${device.movesTo}`,
    stateOf(device, nowMs, paint),
    device.online === true ? 'now' : device.lastSeenMs === 0 ? '-' : `${roughly(nowMs - device.lastSeenMs)} ago`,
    device.state === 'revoked' ? '-' : expiry(device.notAfterMs, nowMs, paint),
    device.via,
    plain(device.tags.join(' ')) || '-',
    ...(wide ? wideCells(device) : []),
  ])
  return alignColumns([header, ...rows])
}

/** The fingerprint is that of the key in force, as the device showed it when it claimed. */
function wideCells({ enrolledMs, renewedMs, by, claim }: ListedDevice): string[] {
  return [momentCell(enrolledMs), momentCell(renewedMs), plain(by) || '-', fingerprintOf(claim)]
}

/** A row for each claim that an operator may decide on. */
export function claimLines(claims: readonly ClaimRecord[], nowMs: number, paint: Paint): string[] {
  const header = ['FINGERPRINT', 'WANTS', 'FLEET', 'BOARD', 'HOST', 'SINCE', 'WHY'].map((title) => paint('bold', title))
  const rows = claims.map(({ id, state, device, fleet, board, host, firstMs, why }) => [
    fingerprintOf(id),
    device || '-',
    fleet || '-',
    plain(board) || '-',
    plain(host) || '-',
    roughly(nowMs - firstMs),
    state === 'pending' ? why : state,
  ])
  return alignColumns([header, ...rows])
}

function stateOf({ state, erased, notAfterMs }: ListedDevice, nowMs: number, paint: Paint): string {
  if (state === 'revoked') return paint('red', erased ? 'decommissioned' : 'revoked')
  return notAfterMs <= nowMs ? paint('yellow', 'expired') : paint('green', 'active')
}

function expiry(notAfterMs: number, nowMs: number, paint: Paint): string {
  return notAfterMs <= nowMs
    ? paint('yellow', `ended ${roughly(nowMs - notAfterMs)} ago`)
    : `ends in ${roughly(notAfterMs - nowMs)}`
}

/** To the minute; from an hour on to the hour; from a day on to the day. */
function roughly(ms: number): string {
  const unit = ms >= 1440 * MINUTE_MS ? 1440 * MINUTE_MS : ms >= 60 * MINUTE_MS ? 60 * MINUTE_MS : MINUTE_MS
  return ms < MINUTE_MS ? '<1m' : formatDuration(Math.floor(ms / unit) * unit)
}
