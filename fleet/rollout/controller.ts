/**
 * The controller: the rollouts of every fleet that it was asked to steer.
 *
 * Invariant: work is done one piece after another; a fleet is steered only after the broker has shown that nobody else
 * has taken it over since, and left alone as soon as somebody has.
 */
import { randomUUID } from 'node:crypto'
import type { TrustState } from '../../protocol/check-trust.ts'
import { KINDS } from '../../protocol/codec.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics, parseTopic } from '../../protocol/topics.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import { publishedTrust, refuseUncounted } from '../follow/published-trust.ts'
import { peek } from '../signing/sealed.ts'
import type { StateBase } from '../states/state-base.ts'
import { Course } from './course.ts'
import { beginningOf } from './life.ts'
import { coreOf, readMark, writeMark } from './mark.ts'
import type { Plan } from './plan.ts'
import { isOver, type RolloutRecord } from './record.ts'
import type { RolloutStore } from './rollout-store.ts'
import { type RolloutView, viewOf } from './view.ts'

export interface ControllerOptions {
  store: RolloutStore
  keys: readonly PrivateKey[]
  /** How the devices are, as others write it down. */
  states: StateBase
  /** Reads further topics, retained ones first. */
  subscribe(topics: readonly string[]): Promise<void>
  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void>
  log(event: string, facts: object): void
  /** Wall clock, Unix milliseconds. */
  now(): number
}

export type Wish = 'pause' | 'resume' | 'abort' | 'revert'

/** Counts that change are told so often, ms. */
const TELL_MS = 5000

const UNMARKED = { core: '', whole: '', atMs: 0 }

const EVENTS = { pause: 'PAUSE', abort: 'ABORT', revert: 'REVERT' } as const

/** One fleet: what is published for it, and its rollout if there is one. */
interface Fleet {
  target: Target | null
  rollout: Rollout | null
  /** Whose signatures devices count, where a chain says so. */
  trust: TrustState | null
  course: Course | null
  /** The broker has shown our own mark last: the fleet is ours. */
  isOurs: boolean
  /** Whose mark it has shown last, by their data; empty: nobody's. */
  holder: string
  /** Of our mark, as it was published last. */
  marked: { core: string; whole: string; atMs: number }
}

export class Controller {
  readonly #options: ControllerOptions
  readonly #id = randomUUID()
  readonly #fleets = new Map<string, Fleet>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: ControllerOptions) {
    this.#options = options
  }

  /** Takes up what is not over, and what promised news; what somebody else has taken over meanwhile stays theirs. */
  async resume(): Promise<void> {
    for (const [fleet, record] of this.#options.store.newest())
      if (!isOver(record.phase) || promisesNews(record)) await this.#watch(fleet, false)
  }

  /** A message of the broker's, of a fleet. What cannot be read changes nothing. */
  heard(topic: string, payload: Uint8Array): void {
    const parsed = parseTopic(topic)
    if (parsed?.scope !== 'fleet') return
    try {
      this.#heardFleet(parsed.name, parsed.leaf, payload)
    } catch (error) {
      this.#options.log('unreadable', { topic, ...faultOf(error) })
    }
  }

  /** Looks at every rollout once. A fault of one is told, and does not keep the others from going on. */
  look(): Promise<void> {
    return this.#inTurn(async () => {
      for (const [name, fleet] of this.#fleets) {
        try {
          await this.#lookAt(name, fleet)
        } catch (error) {
          this.#options.log('fault', { fleet: name, ...faultOf(error) })
          if (error instanceof HoldfastError && error.code.startsWith('HF_STORE')) throw error
        }
      }
    })
  }

  /**
   * Begins a rollout of the epoch that is published for the fleet.
   * @throws HF_ROLLOUT_STATE when one is under way, or nothing is published; HF_SIGNATURE_INVALID and
   * HF_SIGNATURES_TOO_FEW when its keys do not count on devices
   */
  start(fleet: string, plan: Plan): Promise<RolloutView> {
    return this.#inTurn(async () => {
      const { store, now } = this.#options
      const isSteered = (this.#fleets.get(fleet)?.course ?? null) !== null
      const held = await this.#watch(fleet, true)
      const before = store.newest().get(fleet)
      const target = held.target
      if (target === null || target.release === null)
        throw new HoldfastError('HF_ROLLOUT_STATE', 'nothing is published for it: deploy with --share 0% first', {
          place: fleet,
        })
      // One that another controller has taken over is begun anew where that one has come to.
      if (isSteered && before?.context.epoch === target.epoch && !isOver(before.phase))
        throw new HoldfastError('HF_ROLLOUT_STATE', `a rollout of epoch ${target.epoch} is under way`, { place: fleet })
      const word = seal(KINDS.Rollout, { fleet, epoch: target.epoch }, this.#options.keys)
      refuseUncounted(KINDS.Rollout, word, held.trust, fleetTopics(fleet).rollout)
      const record = beginningOf({ fleet, target, rollout: held.rollout, plan, nowMs: now() })
      await store.put(record)
      held.course = this.#courseOf(record, target)
      await held.course.survey(now())
      return viewOf(record, held.course.tick(now()))
    })
  }

  /** @throws HF_ROLLOUT_UNKNOWN, HF_ROLLOUT_STATE */
  wish(fleet: string, wish: Wish, reason: string): Promise<RolloutView> {
    return this.#inTurn(async () => {
      const course = this.#fleets.get(fleet)?.course
      if (course === undefined || course === null)
        throw new HoldfastError('HF_ROLLOUT_UNKNOWN', 'no rollout is under way there', { place: fleet })
      const nowMs = this.#options.now()
      await course.survey(nowMs)
      const event = wish === 'resume' ? { type: 'RESUME' as const, bad: course.bad(nowMs) } : { type: EVENTS[wish] }
      await course.ask({ ...event, nowMs, reason })
      return viewOf(course.record, course.tick(nowMs))
    })
  }

  /** Whether a rollout of the fleet is under way here. */
  steers(fleet: string): boolean {
    const course = this.#fleets.get(fleet)?.course
    return course !== undefined && course !== null && !isOver(course.record.phase)
  }

  /** Every rollout there was, oldest first; those that are under way as they are now. */
  views(): RolloutView[] {
    const nowMs = this.#options.now()
    return this.#options.store.all().map((record) => {
      const course = this.#fleets.get(record.context.fleet)?.course
      const isThis = course?.record.context.startedMs === record.context.startedMs
      return isThis ? viewOf(course.record, course.tick(nowMs)) : viewOf(record, null)
    })
  }

  /** The link to the broker is there again, and may have lost what it retained. */
  anew(): void {
    for (const fleet of this.#fleets.values()) {
      fleet.course?.tellAnew()
      fleet.rollout = null
      fleet.marked = { ...UNMARKED }
    }
  }

  async #lookAt(name: string, fleet: Fleet): Promise<void> {
    if (!fleet.isOurs) return
    await this.#takeUp(name, fleet)
    const { course, target } = fleet
    if (course === null) return
    const { epoch } = course.record.context
    const nowMs = this.#options.now()
    await course.survey(nowMs)
    if (target !== null && target.epoch > epoch) await course.supersede(target.epoch, nowMs)
    else if (fleet.rollout !== null) await course.heard(fleet.rollout, nowMs)
    if (target?.epoch === epoch) {
      await course.look(nowMs)
      await course.refresh(nowMs)
    }
    await this.#mark(fleet, course, nowMs)
  }

  /** Shows whoever looks how the rollout stands; a step at once, counts now and then. */
  async #mark(fleet: Fleet, course: Course, nowMs: number): Promise<void> {
    const rollout = viewOf(course.record, course.tick(nowMs))
    const core = coreOf(rollout)
    const whole = JSON.stringify({ ...rollout, now: rollout.now && { ...rollout.now, leftMs: null } })
    const isDue = core !== fleet.marked.core || nowMs - fleet.marked.atMs >= TELL_MS
    if (whole === fleet.marked.whole || !isDue) return
    await this.#options.publish(
      fleetTopics(rollout.fleet).controller,
      writeMark({ id: this.#id, data: this.#options.store.name, rollout, atMs: nowMs }),
      true,
    )
    fleet.marked = { core, whole, atMs: nowMs }
  }

  #heardFleet(name: string, leaf: string, payload: Uint8Array): void {
    const fleet = this.#fleets.get(name)
    if (fleet === undefined) return
    if (leaf === 'trust')
      fleet.trust = publishedTrust(payload, name, (message) => this.#options.log('unreadable', { message }))
    if (payload.byteLength === 0) return
    if (leaf === 'target') fleet.target = peek<Target>(KINDS.Target, payload, this.#options.keys).message
    if (leaf === 'rollout') {
      const { message, verified } = peek<Rollout>(KINDS.Rollout, payload, this.#options.keys)
      // A stranger's word steers no device, and must not steer us.
      if (verified) fleet.rollout = message
    }
    if (leaf !== 'controller') return
    const mark = readMark(payload)
    const isOurs = mark?.id === this.#id
    fleet.holder = mark?.data ?? ''
    // What was there before our mark is that of somebody before.
    if (!isOurs && fleet.isOurs) {
      fleet.course = null
      this.#options.log('replaced', { fleet: name, ...faultOf(replaced(name)) })
    }
    fleet.isOurs = isOurs
  }

  /**
   * Reads what is published for a fleet, and puts our mark on it.
   * @param takes also where the mark is that of other data
   */
  async #watch(name: string, takes: boolean): Promise<Fleet> {
    const known = this.#fleets.get(name)
    const { store, log, now, publish, subscribe } = this.#options
    const fleet = known ?? {
      target: null,
      rollout: null,
      trust: null,
      course: null,
      isOurs: false,
      holder: '',
      marked: { ...UNMARKED },
    }
    this.#fleets.set(name, fleet)
    const topics = fleetTopics(name)
    if (known === undefined) await subscribe([topics.trust, topics.target, topics.rollout, topics.controller])
    if (!takes && fleet.holder !== '' && fleet.holder !== store.name) {
      log('replaced', { fleet: name, ...faultOf(replaced(name)) })
      return fleet
    }
    if (!fleet.isOurs)
      await publish(topics.controller, writeMark({ id: this.#id, data: store.name, rollout: null, atMs: now() }), true)
    await this.#takeUp(name, fleet)
    return fleet
  }

  /** A rollout that is under way by the record; one whose epoch has been followed by another is over. */
  async #takeUp(name: string, fleet: Fleet): Promise<void> {
    const { store, now } = this.#options
    const { target, course } = fleet
    const record = store.newest().get(name)
    if (course !== null || target === null || record === undefined) return
    const { epoch } = record.context
    if (isOver(record.phase) && !(promisesNews(record) && target.epoch === epoch)) return
    if (target.epoch < epoch) return
    const taken = this.#courseOf(record, target)
    if (target.epoch === epoch) fleet.course = taken
    else await taken.supersede(target.epoch, now())
  }

  #courseOf(record: RolloutRecord, target: Target): Course {
    const { store, keys, states, log, now } = this.#options
    const publish: ControllerOptions['publish'] = async (topic, payload, retain) => {
      const { name, leaf } = parseTopic(topic) ?? { name: '', leaf: '' }
      if (leaf === 'rollout') refuseUncounted(KINDS.Rollout, payload, this.#fleets.get(name)?.trust ?? null, topic)
      await this.#options.publish(topic, payload, retain)
    }
    return new Course({ record, target, keys, states, log, publish, save: (next) => store.put(next), nowMs: now() })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => {}) // whoever waits for `done` is told
    return done
  }
}

function promisesNews({ context }: RolloutRecord): boolean {
  return (context.freshForMs ?? 0) > 0
}

function replaced(fleet: string): HoldfastError {
  return new HoldfastError('HF_ROLLOUT_REPLACED', 'another controller has taken over', { place: fleet })
}
