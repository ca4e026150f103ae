/**
 * The rollout of one fleet while a controller has it: what it knows, what it decides, what it publishes.
 *
 * Invariant: a decision is on disk before it is published, and what is published is a function of what is on disk: so
 * a controller may be killed anywhere, and whoever goes on publishes the same. Calls are made one after another.
 */
import { encode, KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import type { Standing, StateBase } from '../states/state-base.ts'
import type { Bad, RolloutEvent, Tick, Word } from './events.ts'
import { countsOf, failedOf, finishedOf, judgedOf, lotsOf, mayRetry, onlineOf, sizeOf } from './facts.ts'
import { after, refreshed } from './life.ts'
import { closedBy } from './opening.ts'
import { isOver, publishedState, type RolloutContext, type RolloutRecord } from './record.ts'

export interface CourseOptions {
  record: RolloutRecord
  /** Of the target that is going out. */
  target: Target
  keys: readonly PrivateKey[]
  /** Where the devices stand. */
  states: Pick<StateBase, 'standing' | 'forget'>
  /** Resolves when it is on disk. */
  save(record: RolloutRecord): Promise<void>
  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void>
  log(event: string, facts: object): void
  /** When it is taken up: Unix milliseconds. */
  nowMs: number
}

const STATES = {
  go: RolloutState.ROLLOUT_STATE_GO,
  paused: RolloutState.ROLLOUT_STATE_PAUSED,
  revert: RolloutState.ROLLOUT_STATE_REVERT,
} as const

/** How long a device may take to try again; see `Command.budget_ms`. */
const RETRY_BUDGET_MS = 86_400_000

export class Course {
  readonly #options: CourseOptions
  #record: RolloutRecord
  /** As it was looked up last; null before. */
  #standing: Standing | null = null
  /** Revision of the rollout that the broker has of us, or that stands above ours. */
  #published = 0
  /** When devices heard the newest word, Unix milliseconds. */
  #toldMs = 0
  /** It is over, and another hand has gone on. */
  #isLeft = false
  /** What that one has let in. */
  #beyond: Pick<Word, 'share' | 'devices'> = { share: 0, devices: [] }

  constructor(options: CourseOptions) {
    this.#options = options
    this.#record = after(options.record, { type: 'RESTORED', nowMs: options.nowMs })
  }

  get record(): RolloutRecord {
    return this.#record
  }

  /** Looks where everybody stands. @throws HF_STORE_…, HF_DATABASE_UNAVAILABLE */
  async survey(nowMs: number): Promise<void> {
    const { states, target } = this.#options
    const { release, fallback } = target
    const { fleet, epoch, plan, devices, forgivenDevices = [] } = this.#record.context
    // Also those that the next step lets in: it is judged by the same survey.
    const ofWaves = plan.waves.flatMap(({ size }) => (size.kind === 'devices' ? size.devices : []))
    this.#standing = await states.standing({
      fleet,
      epoch,
      fallbackId: fallback === null || fallback.id === release?.id ? '' : fallback.id,
      restarts: plan.restarts,
      timeoutMs: plan.progressTimeoutMs,
      nowMs,
      named: [...devices, ...ofWaves, ...forgivenDevices],
      retries: plan.retries > 0,
    })
  }

  /** Where everybody stood at the last survey; null before the first. */
  tick(nowMs: number): Tick | null {
    return this.#standing === null ? null : this.#tickOf(this.#standing, nowMs)
  }

  #tickOf(standing: Standing, nowMs: number): Tick {
    const { context } = this.#record
    const counts = countsOf(standing, context, context.plan)
    return {
      type: 'TICK',
      nowMs,
      size: sizeOf(standing),
      online: onlineOf(standing),
      counts,
      judged: judgedOf(counts, standing, context, context.plan),
      failed: failedOf(standing, context, context.plan),
      isOpen: closedBy(context.plan, nowMs) === '',
      lots: lotsOf(standing),
      names: standing.named.map(({ name }) => name),
    }
  }

  /** Failures of those that have been let in, so far. */
  bad(nowMs: number): Bad {
    const tick = this.tick(nowMs)
    if (tick === null) return { devices: [], others: 0 }
    const { judged, failed } = tick
    const devices = failed.map(({ device }) => device)
    // Those that are forgiven by name stay so, and may be told of no more.
    const known = new Set(this.#record.context.forgivenDevices)
    const fresh = devices.filter((name) => !known.has(name)).length
    return { devices, others: Math.max(0, finishedOf(judged) - judged.succeeded - fresh) }
  }

  /** The broker may have lost what it had of us. */
  tellAnew(): void {
    if (!isOver(this.#record.phase)) this.#published = 0
  }

  /** Decides by the last survey, and tells the devices. @throws HF_STORE_…, HF_BROKER_… : it is done at the next call */
  async look(nowMs: number): Promise<void> {
    if (isOver(this.#record.phase)) return this.#tell(nowMs)
    await this.#retry(nowMs)
    // A step that leads on at once to another is no reason to wait for the clock.
    for (let last = null as RolloutRecord | null; last !== this.#record; ) {
      last = this.#record
      const tick = this.tick(nowMs)
      if (tick !== null) await this.#take(tick)
      if (last.phase === this.#record.phase) break
    }
    await this.#tell(nowMs)
  }

  /** Keeps the promise of news, also when it is over. @throws HF_STORE_…, HF_BROKER_… : it is done at the next call */
  async refresh(nowMs: number): Promise<void> {
    const { freshForMs = 0 } = this.#record.context
    if (freshForMs === 0 || this.#isLeft || nowMs - this.#toldMs < freshForMs / 3) return
    const next = refreshed(this.#record)
    await this.#options.save(next)
    this.#record = next
    await this.#tell(nowMs)
  }

  /** @throws HF_STORE_…, HF_BROKER_… ; HF_ROLLOUT_STATE when there is nothing to be done with it any more */
  async ask(event: RolloutEvent): Promise<void> {
    const before = this.#record
    const above = { ...this.#beyond, revision: this.#published }
    await this.#take(event.type === 'REVERT' ? { ...event, above } : event)
    // What was over is under way again.
    if (this.#record !== before) this.#isLeft = false
    else
      throw new HoldfastError('HF_ROLLOUT_STATE', `the rollout is ${before.phase}: that cannot be done now`, {
        place: before.context.fleet,
      })
    await this.#tell(event.nowMs)
  }

  /** What the broker has. Another hand may have published over ours: that is an operator's word. */
  async heard(rollout: Rollout, nowMs: number): Promise<void> {
    const { context, phase } = this.#record
    if (rollout.epoch !== context.epoch) return
    this.#published = Math.max(this.#published, rollout.revision)
    if (rollout.revision >= context.revision) this.#toldMs = Math.max(this.#toldMs, Math.min(nowMs, rollout.issuedAtMs))
    if (rollout.revision <= context.revision) return
    if (isOver(phase)) {
      this.#isLeft = true
      const { share, devices } = this.#beyond
      this.#beyond = {
        share: Math.max(share, rollout.share),
        devices: [...new Set([...devices, ...rollout.devices])],
      }
      return
    }
    this.#options.log('steered', { fleet: context.fleet, revision: rollout.revision })
    const { revision, share, devices } = rollout
    await this.#take({ type: 'STEERED', nowMs, revision, share, devices })
    if (rollout.freshForMs !== (this.#record.context.freshForMs ?? 0)) {
      const { phase: now, context: of } = this.#record
      const promised = { phase: now, context: { ...of, freshForMs: rollout.freshForMs } }
      await this.#options.save(promised)
      this.#record = promised
    }
    const by = { nowMs, reason: 'published by another hand' }
    if (rollout.state === RolloutState.ROLLOUT_STATE_PAUSED) await this.#take({ type: 'PAUSE', ...by })
    if (rollout.state === RolloutState.ROLLOUT_STATE_REVERT) await this.#take({ type: 'REVERT', ...by })
    if (rollout.state === RolloutState.ROLLOUT_STATE_GO)
      await this.#take({ type: 'RESUME', ...by, bad: this.bad(nowMs) })
    await this.#tell(nowMs)
  }

  /** Another epoch goes out: this one is over, and nothing of it may be published over the new one. */
  async supersede(epoch: number, nowMs: number): Promise<void> {
    this.#isLeft = true
    if (isOver(this.#record.phase)) return
    await this.#take({ type: 'SUPERSEDED', nowMs, reason: `epoch ${epoch} has been published` })
    this.#published = Number.MAX_SAFE_INTEGER
  }

  /**
   * Failed devices that the plan lets try again are asked to. That they are to be is on disk before; whoever was killed
   * before they were asked, or does not know that they were, asks again, and a request twice is one.
   */
  async #retry(nowMs: number): Promise<void> {
    const { context, phase } = this.#record
    const { plan, epoch } = context
    if (plan.retries === 0 || (phase !== 'widening' && phase !== 'proving' && phase !== 'baking')) return
    const failed = this.#standing?.refusers ?? []
    const fresh = failed.filter(
      (device) => !isAsked(device, context) && mayRetry(device, context.retried, plan.retries),
    )
    if (fresh.length > 0)
      await this.#take({ type: 'RETRIED', nowMs, devices: fresh.map(({ name, sequence }) => ({ name, sequence })) })
    const { context: next } = this.#record
    const asked = failed.filter((device) => isAsked(device, next))
    if (asked.length === 0) return
    for (const { name } of asked) {
      const id = `retry-${epoch}-${next.retried[name]}`
      const command = encode(KINDS.Command, { id, budgetMs: RETRY_BUDGET_MS, forgetRefusal: { epoch } })
      await this.#options.publish(deviceTopics(name).command, command, false)
    }
    await this.#options.states.forget(epoch, asked)
    await this.survey(nowMs)
  }

  async #take(event: RolloutEvent): Promise<void> {
    const before = this.#record
    const next = after(before, event)
    if (next === before) return
    if (isWorthSaving(before, next)) await this.#options.save(next)
    this.#record = next
    if (before.phase === next.phase) return
    const { fleet, epoch, wave, breach } = next.context
    this.#options.log(next.phase, { fleet, epoch, wave, ...(breach === null ? {} : { why: breach.why }) })
  }

  async #tell(nowMs: number): Promise<void> {
    const { phase, context } = this.#record
    const { fleet, epoch, revision, share, devices, freshForMs = 0 } = context
    if (revision <= this.#published) return
    const state = STATES[publishedState(phase)]
    const rollout = { fleet, epoch, revision, state, share, devices: [...devices], freshForMs, issuedAtMs: Date.now() }
    await this.#options.publish(fleetTopics(fleet).rollout, seal(KINDS.Rollout, rollout, this.#options.keys), true)
    this.#published = Math.max(this.#published, revision)
    this.#toldMs = nowMs
  }
}

/** What it said last is what it is asked to try again for. */
function isAsked({ name, sequence }: { name: string; sequence: number }, { retriedAt }: RolloutContext): boolean {
  return retriedAt !== undefined && Object.hasOwn(retriedAt, name) && retriedAt[name] === sequence
}

/** How much of a device the rate would let in next is not worth a write. */
function isWorthSaving(before: RolloutRecord, next: RolloutRecord): boolean {
  const core = ({ phase, context }: RolloutRecord) => JSON.stringify([phase, { ...context, given: 0, givenAtMs: 0 }])
  return core(before) !== core(next)
}
