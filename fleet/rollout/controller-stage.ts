/** A controller before a fleet in memory, for its tests: it may be killed at each write and each message. */
import { everyDevice } from '../../protocol/topics.ts'
import { dropped, MemoryDisk } from '../../storage/memory-kv.ts'
import { Collector } from '../states/collector.ts'
import { LevelStates } from '../states/level-states.ts'
import { Controller } from './controller.ts'
import { DEFAULT_PLAN, DEFAULT_WAVE, type Plan, type Wave } from './plan.ts'
import { RolloutStore } from './rollout-store.ts'
import { FakeFleet, type FleetOptions } from './testing.ts'

export const SECOND = 1000
export const wave = (share: number, more: Partial<Wave> = {}): Wave => ({
  ...DEFAULT_WAVE,
  bakeMs: 10 * SECOND,
  size: { kind: 'share', share },
  ...more,
})
export const plan = (more: Partial<Plan> = {}): Plan => ({
  ...DEFAULT_PLAN,
  waves: [wave(500), wave(2500), wave(10_000)],
  ...more,
})

export class Killed extends Error {}

/** A controller, its disk and its fleet. */
export class Stage {
  readonly fleet: FakeFleet
  disk = new MemoryDisk()
  /** Of the devices' states, which are kept beside the rollouts. */
  states = new MemoryDisk()
  collector!: Collector
  controller!: Controller
  readonly told: string[] = []
  /** Called before each write and each message; throws to kill. */
  danger: () => void = () => {}

  constructor(options: Partial<FleetOptions> = {}) {
    this.fleet = new FakeFleet({ size: 200, failures: () => 0, workMs: () => 5 * SECOND, ...options })
  }

  async begin(): Promise<this> {
    const store = await RolloutStore.on(this.disk.open())
    const put = store.put.bind(store)
    store.put = async (record) => {
      this.danger()
      await put(record)
      this.danger()
    }
    const states = await LevelStates.on(this.states.open(), () => {})
    const collector = new Collector({ states, log: () => {}, now: () => this.fleet.nowMs })
    const controller: Controller = new Controller({
      store,
      keys: [this.fleet.key],
      states,
      subscribe: async (filters) => this.fleet.deliver(filters),
      publish: async (topic, payload, retain) => {
        this.danger()
        this.fleet.publish(topic, payload, retain)
        this.danger()
      },
      log: (event) => void this.told.push(event),
      now: () => this.fleet.nowMs,
    })
    this.controller = controller
    this.collector = collector
    this.fleet.listener = (topic, payload) => {
      this.controller.heard(topic, payload)
      this.collector.heard(topic, payload)
    }
    this.fleet.deliver([everyDevice('presence'), everyDevice('report')])
    await this.collector.flush()
    await this.controller.resume()
    return this
  }

  /** It dies where it is; another one begins with what is on the disk. */
  async kill(): Promise<void> {
    this.danger = () => {}
    this.disk = this.disk.cut(dropped)
    await this.collector.close()
    this.states = this.states.cut(dropped)
    await this.begin()
  }

  async run(ms: number, stepMs = SECOND): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.fleet.pass(stepMs)
      await this.collector.flush()
      await this.controller.look()
    }
  }

  get phase(): string {
    return this.controller.views().at(-1)!.phase
  }

  get shares(): number[] {
    return this.fleet.rollouts.map(({ share }) => share)
  }
}
