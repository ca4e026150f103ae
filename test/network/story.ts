/** A device in a world of its own, for as long as a story of it lasts; and what is waited for in stories. */
import { until } from '../e2e/until.ts'
import { type FarDevice, type FarOptions, farDevice } from './far-device.ts'

/** @param dist the folder of the published agent */
export type Story = (dist: string) => Promise<void>

/** The longest wait between two tries. */
export const BACKOFF_MS = 60_000
/** For a busy machine, on top of what is stated. */
export const SPARE_MS = 60_000

export async function on(
  dist: string,
  options: Partial<FarOptions>,
  story: (far: FarDevice) => Promise<void>,
): Promise<void> {
  const far = await farDevice({ dist, ...options })
  try {
    await story(far)
  } finally {
    await far.close()
  }
}

export async function within(
  far: FarDevice,
  ms: number,
  what: string,
  isIt: () => boolean | Promise<boolean>,
): Promise<void> {
  await until(what, isIt, () => far.log.slice(-60).join('\n'), ms + SPARE_MS)
}

/** Its agent runs, and the broker has had its first report. */
export async function began(far: FarDevice, index = 0): Promise<void> {
  await far.manager.nmcli('--wait', '20', 'connection', 'up', 'base')
  far.start()
  await within(far, BACKOFF_MS, 'its first report', () => far.brokers[index]!.reports.length > 0)
}

/** How many births the broker has seen. */
export function births(far: FarDevice, index = 0): number {
  return far.brokers[index]!.presence.filter(({ online }) => online).length
}

export function says(far: FarDevice, what: RegExp): boolean {
  return far.log.some((line) => what.test(line))
}

/** The broker gets a report of the device, from now on. */
export async function reports(far: FarDevice, ms: number, index = 0): Promise<void> {
  const had = far.brokers[index]!.reports.length
  await within(far, ms, 'a report', () => far.brokers[index]!.reports.length > had)
}
