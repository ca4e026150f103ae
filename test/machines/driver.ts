/**
 * Drives the device and update machines without a world: events go in, effects are answered by hand.
 *
 * Invariant: what runs here is exactly what the durable runtime runs, `step`, so a path that holds here holds
 * on a device.
 */
import type { AnyMachineSnapshot } from 'xstate'
import { begin, describe, type Machines, type Start, type StepResult, step } from '../../agent/runtime/step.ts'
import { deviceMachine } from '../../machines/device.ts'
import type { AnswerParams } from '../../machines/device-setup.ts'
import {
  DEFAULT_POLICY,
  FRESH_INTENT,
  type Intent,
  type ReleaseRef,
  type RolloutFact,
  type TargetRef,
} from '../../machines/intent.ts'
import { FRESH_NETWORK_INTENT, type NetworkIntent } from '../../machines/network-intent.ts'
import type { NetworkContext } from '../../machines/network-setup.ts'
import type { UpdateContext } from '../../machines/update-context.ts'
import type { ErrorCode } from '../../protocol/errors.ts'

const MACHINES: Machines = { root: { name: 'device', logic: deviceMachine }, journalActions: new Set(['answer']) }

export class Driver {
  #result: StepResult
  readonly #running = new Map<string, Start>()
  /** Everything that was started, in order: "fetch", "survey", … */
  readonly started: string[] = []
  readonly answers: AnswerParams[] = []

  /** A life of the agent that begins with this intent on its disk. */
  constructor(intent: Intent = FRESH_INTENT, network: NetworkIntent = FRESH_NETWORK_INTENT) {
    this.#result = begin(MACHINES, { updateIntent: intent, networkIntent: network })
    this.#take()
    this.done('readNetwork', { canChange: true, inForce: network.current?.hash ?? null })
  }

  /** "switching.acting" */
  get state(): string {
    return this.#result.transitions.findLast((transition) => transition.machine === 'update')?.to ?? this.#state
  }

  #state = ''

  get context(): UpdateContext {
    return this.#result.snapshots.get('update')?.context as UpdateContext
  }

  get intent(): Intent {
    return this.context.intent
  }

  get network(): NetworkContext {
    return this.#result.snapshots.get('network')?.context as NetworkContext
  }

  /** Where a region of the network machine stands: "trialling.confirming". */
  region(name: 'link' | 'internet' | 'broker' | 'choice' | 'change'): string {
    const snapshot = this.#result.snapshots.get('network')!
    return describe({ value: (snapshot.value as Record<string, unknown>)[name] } as AnyMachineSnapshot)
  }

  /** To another machine than the device. */
  tellNetwork(event: { type: string; [field: string]: unknown }): this {
    return this.#step('network', event)
  }

  /** Effects that are under way, by id. */
  get running(): string[] {
    return [...this.#running.values()].map((start) => start.id)
  }

  /** The same, with all that is known of them. */
  get underWay(): Start[] {
    return [...this.#running.values()]
  }

  inputOf(id: string): unknown {
    return this.#startOf(id).input
  }

  send(event: { type: string; [field: string]: unknown }): this {
    return this.#step('device', event)
  }

  /** An effect under way ends well. */
  done(id: string, output: unknown = id === 'observe' ? [] : null): this {
    const { key, machine } = this.#startOf(id)
    this.#running.delete(key)
    return this.#step(machine, { type: `xstate.done.actor.${id}`, output, actorId: id })
  }

  /** An effect under way fails. */
  fail(id: string, code: ErrorCode, message = 'it failed'): this {
    const { key, machine } = this.#startOf(id)
    this.#running.delete(key)
    return this.#step(machine, { type: `xstate.error.actor.${id}`, error: { code, message }, actorId: id })
  }

  /** The next life, after a power cut: only the intent is left. */
  powerCut(): Driver {
    const kept = <T>(intent: T): T => JSON.parse(JSON.stringify(intent)) as T
    return new Driver(kept(this.intent), kept(this.network.intent))
  }

  #startOf(id: string): Start {
    const start = [...this.#running.values()].find((candidate) => candidate.id === id)
    if (start === undefined)
      throw new Error(`${id} is not under way in ${this.state}; these are: ${this.running.join(', ')}`)
    return start
  }

  #step(machine: string, event: { type: string; [field: string]: unknown }): this {
    this.#state = this.state
    this.#result = step(MACHINES, this.#result.snapshots, machine, event)
    this.#take()
    return this
  }

  #take(): void {
    for (const key of this.#result.stop) this.#running.delete(key)
    for (const start of this.#result.start) {
      this.#running.set(start.key, start)
      this.started.push(start.src)
    }
    this.answers.push(...this.#result.journal.map((entry) => entry.params as AnswerParams))
  }
}

export function releaseRef(epoch: number, arm: ReleaseRef['arm'] = 'release'): ReleaseRef {
  const version = arm === 'release' ? epoch : epoch - 1
  return {
    document: `sha256:${epoch}`,
    arm,
    epoch,
    releaseId: `release-${version}`,
    name: 'app',
    version: `v${version}`,
  }
}

export function target(epoch: number, change: Partial<TargetRef> = {}): { type: 'TARGET'; target: TargetRef } {
  return {
    type: 'TARGET',
    target: {
      scope: 'fleet',
      release: releaseRef(epoch),
      fallback: releaseRef(epoch, 'fallback'),
      lot: 5_000,
      policy: {
        ...DEFAULT_POLICY,
        healthTimeoutMs: 60_000,
        soakMs: 1_000,
        contactTimeoutMs: 60_000,
        fetchAttempts: 3,
        resumeAttempts: 3,
      },
      issuedAtMs: 0,
      ...change,
    },
  }
}

export function rollout(epoch: number, change: Partial<RolloutFact> = {}): { type: 'ROLLOUT'; rollout: RolloutFact } {
  return { type: 'ROLLOUT', rollout: { epoch, revision: 1, state: 'go', share: 10_000, ...change } }
}

/** A device that runs the release of this epoch and rests. */
export function holding(epoch: number, previous: number | null = null): Driver {
  const wanted = target(epoch).target
  const intent: Intent = {
    ...FRESH_INTENT,
    wanted: { fleet: wanted, device: null },
    floors: { ...FRESH_INTENT.floors, fleet: { epoch, document: wanted.release.document } },
    current: wanted.release,
    previous: previous === null ? null : releaseRef(previous),
    rollout: rollout(epoch).rollout,
  }
  return new Driver(intent).done('observe').done('holdSurvey', { kind: 'done' })
}

const PLAN = { fetch: [], changed: ['web'], running: ['web'] }

/** Ways to bring a device from rest into each phase on the way to an epoch. */
export const into = {
  admitting: (driver: Driver, epoch: number) => driver.send(rollout(epoch)).send(target(epoch)),
  planning: (driver: Driver, epoch: number) => into.admitting(driver, epoch).done('admit', null),
  waiting: (driver: Driver, epoch: number) => into.planning(driver, epoch).done('plan', PLAN),
  fetching: (driver: Driver, epoch: number) => into.waiting(driver, epoch).done('gate', []),
  staging: (driver: Driver, epoch: number) => into.fetching(driver, epoch).done('fetch'),
  switching: (driver: Driver, epoch: number) => into.staging(driver, epoch).done('stage').done('gate', []),
  proving: (driver: Driver, epoch: number) => into.switching(driver, epoch).done('forwardSurvey', { kind: 'done' }),
  soaking: (driver: Driver, epoch: number) => into.proving(driver, epoch).done('gatherProof', GOOD),
  contacting: (driver: Driver, epoch: number) => into.soaking(driver, epoch).done('soak').done('lastProof', GOOD),
  committing: (driver: Driver, epoch: number) =>
    into.contacting(driver, epoch).done('contact').done('finalProof', GOOD),
  reverting: (driver: Driver, epoch: number) => into.proving(driver, epoch).done('gatherProof', BAD),
  idle: (driver: Driver, epoch: number) =>
    into.committing(driver, epoch).done('commitTidy').done('holdSurvey', { kind: 'done' }),
}

export const GOOD = { verdict: { kind: 'good' }, logTail: [], running: ['web'], drifted: false }
export const DRIFTED = { ...GOOD, drifted: true }
export const WAITING = {
  verdict: { kind: 'waiting', reasons: ['web is not healthy yet'] },
  logTail: [],
  running: [],
  drifted: false,
}
export const BAD = {
  verdict: {
    kind: 'bad',
    service: 'web',
    container: 'c1',
    fault: { code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' },
  },
  logTail: ['panic: no'],
  running: [],
  drifted: false,
}
