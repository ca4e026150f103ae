/**
 * A bad release before a fleet of real agents in virtual time: the real controller lets it out, and stops it.
 *
 * Invariant: what fails, on which devices and how fast each of them is follow from the seed; nothing tells the controller
 * of it but the devices' own reports. A controller that is killed leaves what is on its disk, and nothing else.
 */

import { Controller } from '../../fleet/rollout/controller.ts'
import { DEFAULT_GATE, DEFAULT_PLAN, DEFAULT_WAVE, type Plan } from '../../fleet/rollout/plan.ts'
import { isOver } from '../../fleet/rollout/record.ts'
import { RolloutStore } from '../../fleet/rollout/rollout-store.ts'
import type { RolloutView } from '../../fleet/rollout/view.ts'
import { Collector } from '../../fleet/states/collector.ts'
import { LevelStates } from '../../fleet/states/level-states.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { anyImage } from '../../simulators/fleet/any-image.ts'
import { FleetDevice } from '../../simulators/fleet/device-of-fleet.ts'
import { DEFAULT_MIX, PROFILES, profileOf } from '../../simulators/fleet/profiles.ts'
import { nameOf } from '../../simulators/fleet/virtual-fleet.ts'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { sharedOpening } from '../../simulators/shared-opening.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped, MemoryDisk } from '../../storage/memory-kv.ts'

export interface BadRelease {
  seed: string
  devices: number
  /** How many of them the first wave lets in. */
  wave: number
  /** Of the devices, on which the release is unhealthy. */
  failing: number
  /** How often the controller is killed. */
  kills: number
}

export interface Ending {
  phase: RolloutView['phase']
  /** The wave that broke the rule, counted from 1; null: none did. */
  brokeIn: number | null
  /** Devices that had been let in. */
  letIn: number
  /** Devices that run the old release, and are at rest, in the end. */
  runOld: number
  /** Kills that came to pass. */
  killed: number
}

const LOOK_MS = 1_000
const HOUR_MS = 3_600_000
/** A kill comes at one of so many writes and messages; of those that a rollout to its revert has. */
const DANGERS = 14
const POLICY = { healthTimeoutMs: 30_000, soakMs: 5_000, contactTimeoutMs: HOUR_MS }
const OLD = application('1', { web: { health: true } }, POLICY)
const BAD = application('2', { web: { health: true } }, POLICY)
const BAD_IMAGE = BAD.release.services[0]!.image
const QUIET = { debug() {}, info() {}, warn() {}, error() {} }

class Killed extends Error {}

/** Lets the old release be installed, and the bad one be rolled out, until nothing moves any more. */
export async function letOut({ seed, devices, wave, failing, kills }: BadRelease): Promise<Ending> {
  const clock = new VirtualClock({ seed })
  const broker = new MemoryBroker()
  const names = Array.from({ length: devices }, (_, index) => nameOf(index))
  const registries = [false, true].map((isBad) => anyImage((reference) => isBad && reference === BAD_IMAGE))
  const opening = sharedOpening()
  for (const name of names) {
    const isBad = lotOf(`${seed}/${name}`, 1) < failing * 10_000
    new FleetDevice({
      name,
      fleet: FLEET,
      seed,
      profile: PROFILES[profileOf(seed, name, DEFAULT_MIX)]!,
      trusted: KEYS,
      clock,
      broker,
      registry: registries[Number(isBad)]!,
      opening,
      relistMs: HOUR_MS,
      link: () => {},
      log: QUIET,
    }).device.boot()
  }
  broker.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), { retain: true })
  broker.publish(fleetTopics(FLEET).target, signedTarget(1, OLD, null), { retain: true })
  await clock.runTo(HOUR_MS)
  broker.publish(fleetTopics(FLEET).target, signedTarget(2, BAD, OLD), { retain: true })

  const operator = new MortalOperator({ clock, broker, plan: planOf(wave), kills, seed })
  await operator.begin()
  let view = await operator.look()
  for (let atMs = HOUR_MS; !isOver(view.phase) && atMs < 3 * HOUR_MS; atMs += LOOK_MS) {
    await clock.runTo(atMs)
    view = await operator.look()
  }
  await clock.runTo(4 * HOUR_MS)
  const runsOld = (name: string) => {
    const { current, phase } = decode<Report>(KINDS.Report, broker.retained(deviceTopics(name).report)!)
    return phase === 'idle' && current?.releaseId === OLD.release.id
  }
  return {
    phase: view.phase,
    brokeIn: view.breach === null ? null : view.breach.wave + 1,
    letIn: names.filter((name) => lotOf(name, 2) < view.share).length,
    runOld: names.filter(runsOld).length,
    killed: operator.killed,
  }
}

/** As `fleet/rollout/plan.ts` has it, but for the first wave's size and what a breach does. */
function planOf(count: number): Plan {
  const gate = { ...DEFAULT_GATE, failure: 0.05, success: 0.95 }
  return {
    ...DEFAULT_PLAN,
    onBreach: 'revert',
    waves: [
      { ...DEFAULT_WAVE, gate, size: { kind: 'count', count } },
      { ...DEFAULT_WAVE, gate, size: { kind: 'share', share: 10_000 } },
    ],
  }
}

interface OperatorOptions {
  clock: VirtualClock
  broker: MemoryBroker
  plan: Plan
  kills: number
  seed: string
}

/** The controller with its data, which may be killed before or after any of its writes and messages. */
class MortalOperator {
  readonly #options: OperatorOptions
  readonly #chance: () => number
  #disk = new MemoryDisk()
  #states = new MemoryDisk()
  #controller!: Controller
  #collector!: Collector
  #unwatch = () => {}
  /** Writes and messages until the next kill. */
  #left = Number.POSITIVE_INFINITY
  killed = 0

  constructor(options: OperatorOptions) {
    this.#options = options
    this.#chance = seededRandom(`${options.seed}/kills`)
  }

  async begin(): Promise<void> {
    await this.#live()
    this.#aim()
    // Whoever asked for it asks again where nothing was begun.
    do await this.#mortally(async () => void (await this.#controller.start(FLEET, this.#options.plan)))
    while (this.#controller.views().length === 0)
  }

  async look(): Promise<RolloutView> {
    await this.#collector.flush()
    await this.#mortally(() => this.#controller.look())
    return this.#controller.views().at(-1)!
  }

  async #mortally(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
    if (this.#left > 0) return
    this.killed += 1
    this.#unwatch()
    await this.#collector.close()
    this.#disk = this.#disk.cut(dropped)
    this.#states = this.#states.cut(dropped)
    this.#left = Number.POSITIVE_INFINITY
    await this.#live()
    this.#aim()
  }

  #aim(): void {
    this.#left = this.killed < this.#options.kills ? Math.floor(this.#chance() * DANGERS) : Number.POSITIVE_INFINITY
  }

  #danger(): void {
    if (this.#left <= 0) throw new Killed('the controller is dead')
    this.#left -= 1
    if (this.#left === 0) throw new Killed('the controller is killed')
  }

  async #live(): Promise<void> {
    const { clock, broker } = this.#options
    const now = () => clock.now().wallMs
    const store = await RolloutStore.on(this.#disk.open())
    const put = store.put.bind(store)
    store.put = async (record) => {
      this.#danger()
      await put(record)
      this.#danger()
    }
    const states = await LevelStates.on(this.#states.open(), () => {})
    const collector = new Collector({ states, log: () => {}, now })
    const controller = new Controller({
      store,
      keys: KEYS.filter(({ role }) => role === 'rollout'),
      states,
      subscribe: async (topics) => {
        for (const topic of topics) controller.heard(topic, broker.retained(topic) ?? new Uint8Array())
      },
      publish: async (topic, payload, retain) => {
        this.#danger()
        broker.publish(topic, payload, { retain })
        this.#danger()
      },
      log: () => {},
      now,
    })
    const hears = (topic: string, payload: Uint8Array) => {
      controller.heard(topic, payload)
      collector.heard(topic, payload)
    }
    this.#unwatch = broker.watch(({ topic, payload }) => hears(topic, payload))
    for (const [topic, payload] of broker.keep().retained) if (topic.startsWith('hf/1/device/')) hears(topic, payload)
    this.#controller = controller
    this.#collector = collector
    await collector.flush()
    await controller.resume()
  }
}
