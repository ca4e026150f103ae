/**
 * The world of one run: device, broker, registry, operator and judge, on one clock.
 *
 * Invariant: deterministic. In each instant that it announces, everything that a power cut would leave is
 * plain data: `capture` takes it, and a world made from that goes on as the cut one itself would.
 */
import { deserialize, serialize } from 'node:v8'
import { encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { dropped, MemoryDisk, type Survives } from '../../storage/memory-kv.ts'
import { MemoryBroker } from '../broker/memory-broker.ts'
import { type Dressing, SimulatedDevice } from '../device/simulated-device.ts'
import type { EngineState } from '../engine/engine-types.ts'
import { SimulatedRegistry } from '../engine/images.ts'
import { SimulatedEngine } from '../engine/simulated-engine.ts'
import { settle, VirtualClock } from '../virtual-clock.ts'
import { DEVICE, FLEET, KEYS, signedRollout, signedTarget } from './application.ts'
import { interceptWithBoundaries } from './boundaries.ts'
import type { Capture } from './capture.ts'
import { dressingOf } from './dressing.ts'
import { freshMemory, Judge, type Memory } from './judge.ts'
import type { Hands, Scenario, Step, View, Weather } from './scenario.ts'
import { transitionLog } from './transition-log.ts'

export interface WorldOptions {
  scenario: Scenario
  seed: string
  /** Announced in every instant at which the power may go. May cut it. */
  onInstant?: (what: string) => void
  /** Between agent and ports, inside of what the judge sees. */
  sabotage?: Dressing
  /** Told of everything that happens, for people. */
  tell?: ((line: string) => void) | undefined
}

const TOPICS = { ...fleetTopics(FLEET), command: deviceTopics(DEVICE).command, result: deviceTopics(DEVICE).result }
/** How long the power is away. */
const DARK_MS = 5_000
/** How long a service manager takes to start the agent again. */
const RESTART_MS = 1_000
/** Until reports have been sent, and then until it is believed that nothing more happens. */
const SETTLE_MS = 3_000
const QUIET_MS = 70_000
/** More than any way back takes. */
const PATIENCE_MS = 6 * 3_600_000
const WHILE_MS = 100
const MAX_WAKES = 60_000
const FAIR: Weather = { registry: null, storeFull: false }

export class World {
  readonly clock: VirtualClock
  readonly engine: SimulatedEngine
  readonly broker: MemoryBroker
  readonly device: SimulatedDevice
  readonly judge: Judge
  readonly #options: WorldOptions
  readonly #registry = new SimulatedRegistry()
  #steps: readonly Step[] = []
  #done: number
  #weather: Weather
  #states = { update: '', device: '' }
  #unsynced = 0
  #batches = 0
  /** Lives of the agent that have ended. */
  #lives = 0
  /** When the power might have gone last. */
  #instantMs = 0

  constructor(options: WorldOptions, from: { capture: Capture; survives: Survives } | null = null) {
    const { scenario, seed } = options
    this.#options = options
    const capture = from?.capture ?? null
    this.clock = new VirtualClock({
      seed,
      ...(capture === null ? {} : { monoMs: capture.monoMs, wallMs: capture.wallMs }),
    })
    for (const app of scenario.apps) for (const image of app.images) this.#registry.push(image)
    this.#weather = FAIR
    const latencyMs = scenario.latencyMs ?? 0
    this.engine = new SimulatedEngine({
      clock: this.clock,
      registry: this.#registry,
      seed,
      latencyMs: { least: latencyMs, most: latencyMs },
      state: capture === null ? undefined : (deserialize(capture.engine) as EngineState),
      intercept: (operation) => interceptWithBoundaries(operation, this.reach),
    })
    this.broker = new MemoryBroker(capture?.broker)
    this.judge = new Judge({
      memory: capture === null ? freshMemory() : (deserialize(capture.memory) as Memory),
      apps: scenario.apps,
      shared: scenario.shared ?? [],
      model: this.engine.model,
      isConnected: () => this.broker.isConnected(DEVICE),
    })
    this.broker.watch(({ topic, payload, client }) => {
      if (topic === TOPICS.result && client !== null) this.judge.heard(payload)
    })
    this.#done = capture?.done ?? 0
    this.device = new SimulatedDevice({
      identity: { device: DEVICE, fleet: FLEET },
      trusted: KEYS,
      clock: this.clock,
      broker: this.broker,
      engine: this.engine,
      seed,
      boots: capture?.boots ?? 0,
      disk: from === null ? new MemoryDisk() : from.capture.disk.clone().cut(from.survives),
      link: { latencyMs: scenario.linkMs ?? 0 },
      dressing: dressingOf({
        sabotage: options.sabotage ?? {},
        judge: this.judge,
        disk: () => this.device.disk,
        weather: () => this.#weather,
        reachOf: (life) => (what) => life !== this.#lives || this.reach(what) || life !== this.#lives,
        life: () => this.#lives,
        note: (change) => {
          this.#batches += 1
          this.#unsynced = change === 'written' ? this.#unsynced + 1 : 0
        },
      }),
      log: transitionLog({
        tell: options.tell,
        fault: (sentence) => this.judge.fault(sentence),
        moved: (machine, to) => {
          this.#states[machine] = to
          this.#operate()
        },
      }),
      onReboot: () => {
        this.judge.memory.reboots += 1
      },
      onEnd: () => {
        this.#states = { update: '', device: '' }
        this.#unsynced = 0
        this.#lives += 1
      },
    })
    if (capture !== null) {
      this.#change(capture.weather)
      this.broker.cut()
      this.engine.goAway('power')
      this.#dark()
    } else this.device.boot()
  }

  /** What would be left if the power went now. */
  capture(): Capture {
    const { monoMs, wallMs } = this.clock.now()
    return {
      monoMs,
      wallMs,
      disk: this.device.disk.clone(),
      batches: this.#batches,
      engine: serialize(this.engine.model.state),
      broker: this.broker.keep(),
      memory: serialize(this.judge.memory),
      weather: this.#weather,
      done: this.#done,
      boots: this.device.boots,
      bootId: this.device.bootId ?? '',
    }
  }

  /** Batches that are written, and that no sync has covered. */
  get unsynced(): number {
    return this.#unsynced
  }

  /** The device is on: only then can the power go. */
  get isOn(): boolean {
    return this.device.bootId !== null
  }

  powerCut(survives: Survives = dropped): void {
    this.#options.tell?.('!!! the power goes')
    this.device.powerCut(survives)
    this.#dark()
  }

  /** The agent's process is killed; its supervisor starts another one. */
  kill(): void {
    this.#options.tell?.('!!! the agent is killed')
    this.device.kill()
    this.clock.schedule(RESTART_MS, () => this.device.startAgent())
  }

  get view(): View {
    const { intent, results, refusedWrites } = this.judge.memory
    return {
      update: this.#states.update,
      resting: this.#isResting(),
      known: this.broker.knows(DEVICE),
      intent,
      results,
      refusedWrites,
    }
  }

  /** Lets the operator do these steps, and time pass until all is at rest. @returns why it does not rest, or null */
  async run(steps: readonly Step[], done = 0): Promise<string | null> {
    this.#steps = steps
    this.#done = done
    return this.goOn(steps)
  }

  /** As `run`, from where the operator was. */
  async goOn(steps: readonly Step[]): Promise<string | null> {
    this.#steps = steps
    const latestMs = this.clock.now().monoMs + PATIENCE_MS
    let restingSince: { monoMs: number; writes: number | null } | null = null
    await settle()
    for (let wakes = 0; wakes < MAX_WAKES; wakes += 1) {
      this.#operate()
      const nowMs = this.clock.now().monoMs
      if (this.#done < this.#steps.length || !this.#isResting()) restingSince = null
      else restingSince ??= { monoMs: nowMs, writes: null }
      if (restingSince !== null && nowMs >= restingSince.monoMs + SETTLE_MS) {
        restingSince.writes ??= this.judge.memory.writes
        if (this.judge.memory.writes > restingSince.writes) this.judge.fault('an idle device wrote to its disk')
        if (nowMs >= restingSince.monoMs + QUIET_MS) return null
      }
      const untilMs = restingSince === null ? latestMs : restingSince.monoMs + QUIET_MS
      if (await this.clock.step(untilMs)) {
        // What takes time is cut in its middle too, but not for each of its milliseconds.
        if (restingSince === null && this.clock.now().monoMs - this.#instantMs >= WHILE_MS)
          this.reach('while time passes')
      } else if (restingSince !== null) return null
      else break
    }
    const { update, device } = this.#states
    const waiting = this.#steps[this.#done]?.tells
    return `it does not come to rest: update ${update}, device ${device}${waiting === undefined ? '' : `, the operator waits to ${waiting}`}`
  }

  /** See `WorldOptions.onInstant`. @returns whether the power is away now */
  readonly reach = (what: string): boolean => {
    if (!this.isOn) return true
    this.#instantMs = this.clock.now().monoMs
    this.#options.onInstant?.(what)
    return !this.isOn
  }

  #isResting(): boolean {
    return (
      this.isOn &&
      this.#states.update === 'idle.steady' &&
      ['', 'serving(operation.free, parked.empty, stops.none, logs.quiet)'].includes(this.#states.device) &&
      this.broker.isConnected(DEVICE) &&
      this.broker.waitingFor(DEVICE) === 0 &&
      this.judge.memory.commandsSent.every((id) => this.judge.memory.results.has(id))
    )
  }

  #operate(): void {
    for (let step = this.#steps[this.#done]; step?.when(this.view); step = this.#steps[this.#done]) {
      this.#done += 1
      this.#options.tell?.(`the operator: ${step.tells}`)
      step.act(this.#hands)
    }
  }

  readonly #hands: Hands = {
    target: (epoch, app, fallback) =>
      this.broker.publish(TOPICS.target, signedTarget(epoch, app, fallback ?? null), { retain: true }),
    rollout: (epoch, revision, state) =>
      this.broker.publish(TOPICS.rollout, signedRollout(epoch, revision, state), { retain: true }),
    command: (id, action) => {
      this.judge.memory.commandsSent.push(id)
      this.broker.publish(TOPICS.command, encode(KINDS.Command, { id, budgetMs: 600_000, ...action }))
    },
    weather: (change) => this.#change({ ...this.#weather, ...change }),
  }

  #change(weather: Weather): void {
    this.#weather = weather
    this.#registry.fail('registry.test', weather.registry)
  }

  #dark(): void {
    this.clock.schedule(DARK_MS, () => this.device.boot())
  }
}
