/**
 * From which image to which a fleet goes with a release.
 *
 * Invariant: pure; each pair stands once, with how many devices it is for, the most wanted first. What the devices say they
 * run counts, not what is published for them.
 */
import { Strategy } from '../../protocol/enums.ts'
import type { Release } from '../../protocol/types.ts'
import type { Seen } from '../follow/seen.ts'

export interface FleetPair {
  old: string
  fresh: string
  devices: number
}

/** @param members those that are to take the release */
export function fleetPairs(members: readonly Seen[], release: Release): FleetPair[] {
  // Who deletes before it downloads has nothing left that a delta could be applied to.
  const services = release.services.filter(({ strategy }) => strategy !== Strategy.STRATEGY_DELETE_THEN_DOWNLOAD)
  const fresh = new Map(services.map(({ name, image }) => [name, image]))
  const pairs = new Map<string, FleetPair>()
  for (const { report } of members) {
    const own = new Map<string, FleetPair>()
    for (const { service, image } of report?.services ?? []) {
      const next = fresh.get(service)
      if (next === undefined || image === '' || image === next) continue
      own.set(`${image} ${next}`, { old: image, fresh: next, devices: 0 })
    }
    for (const [key, pair] of own) {
      const counted = pairs.get(key) ?? pair
      pairs.set(key, { ...counted, devices: counted.devices + 1 })
    }
  }
  return [...pairs.values()].sort((a, b) => b.devices - a.devices)
}
