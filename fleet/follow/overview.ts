/**
 * Fleets and releases as counts: what is published, and what runs where.
 *
 * Invariant: pure; every device that has reported is counted exactly once among the fleets, and once among the releases
 * if it runs one.
 */
import { RolloutState } from '../../protocol/enums.ts'
import type { Rollout, Running, Target } from '../../protocol/types.ts'
import { fleetOf, type Seen } from './seen.ts'

/** What is published for one fleet; null where nothing is, or nothing that can be read. */
export interface Published {
  fleet: string
  target: Target | null
  rollout: Rollout | null
}

export interface FleetRow {
  fleet: string
  epoch: number | null
  release: string
  /** Of 10,000; null: no rollout of that epoch is published. */
  share: number | null
  state: 'go' | 'paused' | 'revert' | null
  devices: number
  online: number
  /** Run what is published. */
  current: number
  refused: number
  pinned: number
}

export interface ReleaseRow {
  id: string
  name: string
  version: string
  /** Fleets whose target or fallback it is. */
  published: string[]
  fallbackOf: string[]
  /** Devices that run it, and by fleet. */
  devices: number
  fleets: Record<string, number>
  /** Devices that have refused it, in any epoch, and do not run it. */
  refused: number
}

const STATES: Readonly<Record<number, FleetRow['state']>> = {
  [RolloutState.ROLLOUT_STATE_GO]: 'go',
  [RolloutState.ROLLOUT_STATE_PAUSED]: 'paused',
  [RolloutState.ROLLOUT_STATE_REVERT]: 'revert',
}

export function fleetRows(published: readonly Published[], devices: readonly Seen[]): FleetRow[] {
  const names = new Set([...published.map(({ fleet }) => fleet), ...devices.map(fleetOf)])
  return [...names].sort().map((fleet) => {
    const { target = null, rollout = null } = published.find((one) => one.fleet === fleet) ?? {}
    const members = devices.filter((seen) => fleetOf(seen) === fleet)
    const count = (is: (seen: Seen) => boolean): number => members.filter(is).length
    const isThis = target !== null && rollout?.epoch === target.epoch
    return {
      fleet,
      epoch: target?.epoch ?? null,
      release: target?.release ? `${target.release.name} ${target.release.version}`.trim() : '',
      share: isThis ? rollout.share : null,
      state: isThis ? (STATES[rollout.state] ?? null) : null,
      devices: members.length,
      online: count(({ presence }) => presence?.online === true),
      current: count(({ report }) => report?.current != null && report.current.releaseId === target?.release?.id),
      refused: count(({ report }) => report?.refused.some(({ epoch }) => epoch === target?.epoch) === true),
      pinned: count(({ report }) => report?.pinned === true),
    }
  })
}

export function releaseRows(published: readonly Published[], devices: readonly Seen[]): ReleaseRow[] {
  const rows = new Map<string, ReleaseRow>()
  const rowOf = (id: string, name: string, version: string): ReleaseRow => {
    const row = rows.get(id) ?? { id, name, version, published: [], fallbackOf: [], devices: 0, fleets: {}, refused: 0 }
    rows.set(id, row)
    return row
  }
  for (const { fleet, target } of published) {
    if (target?.release) rowOf(target.release.id, target.release.name, target.release.version).published.push(fleet)
    const { fallback = null } = target ?? {}
    if (fallback !== null && fallback.id !== target?.release?.id)
      rowOf(fallback.id, fallback.name, fallback.version).fallbackOf.push(fleet)
  }
  const known = (running: Running | null | undefined): ReleaseRow | null =>
    running == null || running.releaseId === '' ? null : rowOf(running.releaseId, running.name, running.version)
  const refusals = new Map<string, number>()
  for (const seen of devices) {
    const { report } = seen
    const runs = known(report?.current)
    if (runs !== null) {
      const fleet = fleetOf(seen)
      runs.devices += 1
      runs.fleets[fleet] = (runs.fleets[fleet] ?? 0) + 1
    }
    const refused = new Set(report?.refused.map(({ releaseId }) => releaseId))
    refused.delete(runs?.id ?? '')
    if (report?.target && refused.has(report.target.releaseId)) known(report.target)
    for (const id of refused) refusals.set(id, (refusals.get(id) ?? 0) + 1)
  }
  for (const row of rows.values()) row.refused = refusals.get(row.id) ?? 0
  return [...rows.values()].sort((a, b) => b.devices - a.devices || (a.id < b.id ? -1 : 1))
}
