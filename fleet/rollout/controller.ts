/**
 * The controller: the rollouts of every fleet that it was asked to steer.
 *
 * Invariant: work is done one piece after another; a fleet is steered only after the broker has shown that nobody else
 * has taken it over since, and left alone as soon as somebody has.
 */
import { randomUUID } from 'node:crypto'
import { KINDS } from '../../protocol/codec.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics, parseTopic } from '../../protocol/topics.ts'
import type { Target } from '../../protocol/types.ts'
import { InOrder } from '../../storage/in-order.ts'
import { refuseUncounted } from '../follow/published-trust.ts'
import type { ControllerOptions } from './controller-options.ts'
import { Course } from './course.ts'
import { eventOf, type Wish } from './events.ts'
import { beginningOf } from './life.ts'
import { dueMark, type Marked, UNMARKED, writeMark } from './mark.ts'
import type { Plan } from './plan.ts'
import { isOver, type RolloutRecord } from './record.ts'
import { NOTHING_SHOWN, type Reads, type Shown, shownAfter } from './shown.ts'
import { fateOf, isOpen, startable } from './taking-up.ts'
import { type RolloutView, viewOf } from './view.ts'

/** One fleet, and its rollout if there is one. */
interface Fleet {
  shown: Shown
  course: Course | null
  /** Our mark, as it was published last. */
  marked: Marked
  /** Another controller's mark came over ours. */
  isReplaced: boolean
}

export class Controller {
  readonly #options: ControllerOptions
  readonly #id = randomUUID()
  readonly #fleets = new Map<string, Fleet>()
  readonly #inOrder = new InOrder()
  readonly #reads: Reads

  constructor(options: ControllerOptions) {
    this.#options = options
    const { keys, log } = options
    this.#reads = { id: this.#id, keys, warn: (message) => log('unreadable', { message }) }
  }

  /** Takes up what is not over, and what promised news; what somebody else has taken over meanwhile stays theirs. */
  async resume(): Promise<void> {
    for (const [fleet, record] of this.#options.store.newest()) if (isOpen(record)) await this.#watch(fleet, false)
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
    return this.#inOrder.run(async () => {
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
    return this.#inOrder.run(async () => {
      const { store, now } = this.#options
      const isSteered = (this.#fleets.get(fleet)?.course ?? null) !== null
      const held = await this.#watch(fleet, true)
      const record = store.newest().get(fleet)
      const { rollout, trust } = held.shown
      const target = startable(fleet, held.shown.target, { record, isSteered })
      const word = seal(KINDS.Rollout, { fleet, epoch: target.epoch }, this.#options.keys)
      refuseUncounted(KINDS.Rollout, word, trust, fleetTopics(fleet).rollout)
      const begun = beginningOf({ fleet, target, rollout, plan, nowMs: now() })
      await store.put(begun)
      held.course = this.#courseOf(begun, target)
      await held.course.survey(now())
      return viewOf(begun, held.course.tick(now()))
    })
  }

  /** @throws HF_ROLLOUT_UNKNOWN, HF_ROLLOUT_STATE */
  wish(fleet: string, wish: Wish, reason: string): Promise<RolloutView> {
    return this.#inOrder.run(async () => {
      const course = await this.#courseFor(fleet, wish)
      if (course === null) throw nothingThere(fleet)
      const nowMs = this.#options.now()
      await course.survey(nowMs)
      await this.#stillOurs(fleet, course, nowMs)
      await course.ask(eventOf(wish, { nowMs, reason, bad: course.bad(nowMs) }))
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
      const fleet = this.#fleets.get(record.context.fleet)
      const course = fleet?.course
      const isThis = course?.record.context.startedMs === record.context.startedMs
      if (isThis) return viewOf(course.record, course.tick(nowMs))
      const view = viewOf(record, null)
      if (fleet === undefined || isOver(record.phase)) return view
      if (fleet.isReplaced || this.#isElsewhere(fleet)) return { ...view, isElsewhere: true }
      return fleet.shown.target === null ? { ...view, isUnpublished: true } : view
    })
  }

  /** The link to the broker is there again, and may have lost what it retained. */
  anew(): void {
    for (const fleet of this.#fleets.values()) {
      fleet.course?.tellAnew()
      fleet.shown = { ...fleet.shown, rollout: null }
      fleet.marked = UNMARKED
    }
  }

  async #lookAt(name: string, fleet: Fleet): Promise<void> {
    if (!fleet.shown.isOurs) return
    await this.#takeUp(name, fleet)
    const { course } = fleet
    if (course === null) return
    const { epoch } = course.record.context
    const nowMs = this.#options.now()
    await course.survey(nowMs)
    // As it is shown now: another epoch, and another controller, may have come during the survey.
    const { target, rollout, isOurs } = fleet.shown
    if (!isOurs) return
    if (target !== null && target.epoch > epoch) await course.supersede(target.epoch, nowMs)
    else if (rollout !== null) await course.heard(rollout, nowMs)
    if (target?.epoch === epoch) {
      await course.look(nowMs)
      await course.refresh(nowMs)
    }
    await this.#show(fleet, course, nowMs)
  }

  /** Shows whoever looks how the rollout stands; a step at once, counts now and then. */
  async #show(fleet: Fleet, course: Course, nowMs: number): Promise<void> {
    const { failed: _, ...rollout } = viewOf(course.record, course.tick(nowMs)) // many names would fill it
    const due = dueMark(rollout, fleet.marked, nowMs)
    if (due === null) return
    await this.#mark(rollout.fleet, rollout, nowMs)
    fleet.marked = due
  }

  #mark(fleet: string, rollout: RolloutView | null, atMs: number): Promise<void> {
    const { store, publish } = this.#options
    return publish(fleetTopics(fleet).controller, writeMark({ id: this.#id, data: store.name, rollout, atMs }), true)
  }

  #heardFleet(name: string, leaf: string, payload: Uint8Array): void {
    const fleet = this.#fleets.get(name)
    if (fleet === undefined) return
    const before = fleet.shown
    fleet.shown = shownAfter(before, { fleet: name, leaf, payload }, this.#reads)
    if (fleet.shown.isOurs) fleet.isReplaced = false
    // What was there before our mark is that of somebody before.
    if (!before.isOurs || fleet.shown.isOurs) return
    fleet.isReplaced = true
    fleet.course = null
    this.#options.log('replaced', { fleet: name, ...faultOf(replaced(name)) })
  }

  /**
   * Reads what is published for a fleet, and puts our mark on it.
   * @param takes also where the mark is that of other data
   */
  async #watch(name: string, takes: boolean): Promise<Fleet> {
    const known = this.#fleets.get(name)
    const { log, subscribe } = this.#options
    const fleet = known ?? { shown: NOTHING_SHOWN, course: null, marked: UNMARKED, isReplaced: false }
    this.#fleets.set(name, fleet)
    const topics = fleetTopics(name)
    if (known === undefined) await subscribe([topics.trust, topics.target, topics.rollout, topics.controller])
    const { isOurs } = fleet.shown
    if (!takes && this.#isElsewhere(fleet)) {
      log('replaced', { fleet: name, ...faultOf(replaced(name)) })
      return fleet
    }
    if (!isOurs) await this.#mark(name, null, this.#options.now())
    await this.#takeUp(name, fleet)
    return fleet
  }

  /** A rollout that is under way by the record; one whose epoch has been followed by another is over. */
  async #takeUp(name: string, fleet: Fleet): Promise<void> {
    const { store, now } = this.#options
    const { target } = fleet.shown
    const record = store.newest().get(name)
    const fate = fateOf(record, target)
    if (fleet.course !== null || record === undefined || target === null || fate === 'nothing') return
    const course = this.#courseOf(record, target)
    if (fate === 'goes on') fleet.course = course
    else await course.supersede(target.epoch, now())
  }

  /** What is asked of it must not go over another epoch, or another controller, that has come meanwhile. @throws HF_ROLLOUT_UNKNOWN */
  async #stillOurs(name: string, course: Course, nowMs: number): Promise<void> {
    const fleet = this.#fleets.get(name)
    const epoch = fleet?.shown.target?.epoch ?? 0
    if (epoch > course.record.context.epoch) await course.supersede(epoch, nowMs)
    else if (fleet?.course === course) return
    throw nothingThere(name)
  }

  /** Also of one that is over, when it is to be taken back, as long as no other epoch has followed it. */
  async #courseFor(name: string, wish: Wish): Promise<Course | null> {
    const { store, now } = this.#options
    const under = this.#fleets.get(name)?.course ?? null
    if (wish !== 'revert' || (under !== null && !isOver(under.record.phase))) return under
    const record = store.newest().get(name)
    if (record === undefined) return null
    const fleet = await this.#watch(name, false)
    const { target, rollout } = fleet.shown
    if (this.#isElsewhere(fleet) || target?.epoch !== record.context.epoch) return null
    const course = fleet.course ?? this.#courseOf(record, target)
    fleet.course = course
    if (rollout !== null) await course.heard(rollout, now())
    return course
  }

  /** Whether the fleet bears the mark of a controller with other data. */
  #isElsewhere({ shown: { holder } }: Fleet): boolean {
    return holder !== '' && holder !== this.#options.store.name
  }

  #courseOf(record: RolloutRecord, target: Target): Course {
    const { store, keys, states, log, now } = this.#options
    const publish: ControllerOptions['publish'] = async (topic, payload, retain) => {
      const { name, leaf } = parseTopic(topic) ?? { name: '', leaf: '' }
      if (leaf === 'rollout')
        refuseUncounted(KINDS.Rollout, payload, this.#fleets.get(name)?.shown.trust ?? null, topic)
      await this.#options.publish(topic, payload, retain)
      // The broker's echo may come after the next rollout has begun, which would take it for another hand's.
      if (leaf === 'rollout') this.#heardFleet(name, leaf, payload)
    }
    return new Course({ record, target, keys, states, log, publish, save: (next) => store.put(next), nowMs: now() })
  }
}

function nothingThere(fleet: string): HoldfastError {
  return new HoldfastError('HF_ROLLOUT_UNKNOWN', 'no rollout is under way there', { place: fleet })
}

function replaced(fleet: string): HoldfastError {
  return new HoldfastError('HF_ROLLOUT_REPLACED', 'another controller has taken over', { place: fleet })
}
