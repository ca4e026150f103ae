/**
 * What follows from the profiles that are there and the devices that are: what is kept, what can come up where, and what
 * was up before.
 *
 * Invariant: pure.
 */
import { kindOf } from '../../protocol/network-faults.ts'
import type { NetworkLink } from '../../protocol/types.ts'
import { metricOf } from './keyfile.ts'
import type { ProfileFile } from './profile-files.ts'
import type { DeviceRow } from './route-metrics.ts'

const TYPES = { ethernet: 'ethernet', wifi: 'wifi', cellular: 'gsm', vlan: 'vlan' } as const

/** The configuration of which every link is kept. */
export function keptIn(files: readonly ProfileFile[]): string | null {
  const kept = files.filter(({ place }) => place === 'kept')
  for (const { notes } of kept) {
    const { hash = '', links } = notes
    const profiles = new Set(kept.filter((other) => other.notes.hash === hash).map(({ uuid }) => uuid))
    if (hash !== '' && String(profiles.size) === links) return hash
  }
  return null
}

/** Links that ask for one device together, the preferred first. */
export function byDevice(links: readonly NetworkLink[]): NetworkLink[][] {
  const groups = new Map<string, NetworkLink[]>()
  for (const link of links) {
    const key = `${kindOf(link)} ${link.interface}`
    groups.set(key, [...(groups.get(key) ?? []), link])
  }
  return [...groups.values()]
    .map((group) => group.toSorted((a, b) => metricOf(a) - metricOf(b)))
    .toSorted((a, b) => metricOf(a[0]!) - metricOf(b[0]!))
}

/** One that is not there, is switched off or has no carrier is nobody's fault. */
export function canCarry(link: NetworkLink, present: readonly DeviceRow[]): boolean {
  const kind = kindOf(link) ?? 'ethernet'
  if (kind === 'vlan') return present.some(({ device }) => device === link.vlan!.parent)
  return present.some(
    ({ device, type, state }) =>
      type === TYPES[kind] &&
      (link.interface === '' || device === link.interface) &&
      !/^(unavailable|unmanaged)/.test(state),
  )
}

export function beforeText(rows: readonly DeviceRow[]): string {
  return rows
    .filter(({ uuid, type }) => uuid !== '' && type !== 'loopback')
    .map(({ device, uuid }) => `${device}=${uuid}`)
    .join(' ')
}

export function beforeIn(text: string): [device: string, uuid: string][] {
  return text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.lastIndexOf('=')
      return [part.slice(0, at), part.slice(at + 1)]
    })
}
