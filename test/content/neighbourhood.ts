/**
 * Several devices of one network, in a test: each with its own store, engine and door, and one registry for all.
 *
 * Invariant: they share nothing but the loopback network; what leaves the registry is counted by it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createNetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { USUAL_CONTENT } from '../../agent/content/content-config.ts'
import { contentEngine } from '../../agent/content/content-engine.ts'
import { NeighbourDoor } from '../../agent/content/neighbour-door.ts'
import type { NeighbourConfig } from '../../agent/content/neighbours/neighbour-config.ts'
import { createLog } from '../../agent/log.ts'
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import type { Built } from '../rig/images.ts'
import { FaultyRegistry } from './faulty-registry.ts'
import { LoadingEngine } from './loading-engine.ts'

const NEVER = new AbortController().signal

export interface Device {
  address: string
  engine: LoadingEngine
  port: EnginePort
  door: NeighbourDoor
  log: string[]
  /** Images that its signed targets name. */
  named: Set<string>
  isOpen: boolean
  /** Bytes that it gave to others. */
  served: number
}

export class Neighbourhood {
  readonly registry: FaultyRegistry
  /** Of the devices that are made from now on: no busy machine is to be taken for a silent neighbour. */
  limits = { answerMs: 60_000, silentMs: 60_000, stalledMs: 60_000 }
  readonly #folder: string
  readonly #devices: Device[] = []
  readonly #servers: Server[] = []

  private constructor(registry: FaultyRegistry, folder: string) {
    this.registry = registry
    this.#folder = folder
  }

  static async of(...images: Built[]): Promise<Neighbourhood> {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-neighbours-'))
    return new Neighbourhood(await FaultyRegistry.start(images), folder)
  }

  reference({ digest }: Pick<Built, 'digest'>): string {
    return `${this.registry.address}/app@${digest}`
  }

  /** So many that know each other, and these besides. */
  async devices(
    count: number,
    others: readonly string[] = [],
    given: Partial<NeighbourConfig> = {},
  ): Promise<Device[]> {
    const ports = await Promise.all(Array.from({ length: count }, freePort))
    const peers = [...others, ...ports.map((port) => `127.0.0.1:${port}`)]
    return Promise.all(ports.map((port) => this.#device(port, { peers, ...given })))
  }

  /** A neighbour that is none of ours. */
  async stranger(answer: RequestListener): Promise<string> {
    const server = createServer(answer)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#servers.push(server)
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async pull(device: Device, image: Built): Promise<PullProgress> {
    const seen: PullProgress[] = []
    device.named.add(this.reference(image))
    await device.port.pull(this.reference(image), (progress) => seen.push({ ...progress }), NEVER)
    return seen.at(-1) as PullProgress
  }

  async close(): Promise<void> {
    await Promise.all(this.#devices.map(({ door }) => door.close()))
    for (const server of this.#servers) {
      server.close()
      server.closeAllConnections()
    }
    await this.registry.stop()
    await rm(this.#folder, { recursive: true })
  }

  async #device(port: number, given: Partial<NeighbourConfig>): Promise<Device> {
    const lines: string[] = []
    const dataDir = join(this.#folder, String(port))
    const clock = systemClock()
    const log = createLog({ level: 'debug', format: 'text', write: (line) => void lines.push(line) })
    const neighbours: NeighbourConfig = {
      listen: { host: '127.0.0.1', port },
      peers: [],
      discover: false,
      bytesPerSecond: 0,
      keepBytes: 1e9,
      ...given,
    }
    const engine = new LoadingEngine()
    const door = new NeighbourDoor({ config: neighbours, dataDir, clock, log, ...this.limits })
    const config = { ...USUAL_CONTENT, by: 'store' as const, neighbours }
    const device: Device = {
      address: `127.0.0.1:${port}`,
      engine,
      door,
      log: lines,
      named: new Set(),
      isOpen: true,
      served: 0,
      port: contentEngine({ engine: engine.port, dataDir, config, clock, log, neighbours: door }),
    }
    await door.open({
      images: async () => device.named,
      isOpen: () => device.isOpen,
      served: (bytes) => {
        device.served += bytes
      },
    })
    this.#devices.push(device)
    return device
  }
}

/** One that is free at this moment. */
async function freePort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
