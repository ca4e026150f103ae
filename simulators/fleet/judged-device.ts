/**
 * A device of a fleet in virtual time, with the judge of the crash explorer beside it.
 *
 * Invariant: the judge sees every write, every container and every answer of every life of the agent.
 */

import type { Log } from '../../agent/log.ts'
import type { Opening } from '../../agent/opening.ts'
import { encode, KINDS } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { MemoryBroker } from '../broker/memory-broker.ts'
import { type Application, FLEET, KEYS } from '../crash/application.ts'
import { seenIn } from '../crash/hands.ts'
import { Judge } from '../crash/judge.ts'
import { freshMemory } from '../crash/memory.ts'
import { isIdle } from '../crash/rest.ts'
import type { Scenario, View } from '../crash/scenario.ts'
import { faultsOf } from '../crash/verdict.ts'
import type { SimulatedRegistry } from '../engine/images.ts'
import type { VirtualClock } from '../virtual-clock.ts'
import { FleetDevice } from './device-of-fleet.ts'
import type { FaultName } from './faults.ts'
import type { Profile } from './profiles.ts'

export interface JudgedOptions {
  name: string
  seed: string
  profile: Profile
  clock: VirtualClock
  broker: MemoryBroker
  registry: SimulatedRegistry
  opening: Opening
  relistMs: number
  /** As this device runs them. */
  apps: readonly Application[]
  bad: readonly string[]
  /** The version that must be held in the end. */
  last: string
  fault(sentence: string): void
  moved(machine: string, from: string, to: string, event: string): void
}

export class JudgedDevice {
  readonly judge: Judge
  readonly #options: JudgedOptions
  readonly #own: FleetDevice
  readonly #scenario: Scenario
  /** The bad ones, and those that a fault may have made so. */
  readonly #bad: string[]
  #states = { update: '', device: '' }
  #lives = 0

  constructor(options: JudgedOptions) {
    const { name, seed, profile, clock, broker, registry, opening, relistMs, apps, last } = options
    this.#options = options
    this.#bad = [...options.bad]
    this.#scenario = {
      name,
      tells: '',
      apps,
      steps: [],
      bad: this.#bad,
      reboots: Number.POSITIVE_INFINITY,
      ends: () => [last],
    }
    this.#own = new FleetDevice({
      name,
      fleet: FLEET,
      seed,
      profile,
      trusted: KEYS,
      clock,
      broker,
      registry,
      opening,
      relistMs,
      link: (isLost) => broker.bar(name, isLost),
      log: this.#log(),
      dressing: {
        store: (store, bootClock) => {
          const life = this.#lives
          return this.judge.store(store, bootClock.now().bootId, () => life === this.#lives)
        },
      },
      onEnd: () => {
        this.#lives += 1
        this.#states = { update: '', device: '' }
      },
    })
    this.judge = new Judge({
      memory: freshMemory(),
      scenario: this.#scenario,
      model: this.#own.engine.model,
      nowMs: () => clock.now().monoMs,
      view: () => this.view,
      isConnected: () => broker.isConnected(name),
    })
    // Each as it comes, and once.
    const { fault } = this.judge
    this.judge.fault = (sentence) => {
      if (!this.judge.memory.faults.includes(sentence)) options.fault(sentence)
      fault.call(this.judge, sentence)
    }
    this.judge.begin(this.#scenario.steps)
  }

  get view(): View {
    const { clock, broker, name } = this.#options
    return {
      update: this.#states.update,
      resting: isIdle(this.#states),
      known: broker.knows(name),
      wallMs: clock.now().wallMs,
      sinceMs: 0,
      stepsDone: 0,
      leased: false,
      ...seenIn(this.judge.memory, this.#own.engine.model),
    }
  }

  boot(): void {
    this.#own.device.boot()
  }

  begin(name: FaultName, forMs: number): () => void {
    // What health checks say while they fail counts against whatever is being proved.
    if (name === 'bad-health') this.#excuse()
    return this.#own.begin(name, forMs)
  }

  /** Faults are over: whoever has put something off lets it go on. */
  calm(): void {
    const { clock, broker, name } = this.#options
    const ask = (id: string, action: object) => {
      this.judge.memory.commandsSent.push({ id, action, atMs: clock.now().monoMs })
      broker.publish(deviceTopics(name).command, encode(KINDS.Command, { id, budgetMs: 3 * 86_400_000, ...action }))
    }
    this.#own.device.boot()
    if (broker.knows(name)) ask('calm-unhold', { unhold: {} })
  }

  /** Tells of everything that is not as it must be at rest. */
  async verdict(): Promise<void> {
    const { clock, broker, name, fault } = this.#options
    const restless = isIdle(this.#states) ? null : `it does not rest: ${JSON.stringify(this.#states)}`
    const rested = {
      name,
      judge: this.judge,
      device: this.#own.device,
      engine: this.#own.engine,
      clock,
      broker,
      view: this.view,
    }
    const known = this.judge.memory.faults.length
    const found = await faultsOf(rested, this.#scenario, restless)
    for (const sentence of found.slice(known)) fault(sentence)
    for (const { id } of this.judge.memory.commandsSent) {
      const outcome = this.judge.memory.results.get(id)?.outcome
      if (outcome === undefined || outcome === Outcome.OUTCOME_UNSPECIFIED) fault(`${id} was never answered`)
    }
  }

  #excuse(): void {
    for (const { version } of this.#options.apps.slice(0, -1)) if (!this.#bad.includes(version)) this.#bad.push(version)
  }

  #log(): Log {
    const nothing = () => {}
    return {
      debug: (message, fields = {}) => {
        if (message !== 'transition') return
        const { machine, from, to, event } = fields
        if (machine === 'update' || machine === 'device') this.#states[machine] = String(to)
        this.#options.moved(String(machine), String(from), String(to), String(event))
      },
      info: nothing,
      warn: nothing,
      error: (message, fields = {}) => {
        if (fields.code === 'HF_INTERNAL' || fields.code === 'HF_MACHINE_STOPPED')
          this.judge.fault(`the agent failed: ${message} ${JSON.stringify(fields)}`)
      },
    }
  }
}
