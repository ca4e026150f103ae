/**
 * Further links of a device to the same world, and what is done to them there.
 *
 * Invariant: what is cut is cut behind the far end, so that the kernel of the device sees nothing of it: a link that has a
 * carrier and an address, and leads nowhere.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Server } from '../rig/process.ts'
import { ADDRESSES, DNS_PROGRAM, type FarDevice } from './far-device.ts'
import { listening } from './listening.ts'
import { cable } from './netns.ts'

/** What links are compared by, for a configuration of the device. */
export const PROBE = { url: `http://${ADDRESSES[0]}/`, status: 204, everySeconds: 30 }
export const PROBE_PROGRAM = join(import.meta.dirname, 'probe-server.ts')
export const PROBES_LOG = 'probes.log'

export interface FurtherLink {
  /** On the device. */
  name: string
  /** Its far end. */
  peer: string
  /** There, with a name server. */
  gateway: string
}

/** A cable for each, and whoever answers probes in the world; gone with the story. */
export async function withLinks<T>(far: FarDevice, links: readonly FurtherLink[], story: () => Promise<T>): Promise<T> {
  const { device, world } = far
  const running: Server[] = []
  const starts = async (log: string, ...argv: [string, ...string[]]): Promise<void> => {
    running.push(await listening(world, log, ...argv))
  }
  try {
    for (const { name, peer, gateway } of links) {
      await cable(device, name, world, peer)
      await world.exec('ip', 'addr', 'add', `${gateway}/24`, 'dev', peer)
      await starts(`dns-${peer}.log`, DNS_PROGRAM, gateway, join(world.dir, 'dns.json'))
    }
    await starts(PROBES_LOG, PROBE_PROGRAM, ADDRESSES[0])
    return await story()
  } finally {
    for (const one of running) await one.end('SIGKILL')
  }
}

/** How many probes came from an address so far. */
export async function looksFrom({ world }: FarDevice, address: string): Promise<number> {
  const lines = (await readFile(join(world.dir, PROBES_LOG), 'utf8')).split('\n')
  return lines.filter((line) => line === `asked from ${address}`).length
}

/** Whatever is behind that far end; the carrier stays. */
export async function cut({ world }: FarDevice, peer: string): Promise<void> {
  await world.exec('iptables', '-A', 'INPUT', '-i', peer, '-j', 'DROP')
  await world.exec('iptables', '-A', 'OUTPUT', '-o', peer, '-j', 'DROP')
}

export async function mend({ world }: FarDevice, peer: string): Promise<void> {
  await world.exec('iptables', '-D', 'INPUT', '-i', peer, '-j', 'DROP')
  await world.exec('iptables', '-D', 'OUTPUT', '-o', peer, '-j', 'DROP')
}

/** As the device's kernel would route to the broker. */
export async function leavesBy({ device }: FarDevice): Promise<string> {
  const [route] = JSON.parse(await device.exec('ip', '-json', 'route', 'get', ADDRESSES[0])) as { dev: string }[]
  return route?.dev ?? ''
}

/** Of its default routes. */
export async function metrics({ device }: FarDevice): Promise<Record<string, number>> {
  const routes = JSON.parse(await device.exec('ip', '-json', '-4', 'route', 'show', 'default')) as {
    dev: string
    metric?: number
  }[]
  return Object.fromEntries(routes.map(({ dev, metric = 0 }) => [dev, metric]))
}
