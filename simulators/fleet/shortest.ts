/**
 * The shortest history that still fails.
 *
 * Invariant: what is given back was run, and failed. The device alone is tried first, for nothing of a device's chance
 * depends on the others; then fewer and fewer of the faults and commands, the first ones.
 */
import { type Found, liveVirtually, type VirtualOptions } from './virtual-fleet.ts'

export interface Shortest {
  devices: number
  first: number
  acts: number
}

export async function shortest(options: VirtualOptions, { device, acts }: Found): Promise<Shortest> {
  const tries = async (size: Partial<VirtualOptions>): Promise<Found | undefined> =>
    (await liveVirtually({ ...options, ...size, write: null, stopEarly: true })).found[0]
  const alone = { devices: 1, first: Number(device.replace(/^.*-/, '')) }
  const found = await tries(alone)
  const size = found === undefined ? { devices: options.devices, first: options.first } : alone
  let fails = found?.acts ?? acts
  let passes = -1
  while (fails - passes > 1) {
    const middle = Math.floor((fails + passes) / 2)
    if ((await tries({ ...size, acts: middle })) === undefined) passes = middle
    else fails = middle
  }
  return { ...size, acts: fails }
}
