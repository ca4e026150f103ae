/**
 * The operator of one run, and what the operator's script does to the world around the device.
 *
 * Invariant: the steps are done in their order, each once, as soon as its moment has come. What has been done
 * is in `kept`, so that another one can go on from there.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { MemoryBroker } from '../broker/memory-broker.ts'
import type { SimulatedRegistry } from '../engine/images.ts'
import { DEVICE, FLEET, signedRollout, signedTarget } from './application.ts'
import type { Memory } from './memory.ts'
import type { Hands, Harm, Step, View, Weather } from './scenario.ts'
import { signedSecrets } from './secrets.ts'
import { chainTo, KEYS_OF } from './trust-chain.ts'

export const TOPICS = {
  ...fleetTopics(FLEET),
  ownTarget: deviceTopics(DEVICE).target,
  command: deviceTopics(DEVICE).command,
  result: deviceTopics(DEVICE).result,
  secrets: deviceTopics(DEVICE).secrets,
}

/** As long as its moments last: a command is never out of date here unless it says so. */
const BUDGET_MS = 600_000
const NOTHING = new Uint8Array()

export interface KeptOperator {
  weather: Weather
  /** Steps that are done, and when the last one was. */
  done: number
  steppedMs: number
}

export const UNTRIED: KeptOperator = {
  weather: { registry: null, storeFull: false, brokerAway: false, refused: null, medium: null },
  done: 0,
  steppedMs: 0,
}

export interface OperatorOptions {
  broker: MemoryBroker
  registry: SimulatedRegistry
  memory: Memory
  nowMs(): number
  /** All that a step's moment depends on, but for the time since the last one. */
  view(): Omit<View, 'sinceMs' | 'stepsDone'>
  harm(how: Harm): void
  /** Puts a bundle into the device, or takes it out. */
  insert(bundle: Weather['medium']): void
  file: Hands['file']
  lease: Hands['lease']
  engine: Hands['engine']
  tell?: ((line: string) => void) | undefined
}

export class Operator {
  readonly #options: OperatorOptions
  #steps: readonly Step[] = []
  #kept: KeptOperator

  constructor(options: OperatorOptions, kept: KeptOperator) {
    this.#options = options
    this.#kept = kept
    this.#change(kept.weather)
  }

  get kept(): KeptOperator {
    return this.#kept
  }

  /** Another script, from its beginning. */
  begin(steps: readonly Step[]): void {
    this.#kept = { ...this.#kept, done: 0, steppedMs: this.#options.nowMs() }
    this.goOn(steps)
  }

  /** A script of which something may have been done. */
  goOn(steps: readonly Step[]): void {
    this.#steps = steps
  }

  /** What is to be done next, and has not had its moment; null: nothing. */
  get waitsTo(): string | null {
    return this.#steps[this.#kept.done]?.tells ?? null
  }

  get view(): View {
    return {
      ...this.#options.view(),
      sinceMs: this.#options.nowMs() - this.#kept.steppedMs,
      stepsDone: this.#kept.done,
    }
  }

  /** Does every step whose moment has come. @returns whether there was one */
  operate(): boolean {
    const before = this.#kept.done
    for (let step = this.#next(); step?.when(this.view); step = this.#next()) {
      this.#kept = { ...this.#kept, done: this.#kept.done + 1, steppedMs: this.#options.nowMs() }
      this.#options.tell?.(`the operator: ${step.tells}`)
      step.act(this.#hands)
    }
    return this.#kept.done > before
  }

  #next(): Step | undefined {
    return this.#steps[this.#kept.done]
  }

  readonly #hands: Hands = {
    target: (epoch, app, fallback, by = 0) =>
      this.#publish(TOPICS.target, signedTarget(epoch, app, fallback ?? null, { fleet: FLEET }, KEYS_OF[by])),
    trust: (version) => this.#publish(TOPICS.trust, chainTo(version)),
    secrets: (revision, values) => this.#publish(TOPICS.secrets, signedSecrets(revision, values)),
    ownTarget: (epoch, app, fallback) =>
      this.#publish(TOPICS.ownTarget, signedTarget(epoch, app, fallback ?? null, { device: DEVICE })),
    clearOwnTarget: () => this.#publish(TOPICS.ownTarget, NOTHING),
    rollout: (epoch, revision, state) => this.#publish(TOPICS.rollout, signedRollout(epoch, revision, state)),
    command: (id, action) => {
      this.#options.memory.commandsSent.push({ id, action, atMs: this.#options.nowMs() })
      this.#options.broker.publish(TOPICS.command, encode(KINDS.Command, { id, budgetMs: BUDGET_MS, ...action }))
    },
    weather: (change) => this.#change({ ...this.#kept.weather, ...change }),
    harm: (how) => this.#options.harm(how),
    file: (...what) => this.#options.file(...what),
    lease: (...what) => this.#options.lease(...what),
    engine: (what) => this.#options.engine(what),
  }

  #publish(topic: string, payload: Uint8Array): void {
    this.#options.broker.publish(topic, payload, { retain: true })
  }

  #change(weather: Weather): void {
    this.#kept = { ...this.#kept, weather }
    this.#options.insert(weather.medium)
    this.#options.registry.fail('registry.test', weather.registry)
    if (this.#options.broker.online === weather.brokerAway) this.#options.broker.online = !weather.brokerAway
  }
}
