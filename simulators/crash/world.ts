/**
 * The world of one run: device, broker, registry, operator and judge, on one clock.
 *
 * Invariant: deterministic. In each instant that it announces, everything that a power cut would leave is
 * plain data: `capture` takes it, and a world made from that goes on as the cut one itself would.
 */
import { deserialize, serialize } from 'node:v8'
import { MemoryDisk, type Survives } from '../../storage/memory-kv.ts'
import type { RecordReader } from '../../storage/record.ts'
import { MemoryBroker } from '../broker/memory-broker.ts'
import type { Dressing } from '../device/device-options.ts'
import { MemoryMedium } from '../device/memory-medium.ts'
import { SimulatedDevice } from '../device/simulated-device.ts'
import type { SimulatedEngine } from '../engine/simulated-engine.ts'
import { sharedOpening } from '../shared-opening.ts'
import { sharedRecords } from '../shared-records.ts'
import { sharedSteps } from '../shared-steps.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { DEVICE, FLEET, KEYS } from './application.ts'
import type { Capture } from './capture.ts'
import { dressingOf } from './dressing.ts'
import { engineOfScenario } from './engine-of-scenario.ts'
import { handsOn } from './hands.ts'
import { harm } from './harm.ts'
import { bundleIn } from './inserted.ts'
import { Judge } from './judge.ts'
import { Life } from './life.ts'
import { LocalCalls } from './local-calls.ts'
import { freshMemory, type Memory } from './memory.ts'
import { Operator, TOPICS, UNTRIED } from './operator.ts'
import { comeToRest } from './rest.ts'
import type { Harm, Scenario, Step, View, Weather } from './scenario.ts'
import { SECRETS_KEY } from './secrets.ts'
import { isAtRest, type Sight, seenOf } from './sight.ts'
import { Supply } from './supply.ts'
import { transitionLog } from './transition-log.ts'

export interface WorldOptions {
  scenario: Scenario
  seed: string
  /** Announced in every instant at which the power may go. May cut it. */
  onInstant?: (what: string) => void
  /** Between agent and ports, inside of what the judge sees. */
  sabotage?: Dressing
  /** Computes everything by itself, also what another world has computed. */
  each?: boolean | undefined
  /** Told of everything that happens, for people. */
  tell?: ((line: string) => void) | undefined
}

const MEDIUM_PATH = '/media/shop.tar'

/** Each boot opens the same few targets anew: a ninth of the explorer's work. */
const OPENING = sharedOpening()
/** Most of what happens after one cut happens after the next one, too. */
const STEPS = sharedSteps()
const RECORDS = sharedRecords()

export class World {
  readonly name = DEVICE
  readonly clock: VirtualClock
  readonly engine: SimulatedEngine
  readonly broker: MemoryBroker
  readonly device: SimulatedDevice
  readonly judge: Judge
  readonly reader: RecordReader | undefined
  readonly #options: WorldOptions
  readonly #medium = new MemoryMedium()
  readonly #operator: Operator
  readonly #local: LocalCalls
  readonly #supply: Supply
  readonly #life = new Life()
  /** When the power might have gone last. */
  #instantMs = 0

  constructor(options: WorldOptions, from: { capture: Capture; survives: Survives } | null = null) {
    const { scenario, seed } = options
    this.#options = options
    const { tell } = options
    this.reader = options.each === true ? undefined : RECORDS
    const capture = from?.capture ?? null
    this.clock = new VirtualClock({
      seed,
      ...(capture === null ? {} : { monoMs: capture.monoMs, wallMs: capture.wallMs }),
    })
    this.#supply = new Supply({ clock: this.clock, device: () => this.device, tell })
    const { registry, engine } = engineOfScenario(scenario, {
      clock: this.clock,
      seed,
      reach: this.reach,
      refused: () => this.#operator.kept.weather.refused,
      captured: capture?.engine ?? null,
    })
    this.engine = engine
    this.broker = new MemoryBroker(capture?.broker)
    this.judge = new Judge({
      memory: capture === null ? freshMemory() : (deserialize(capture.memory) as Memory),
      scenario,
      model: this.engine.model,
      nowMs: () => this.clock.now().monoMs,
      view: () => this.view,
      isConnected: () => this.broker.isConnected(DEVICE),
    })
    this.broker.watch(({ topic, payload, client }) => {
      if (topic === TOPICS.result && client !== null) this.judge.heard(payload)
    })
    this.#local = new LocalCalls({
      clock: this.clock,
      model: this.engine.model,
      memory: this.judge.memory,
      scenario,
      bootId: () => this.device.bootId,
      fault: (sentence) => this.judge.fault(sentence),
    })
    this.device = new SimulatedDevice({
      identity: { device: DEVICE, fleet: FLEET },
      trusted: KEYS,
      opening: OPENING,
      steps: options.each === true ? undefined : STEPS,
      store: { reader: this.reader },
      clock: this.clock,
      broker: this.broker,
      engine: this.engine,
      seed,
      ...(scenario.secrets === undefined ? {} : { secretsKey: SECRETS_KEY }),
      boots: capture?.boots ?? 0,
      disk: from === null ? new MemoryDisk() : from.capture.disk.clone().cut(from.survives),
      link: { latencyMs: scenario.linkMs ?? 0 },
      ...(scenario.isOffline === true ? { medium: this.#medium } : {}),
      dressing: dressingOf({
        sabotage: options.sabotage ?? {},
        judge: this.judge,
        disk: () => this.device.disk,
        weather: () => this.#operator.kept.weather,
        reachOf: (life) => (what) => life !== this.#life.ended || this.reach(what) || life !== this.#life.ended,
        life: () => this.#life.ended,
        note: (change) => this.#life.note(change),
      }),
      log: transitionLog({
        tell,
        fault: (sentence) => this.judge.fault(sentence),
        moved: (machine, to) => {
          this.#life.moved(machine, to)
          this.#operator.operate()
        },
      }),
      onReboot: () => this.judge.bootEnds('reboots'),
      onShutdown: () => {
        this.judge.bootEnds('shutdowns')
        this.#supply.off()
      },
      applications: (calls) => this.#local.attach(calls),
      onEnd: () => {
        this.#local.attach(null)
        this.#life.end()
      },
    })
    this.#operator = new Operator(
      {
        broker: this.broker,
        registry,
        memory: this.judge.memory,
        nowMs: () => this.clock.now().monoMs,
        view: () => seenOf(this.#sight()),
        harm: (how) => this.#harm(how),
        insert: (bundle) => this.#insert(bundle),
        lease: this.#local.lease,
        ...handsOn(this.engine, () => this.isOn),
        tell,
      },
      capture?.operator ?? UNTRIED,
    )
    if (capture !== null) {
      this.broker.cut()
      this.engine.goAway('power')
      this.#supply.dark()
    } else this.device.boot()
  }

  /** What would be left if the power went now. */
  capture(): Capture {
    const { monoMs, wallMs } = this.clock.now()
    return {
      monoMs,
      wallMs,
      disk: this.device.disk.clone(),
      batches: this.#life.batches,
      engine: serialize(this.engine.model.state),
      broker: this.broker.keep(),
      memory: serialize(this.judge.memory),
      operator: this.#operator.kept,
      boots: this.device.boots,
      bootId: this.device.bootId ?? '',
    }
  }

  /** Batches that are written, and that no sync has covered. */
  get unsynced(): number {
    return this.#life.unsynced
  }

  /** The device is on: only then can the power go. */
  get isOn(): boolean {
    return this.device.bootId !== null
  }

  /** The operator has something to do that has not been done. */
  get hasSteps(): boolean {
    return this.#operator.kept.done < this.#options.scenario.steps.length
  }

  powerCut(survives?: Survives): void {
    this.#supply.powerCut(survives)
  }

  /** The agent's process is killed; its supervisor starts another one. */
  kill(): void {
    this.#supply.kill()
  }

  get view(): View {
    return this.#operator.view
  }

  #sight(): Sight {
    const { clock, broker, device, engine, judge } = this
    const { states } = this.#life
    return { isOffline: this.#options.scenario.isOffline === true, clock, broker, device, engine, judge, states }
  }

  #insert(bundle: Weather['medium']): void {
    this.#medium.isAway = bundle === null
    const bytes = bundle === null ? null : bundleIn(this.#options.scenario, bundle)
    if (bytes !== null) this.#medium.put(MEDIUM_PATH, bytes)
  }

  /** Lets the operator begin these steps, or go on with them, and time pass. @returns why it does not come to rest, or null */
  async run(steps: readonly Step[], how: 'begin' | 'goOn' = 'begin'): Promise<string | null> {
    this.#operator[how](steps)
    if (how === 'begin') this.judge.begin(steps)
    const { memory } = this.judge
    return comeToRest({
      clock: this.clock,
      operator: this.#operator,
      isResting: () => isAtRest(this.#sight()),
      writes: () => memory.writes,
      fault: (sentence) => this.judge.fault(sentence),
      lastInstantMs: () => this.#instantMs,
      reach: this.reach,
      agent: () => this.device.agent,
      standing: () => {
        const { update, device } = this.#life.states
        const { waitsTo } = this.#operator
        return `update ${update}, device ${device}${waitsTo === null ? '' : `, the operator waits to ${waitsTo}`}`
      },
    })
  }

  /** See `WorldOptions.onInstant`. @returns whether the power is away now */
  readonly reach = (what: string): boolean => {
    if (!this.isOn) return true
    this.#instantMs = this.clock.now().monoMs
    this.#options.onInstant?.(what)
    return !this.isOn
  }

  /** The power goes, and while it is away somebody does this to the store. */
  #harm(how: Harm): void {
    this.judge.forget()
    this.powerCut()
    // It ends in this very moment of the clock, long before the power is back.
    harm(this.device.disk, how).catch((error: unknown) =>
      this.judge.fault(`the store could not be harmed: ${String(error)}`),
    )
  }
}
