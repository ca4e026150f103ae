/**
 * The network of a Linux device: the kernel's word on it, a probe, and NetworkManager where it is.
 *
 * Invariant: what NetworkManager needs is loaded when it is first spoken to; a device without `nmcli` never loads it.
 */
import { createSocket } from 'node:dgram'
import { access, constants } from 'node:fs/promises'
import { join } from 'node:path'
import type { NetworkBackend } from '../../machines/network-backend.ts'
import type { ClockPort } from '../../machines/ports.ts'
import type { Log } from '../log.ts'
import { systemClockFiles } from './clock-watch.ts'
import { httpReach } from './http-reach.ts'
import { kernelLinks } from './kernel-links.ts'
import { kernelMonitor } from './kernel-monitor.ts'
import type { LinkLooksPort } from './link-looks.ts'
import type { ModemsPort } from './modems.ts'
import type { NetworkParts } from './network-parts.ts'
import { proxyFile } from './proxy-file.ts'
import { ProxyInForce } from './proxy-in-force.ts'

export interface NetworkSettings {
  /** What is asked whether the world answers; undefined: nothing is. */
  probe: { url: string; status: number; everyMs: number } | undefined
  manager: 'auto' | 'none'
}

export interface SystemNetwork extends NetworkParts {
  proxy: ProxyInForce
}

interface SystemOptions {
  settings: NetworkSettings
  /** For people: where the broker is. */
  brokerUrl: string
  /** Absolute. */
  dataDir: string
  clock: ClockPort
  log: Log
}

/** Never fails. */
export async function systemNetwork(options: SystemOptions): Promise<SystemNetwork> {
  const { settings, brokerUrl, dataDir, clock, log } = options
  const { probe, manager } = settings
  const warn = (message: string, fields: object): void => log.warn(message, { ...fields })
  return {
    proxy: await ProxyInForce.from(proxyFile(dataDir, warn)),
    links: kernelLinks({ clock, changes: kernelMonitor({ clock, log }) }),
    reach: probe === undefined ? null : { port: httpReach({ clock, ...probe }), everyMs: probe.everyMs },
    looks: manager === 'none' ? null : probe === undefined ? BLIND : lazyLooks(probe, log),
    modems: lazyModems(),
    clockFiles: systemClockFiles(),
    backend: manager === 'none' ? null : lazyNetworkManager(log),
    brokerUrl,
    localAddress: localAddressTo,
  }
}

/** Nothing is known to ask: then that a link stays up has to do. */
const BLIND: LinkLooksPort = { look: async () => null }

/** A device that has one link never loads it. */
function lazyLooks({ url, status }: { url: string; status: number }, log: Log): LinkLooksPort {
  let loaded: Promise<LinkLooksPort> | null = null
  const missing = (): void => log.warn('without curl no link can be looked at beside the one in use')
  const load = async (): Promise<LinkLooksPort> => (await import('./link-looks.ts')).curlLooks({ url, status, missing })
  return {
    look: async (name, signal) => {
      loaded ??= load()
      return (await loaded).look(name, signal)
    },
  }
}

/** A device without a cellular link never loads it. */
function lazyModems(): ModemsPort {
  return { read: async () => (await import('./modems.ts')).mmcliModems().read() }
}

/** Says that nobody answers as long as there is no `nmcli`. */
export function lazyNetworkManager(log: Log, path: string = process.env.PATH ?? ''): NetworkBackend {
  let loaded: Promise<NetworkBackend> | null = null
  const load = async (): Promise<NetworkBackend> => {
    const [{ networkManager }, { DiskProfileFiles }, { systemPrograms }] = await Promise.all([
      import('./network-manager.ts'),
      import('./profile-files.ts'),
      import('./programs.ts'),
    ])
    const warn = (message: string, fields: object): void => log.warn(message, { ...fields })
    return networkManager({ programs: systemPrograms(), files: new DiskProfileFiles(), warn })
  }
  const backend = (): Promise<NetworkBackend> => (loaded ??= load())
  return {
    read: async () => ((await isOnPath('nmcli', path)) ? (await backend()).read() : { answers: false, kept: null }),
    apply: async (wanted, secondLineMs, signal) => (await backend()).apply(wanted, secondLineMs, signal),
    keep: async (wanted) => (await backend()).keep(wanted),
    revert: async (to) => (await backend()).revert(to),
    steer: async (setBack) => (await backend()).steer(setBack),
    carries: async (wanted, address) => (await backend()).carries(wanted, address),
  }
}

async function isOnPath(program: string, path: string): Promise<boolean> {
  for (const folder of path.split(':')) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    )
    if (folder !== '' && found) return true
  }
  return false
}

/** As the kernel would choose it: connecting a UDP socket asks it, and sends nothing. */
export async function localAddressTo(url: string): Promise<string | null> {
  const { lookup } = await import('node:dns/promises')
  const { hostname, port } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const found = await lookup(host).catch(() => null)
  if (found === null) return null
  return new Promise((resolve) => {
    const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4')
    const end = (address: string | null): void => {
      socket.close()
      resolve(address)
    }
    socket.once('error', () => end(null))
    socket.connect(Number(port) || 1883, found.address, () => end(socket.address().address))
  })
}
