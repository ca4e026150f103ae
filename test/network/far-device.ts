/**
 * A device in a namespace of its own, and the world that its cable leads to: the published agent as a process, a real
 * NetworkManager, a name server, and real brokers behind the gateway.
 *
 * Invariant: nothing of it touches the machine's own network. The engine alone is a simulated one, on a unix socket.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { formatPublicKey } from '../../protocol/keys.ts'
import { type Application, application, FLEET, KEYS } from '../../simulators/crash/application.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { serveEngine } from '../../simulators/engine/server.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { BASE_PROFILE } from './base-profile.ts'
import { conduct, type DnsConduct } from './dns-server.ts'
import { type FarBroker, farBroker } from './far-broker.ts'
import { listening } from './listening.ts'
import { cable, makeNetns, type Netns } from './netns.ts'
import { type NetworkManagerRig, startNetworkManager } from './networkmanager-rig.ts'

export const DEVICE = 'd1'
export const GATEWAY = '10.9.0.1'
/** Of the brokers: behind the gateway. */
export const ADDRESSES = ['10.20.0.1', '10.20.0.2'] as const
/** Of IPv6, for a broker that is told to listen there; and the gateway's on the cable. */
export const SIX = { broker: 'fd00:20::1', gateway: 'fd00:9::1' }

/** How the cable and what is behind it are addressed. */
export interface Plan {
  /** The world's end of the cable: gateway and name server. */
  gateway: string
  prefix: number
  brokers: readonly [string, string]
}
const PLAN_4: Plan = { gateway: GATEWAY, prefix: 24, brokers: ADDRESSES }
/** Nobody has an address of IPv4. */
export const PLAN_6: Plan = { gateway: SIX.gateway, prefix: 64, brokers: [SIX.broker, 'fd00:20::2'] }
export const DNS_PROGRAM = join(import.meta.dirname, 'dns-server.ts')
export const APP = application('v1', { web: {} })

export interface FarDevice {
  readonly device: Netns
  readonly world: Netns
  readonly manager: NetworkManagerRig
  readonly brokers: readonly FarBroker[]
  readonly engine: SimulatedEngine
  /** Of all lives, line by line. */
  readonly log: string[]
  dns(how: DnsConduct['how'], names?: Record<string, string>): void
  /** Begins a life of the agent. */
  start(): void
  /** Its program of another name, to its end. */
  run(...words: string[]): Promise<HoldfastProcess & { status: unknown }>
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** By which eth0 is set up. */
  address(): Promise<string>
  /** Profiles of ours, "trial NAME" and "kept NAME". */
  files(): Promise<string[]>
  /** Of the network configuration that is kept; null: none. */
  proxy(): Promise<string | null>
  close(): Promise<void>
}

export interface FarOptions {
  /** Folder of the published agent. */
  dist: string
  /** Default: of IPv4. */
  plan?: Plan
  /** How many brokers there are. Default 1. */
  brokers?: 1 | 2
  /** Those that it is told of. Default: all. */
  names?: readonly string[]
  /** That its registry has beside those of {@link APP}. */
  images?: Application['images']
  /** More lines for the configurations of the brokers. */
  settings?: readonly (readonly string[])[]
  /** The world has {@link SIX} beside its addresses of IPv4. */
  hasBoth?: boolean
  /** The keyfile that it comes with. Default: a cable with an address of IPv4. */
  base?: string
  /** More of its configuration. */
  more?: object | ((folder: string) => object)
}

/** Worlds are made two at a time: what starts in them has only so long, and two processors. */
const turns: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()]
let made = 0

export function farDevice(options: FarOptions): Promise<FarDevice> {
  const lane = made % turns.length
  made += 1
  const making = turns[lane]!.then(() => makeFarDevice(options))
  turns[lane] = making.catch(() => undefined) // told to whoever asked
  return making
}

async function makeFarDevice({
  dist,
  plan = PLAN_4,
  brokers: count = 1,
  more = {},
  ...options
}: FarOptions): Promise<FarDevice> {
  const closing: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).reverse()) await one()
  }
  const opened = async <T extends { close(): Promise<unknown> }>(making: Promise<T>): Promise<T> => {
    const made = await making
    closing.push(() => made.close())
    return made
  }
  try {
    const [device, world] = await Promise.all([opened(makeNetns('device')), opened(makeNetns('world'))])
    await cable(device, 'eth0', world, 'peer0')
    const { gateway, prefix } = plan
    const is6 = isIPv6(gateway)
    await world.exec('ip', 'addr', 'add', `${gateway}/${prefix}`, 'dev', 'peer0', ...(is6 ? ['nodad'] : []))
    const addresses = plan.brokers.slice(0, count)
    for (const address of addresses) await world.exec('ip', 'addr', 'add', `${address}/${is6 ? 128 : 32}`, 'dev', 'lo')
    if (options.hasBoth) {
      await world.exec('ip', 'addr', 'add', `${SIX.broker}/128`, 'dev', 'lo', 'nodad')
      await world.exec('ip', 'addr', 'add', `${SIX.gateway}/64`, 'dev', 'peer0', 'nodad')
    }
    const profile = join(device.root, 'etc/NetworkManager/system-connections/base.nmconnection')
    await writeFile(profile, options.base ?? BASE_PROFILE, { mode: 0o600 })

    const conductFile = join(world.dir, 'dns.json')
    const known = { 'broker.test': plan.brokers[0], 'spare.test': plan.brokers[1] }
    const dns: FarDevice['dns'] = (how, names = known) => conduct(conductFile, { how, names })
    dns('answers')
    const nameServer = await listening(world, 'dns.log', DNS_PROGRAM, gateway, conductFile)
    closing.push(() => nameServer.end('SIGKILL'))

    const brokers: FarBroker[] = []
    for (const [n, address] of addresses.entries()) {
      const broker = await opened(farBroker(world, `broker-${n}`, address, options.settings?.[n]))
      await broker.watch(DEVICE)
      brokers.push(broker)
    }
    const manager = await startNetworkManager(device)
    closing.push(() => manager.stop())

    const registry = new SimulatedRegistry()
    for (const image of [...APP.images, ...(options.images ?? [])]) registry.push(image)
    const engine = new SimulatedEngine({ clock: systemClock(), registry, seed: 'far' })
    const socket = join(device.dir, 'engine.sock')
    const served = await serveEngine(engine, socket)
    closing.push(async () => {
      engine.close()
      await served.close()
    })

    const config = join(device.dir, 'agent.json')
    const names = options.names ?? Object.keys(known).slice(0, count)
    const written = {
      device: DEVICE,
      fleet: FLEET,
      brokers: names.map((name) => ({ url: `mqtt://${name}`, protocol: '5' })),
      // The shortest that there is: what is quiet and gone is noticed soon.
      keepalive: { leastSeconds: 5, mostSeconds: 5 },
      trustedKeys: KEYS.filter(({ role }) => role !== 'trust').map((key) => formatPublicKey(key)),
      dataDir: join(device.dir, 'data'),
      secretsDir: join(device.dir, 'secrets'),
      engine: { socket },
      logLevel: 'debug',
      ...(typeof more === 'function' ? more(device.dir) : more),
    }
    await writeFile(config, JSON.stringify(written))

    const log: string[] = []
    let life: HoldfastProcess | null = null
    const begin = (words: readonly string[], onError?: (line: string) => void): HoldfastProcess => {
      const inside = device.argv(join(dist, 'holdfast-agent'), [...words, '--config', config])
      return startHoldfast(inside.args, {
        program: inside.command,
        cwd: device.dir,
        env: { HOLDFAST_NODE: process.execPath, ...manager.env },
        ...(onError === undefined ? {} : { onError }),
      })
    }
    const kill: FarDevice['kill'] = async (signal = 'SIGKILL') => {
      const last = life
      life = null
      last?.child.kill(signal)
      await last?.ended
    }
    closing.push(() => kill())
    const ours = async (folder: string): Promise<string[]> =>
      (await readdir(join(device.root, folder, 'NetworkManager/system-connections')).catch(() => [])).filter((name) =>
        name.startsWith('holdfast'),
      )

    return {
      device,
      world,
      manager,
      brokers,
      engine,
      log,
      dns,
      start() {
        life = begin([], (line) => log.push(line))
      },
      async run(...words) {
        const run = begin(words)
        return { ...run, status: await run.ended }
      },
      kill,
      async address() {
        const asked = ['-json', is6 ? '-6' : '-4', 'addr', 'show', 'eth0', 'scope', 'global']
        const [found] = JSON.parse(await device.exec('ip', ...asked)) as { addr_info?: { local: string }[] }[]
        return found?.addr_info?.[0]?.local ?? ''
      },
      files: async () => [
        ...(await ours('run')).map((name) => `trial ${name}`),
        ...(await ours('etc')).map((name) => `kept ${name}`),
      ],
      async proxy() {
        const text = await readFile(join(written.dataDir, 'network-proxy.json'), 'utf8').catch(() => null)
        return text === null ? null : (JSON.parse(text) as { url: string }).url
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
