/**
 * One device of a simulated fleet: the real agent on a disk, an engine and a link that are as its profile says, and
 * that can fail.
 *
 * Invariant: whatever fails comes back; with every fault over, it is a good device on a good link.
 */
import type { Log } from '../../agent/log.ts'
import type { Opening } from '../../agent/opening.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PublicKey } from '../../protocol/keys.ts'
import type { Kv } from '../../storage/kv.ts'
import { dropped, MemoryDisk, subset } from '../../storage/memory-kv.ts'
import { SparseMap } from '../../storage/sparse-map.ts'
import type { MemoryBroker } from '../broker/memory-broker.ts'
import type { Connect, Dressing } from '../device/device-options.ts'
import { SimulatedDevice } from '../device/simulated-device.ts'
import { Refusal } from '../engine/engine-types.ts'
import type { SimulatedRegistry } from '../engine/images.ts'
import { SimulatedEngine } from '../engine/simulated-engine.ts'
import { seededRandom } from '../seeded-random.ts'
import type { WorldClock } from '../world-clock.ts'
import type { FaultName } from './faults.ts'
import type { Profile } from './profiles.ts'

export interface FleetDeviceOptions {
  name: string
  fleet: string
  profile: Profile
  seed: string
  trusted: readonly PublicKey[]
  clock: WorldClock
  registry: SimulatedRegistry
  broker: MemoryBroker | Connect
  opening: Opening
  relistMs: number
  /** Its link is lost, or is there again. */
  link(isLost: boolean): void
  log: Log
  /** Around the ports, outside of what the profile puts there. */
  dressing?: Dressing
  onEnd?: () => void
  onReboot?: () => void
}

const HOUR_MS = 3_600_000
/** A slow pull is as many times slower. */
const SLOWER = 20

export class FleetDevice {
  readonly name: string
  readonly engine: SimulatedEngine
  readonly device: SimulatedDevice
  readonly #options: FleetDeviceOptions
  readonly #chance: () => number
  /** Faults in force, by name: one may come again before it is over. */
  readonly #inForce = new SparseMap<FaultName, number>()
  #wallErrorMs = 0
  #cuts = 0
  /** Writes that a full disk has refused. */
  refusedWrites = 0

  constructor(options: FleetDeviceOptions) {
    const { name, fleet, profile, seed, trusted, clock, registry, broker, opening, relistMs, log } = options
    this.name = name
    this.#options = options
    this.#chance = seededRandom(`${seed}/device/${name}`)
    const { architecture, memoryBytes, diskBytes, diskTakenBytes, pullBytesPerSecond, engineMs, linkMs } = profile
    this.engine = new SimulatedEngine({
      clock,
      registry,
      seed: `${seed}/${name}`,
      architecture,
      memoryBytes,
      diskBytes,
      diskTakenBytes,
      pullBytesPerSecond,
      latencyMs: { least: engineMs / 4, most: engineMs },
      // Its agent follows the events, and never asks for those that were.
      remembersEvents: 0,
      intercept: (operation) =>
        operation === 'pull' && this.#inForce.has('lying-registry')
          ? new Refusal(500, "error unmarshalling content: invalid character '<' looking for beginning of value")
          : null,
    })
    this.device = new SimulatedDevice({
      identity: { device: name, fleet },
      trusted,
      clock,
      broker,
      engine: this.engine,
      disk: new MemoryDisk({ dense: true }),
      seed: `${seed}/${name}`,
      link: { latencyMs: linkMs },
      rebootMs: { down: 1_000, dark: profile.bootMs },
      opening,
      relistMs,
      wallErrorMs: () => this.#wallErrorMs,
      log,
      dressing: this.#dressing(options.dressing ?? {}),
      ...(options.onEnd === undefined ? {} : { onEnd: options.onEnd }),
      ...(options.onReboot === undefined ? {} : { onReboot: options.onReboot }),
      // Somebody finds it switched off.
      onShutdown: () => clock.schedule(profile.bootMs, () => this.device.boot()),
    })
  }

  /** Begins a fault. @returns ends it; the power comes back by itself */
  begin(name: FaultName, forMs: number): () => void {
    this.#count(name, 1)
    const over = this.#turn(name, forMs)
    return () => {
      if (this.#count(name, -1) === 0) over()
    }
  }

  has(name: FaultName): boolean {
    return this.#inForce.has(name)
  }

  #count(name: FaultName, by: 1 | -1): number {
    const count = (this.#inForce.get(name) ?? 0) + by
    if (count <= 0) this.#inForce.delete(name)
    else this.#inForce.set(name, count)
    return count
  }

  #turn(name: FaultName, forMs: number): () => void {
    const { clock, profile, link } = this.#options
    const { options } = this.engine
    switch (name) {
      case 'power-cut': {
        if (this.device.bootId === null) return () => {}
        this.#cuts += 1
        // Unsynced writes may be there or not.
        this.device.powerCut(this.#chance() < 0.5 ? dropped : subset(this.#cuts))
        clock.schedule(forMs + profile.bootMs, () => this.device.boot())
        return () => {}
      }
      case 'lost-link':
        link(true)
        return () => link(false)
      case 'slow-pull':
        options.pullBytesPerSecond = profile.pullBytesPerSecond / SLOWER
        return () => {
          options.pullBytesPerSecond = profile.pullBytesPerSecond
        }
      case 'full-disk':
        options.diskTakenBytes = options.diskBytes
        return () => {
          options.diskTakenBytes = profile.diskTakenBytes
        }
      case 'bad-health': {
        this.#health(false)
        return () => this.#health(null)
      }
      case 'wrong-clock':
        // Years behind, as without a battery, or some hours wrong.
        this.#wallErrorMs = this.#chance() < 0.5 ? -20 * 8_766 * HOUR_MS : (this.#chance() - 0.5) * 48 * HOUR_MS
        return () => {
          this.#wallErrorMs = 0
        }
      case 'lying-registry':
        return () => {}
    }
  }

  #health(passes: boolean | null): void {
    this.engine.act((model) => {
      for (const { id, run } of model.look().containers.values()) if (run !== null) model.setHealth(id, passes)
    })
  }

  #dressing(outer: Dressing): Dressing {
    return {
      ...outer,
      kv: (kv) => {
        const own = this.#disk(kv)
        return outer.kv?.(own) ?? own
      },
    }
  }

  /** As slow as the profile's disk, and full when it is full. */
  #disk(kv: Kv): Kv {
    const { clock, profile } = this.#options
    return {
      get: (key) => kv.get(key),
      entries: (prefix, from) => kv.entries(prefix, from),
      close: () => kv.close(),
      batch: async (changes, sync) => {
        if (this.#inForce.has('full-disk')) {
          this.refusedWrites += 1
          throw new HoldfastError('HF_STORE_UNWRITABLE', 'no space left on device')
        }
        if (sync && profile.syncMs > 0) await new Promise<void>((resolve) => clock.schedule(profile.syncMs, resolve))
        await kv.batch(changes, sync)
      },
    }
  }
}
