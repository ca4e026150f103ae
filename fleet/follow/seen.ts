/**
 * What the broker has told about each device.
 *
 * Invariant: pure folds; a death that is older than the last birth changes nothing.
 */
import type { Presence, Report } from '../../protocol/types.ts'

export interface Seen {
  device: string
  presence: Presence | null
  report: Report | null
}

export type Fleet = ReadonlyMap<string, Seen>

/** After a presence. */
export function seePresence(fleet: Fleet, presence: Presence): Fleet {
  const before = seenOf(fleet, presence.device)
  const stale = !presence.online && before.presence !== null && presence.connection < before.presence.connection
  return stale ? fleet : new Map(fleet).set(presence.device, { ...before, presence })
}

/** After a report. */
export function seeReport(fleet: Fleet, report: Report): Fleet {
  return new Map(fleet).set(report.device, { ...seenOf(fleet, report.device), report })
}

/** The devices of one fleet, by name. */
export function membersOf(fleet: Fleet, name: string | undefined): Seen[] {
  return [...fleet.values()]
    .filter((seen) => name === undefined || fleetOf(seen) === name)
    .sort((a, b) => (a.device < b.device ? -1 : 1))
}

/** The highest epoch that any report of these devices names. */
export function highestEpoch(members: readonly Seen[]): number {
  const epochs = members.flatMap(({ report }) =>
    report === null
      ? []
      : [report.current?.epoch ?? 0, report.target?.epoch ?? 0, ...report.refused.map(({ epoch }) => epoch)],
  )
  return epochs.reduce((most, epoch) => Math.max(most, epoch), 0)
}

/** The fleet that it says it belongs to; empty when it has said nothing. */
export function fleetOf({ presence, report }: Seen): string {
  return presence?.fleet || report?.fleet || ''
}

function seenOf(fleet: Fleet, device: string): Seen {
  return fleet.get(device) ?? { device, presence: null, report: null }
}
