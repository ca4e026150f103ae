/**
 * A simulated fleet on a real broker: each device has its own connection, and time is real.
 *
 * Invariant: the devices are the real agent; what is simulated is engine, disk, link and the machine's clock. Faults
 * come by the seed, as in virtual time, and end before the fleet does.
 */

import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PublicKey } from '../../protocol/keys.ts'
import { parseTopic } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { Packing } from '../../storage/packed-values.ts'
import { MqttLink, type Way } from '../broker/mqtt-link.ts'
import { RealClock } from '../real-clock.ts'
import { seededRandom } from '../seeded-random.ts'
import { sharedOpening } from '../shared-opening.ts'
import { anyImage } from './any-image.ts'
import { FleetDevice } from './device-of-fleet.ts'
import { type FaultRates, faultsOf } from './faults.ts'
import { add, freshTally, type Tally } from './fleet-tally.ts'
import { type Profile, profileOf } from './profiles.ts'
import { giveBackHeap, whenQuiet } from './quiet-heap.ts'
import { Steering } from './steering.ts'
import { nameOf } from './virtual-fleet.ts'

export interface RealFleetOptions {
  seed: string
  fleet: string
  /** How many, and the number of the first. */
  devices: number
  first: number
  rates: FaultRates
  mix: ReadonlyMap<string, number>
  profiles: Readonly<Record<string, Profile>>
  way: Way
  trusted: readonly PublicKey[]
  /** They are switched on evenly over this time. */
  rampMs: number
  /** Images whose reference has the text in it fail on this share of the devices, so long after a start; null: none does. */
  failing: { text: string; share: number; afterMs: number } | null
}

const QUIET = { debug() {}, info() {}, warn() {}, error() {} }
/** Simulated engines forget no event. */
const RELIST_MS = 12 * 3_600_000
/** For an orderly end of all. */
const STOP_MS = 10_000

export class RealFleet {
  readonly #options: RealFleetOptions
  readonly #clock = new RealClock()
  readonly #devices: FleetDevice[] = []
  readonly #tally = freshTally()
  readonly #cpu = process.cpuUsage()
  readonly #ends: (() => void)[] = []

  /** @throws HF_USAGE for a profile that there is not */
  constructor(options: RealFleetOptions) {
    this.#options = options
    this.#tally.devices = options.devices
    // What was garbage before there were devices would make them smaller than they are.
    giveBackHeap()
    const { rss, heapUsed } = process.memoryUsage()
    this.#tally.baseBytes = rss
    this.#tally.baseHeapBytes = heapUsed
    const opening = sharedOpening()
    const registries = [false, true].map((fails) =>
      anyImage(
        (reference) => fails && options.failing !== null && reference.includes(options.failing.text),
        options.failing?.afterMs,
      ),
    )
    for (let index = 0; index < options.devices; index += 1) {
      const name = nameOf(options.first + index)
      const profile = options.profiles[profileOf(options.seed, name, options.mix)]
      if (profile === undefined)
        throw new HoldfastError('HF_USAGE', 'names a profile that there is not', { place: '--profile' })
      const chance = seededRandom(`${options.seed}/failing/${name}`)()
      const link = this.#linkOf(name, profile)
      this.#devices.push(
        new FleetDevice({
          name,
          fleet: options.fleet,
          profile,
          seed: options.seed,
          trusted: options.trusted,
          clock: this.#clock,
          registry: registries[chance < (options.failing?.share ?? 0) ? 1 : 0]!,
          broker: link.connect,
          opening,
          relistMs: RELIST_MS,
          link: (isLost) => {
            link.isLost = isLost
          },
          log: QUIET,
        }),
      )
    }
  }

  /** Switches them on, one after the other, and lets faults come. */
  start(): void {
    const { rampMs, devices, seed, rates } = this.#options
    for (const [index, device] of this.#devices.entries()) {
      const atMs = (index * rampMs) / devices
      this.#clock.schedule(atMs, () => {
        device.device.boot()
        if (rates.size > 0) this.#beset(device, faultsOf(seed, device.name, rates))
      })
    }
    const tidy = (): void => {
      const packing = new Packing()
      for (const { device } of this.#devices) device.disk.pack(packing)
      giveBackHeap()
    }
    this.#ends.push(whenQuiet(() => this.#tally.sent + this.#tally.received, tidy))
  }

  tally(): Tally {
    const { user, system } = process.cpuUsage(this.#cpu)
    const { rss, heapUsed } = process.memoryUsage()
    return {
      ...structuredClone(this.#tally),
      crashes: this.#devices.reduce((sum, { device }) => sum + device.failures, 0),
      residentBytes: rss,
      heapBytes: heapUsed,
      cpuMs: (user + system) / 1000,
    }
  }

  /**
   * Ends every agent in good order, as far as it ends in time; nothing goes on afterwards.
   * @returns how it was until then
   */
  async stop(): Promise<Tally> {
    const last = this.tally()
    for (const end of this.#ends) end()
    const stopping = this.#devices.map(async ({ device }) => (await device.agent)?.stop('SIGTERM'))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_MS)
    })
    // One that cannot start cannot be stopped: it is killed below.
    await Promise.race([Promise.allSettled(stopping), late])
    clearTimeout(timer)
    for (const { device } of this.#devices) device.kill()
    this.#clock.close()
    return last
  }

  #beset(device: FleetDevice, faults: ReturnType<typeof faultsOf>): void {
    const beganMs = this.#clock.now().monoMs
    const next = (): void => {
      const coming = faults.next().value
      if (coming === undefined) return
      const { name, forMs, atMs } = coming
      const giveUp = this.#clock.schedule(atMs - (this.#clock.now().monoMs - beganMs), () => {
        add(this.#tally.faults, name, 1)
        this.#clock.schedule(forMs, device.begin(name, forMs))
        next()
      })
      this.#ends.push(giveUp)
    }
    next()
  }

  #linkOf(name: string, { linkMs }: Profile): MqttLink {
    const tally = this.#tally
    const steering = new Steering()
    let isConnected = false
    let phase: string | null = null
    let epoch = '0'
    return new MqttLink({
      way: this.#options.way,
      clientId: name,
      latencyMs: linkMs,
      sent: (topic, payload) => {
        tally.sent += 1
        tally.sentBytes += payload.byteLength
        if (parseTopic(topic)?.leaf !== 'report') return
        const told = steering.reported(decode<Report>(KINDS.Report, payload), performance.now())
        if (phase !== null) {
          add(tally.phases, phase, -1)
          add(tally.epochs, epoch, -1)
        }
        phase = told.phase
        epoch = String(told.epoch)
        add(tally.phases, phase, 1)
        add(tally.epochs, epoch, 1)
        for (const code of told.refused) add(tally.failures, code, 1)
        if (told.convergedMs !== null) tally.convergedMs.push(told.convergedMs)
      },
      received: (topic, payload) => {
        tally.received += 1
        tally.receivedBytes += payload.byteLength
        const leaf = parseTopic(topic)?.leaf
        if (leaf === 'target' || leaf === 'rollout') steering.steered(performance.now())
      },
      changed: (connected) => {
        if (connected !== isConnected) tally.connected += connected ? 1 : -1
        isConnected = connected
      },
    })
  }
}
