/**
 * One image on its way, over all that is tried.
 *
 * Invariant: what came over the network only rises, by whichever way it came, and what neighbours gave is counted apart. What came of layers and
 * deltas beyond a plan is told of once, and counted.
 */
import type { PullProgress } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import { type FetchCourse, type FetchFallback, type FetchPlan, plannedBytes } from '../../protocol/fetch-plan.ts'

export class Course {
  readonly #onProgress: (progress: PullProgress) => void
  readonly #onExcess: (plan: FetchPlan) => void
  readonly #fallbacks: FetchFallback[] = []
  #way: FetchCourse['way'] | null = null
  #plan: FetchPlan | null = null
  /** Bytes over the network: by attempts that are over, by this one, and when it was planned. */
  #before = 0
  #now = 0
  #atPlan = 0
  /** From neighbours: by attempts that are over, and by this one. */
  #nearBefore = 0
  #near = 0
  /** Beyond plans that are over, and whether it was told of this one. */
  #excessBefore = 0
  #isTold = false

  /** @param onExcess hears once of each plan that it was not kept */
  constructor(onProgress: (progress: PullProgress) => void, onExcess: (plan: FetchPlan) => void) {
    this.#onProgress = onProgress
    this.#onExcess = onExcess
  }

  planned(plan: FetchPlan): void {
    this.#plan = plan
    this.#way = plan.way
    this.#atPlan = this.#fetched
    this.#isTold = false
  }

  /** The engine fetches it by itself. After a plan that is more than was planned: it is asked for before it comes. */
  pulls(): void {
    this.#way = 'pull'
    const totalBytes = this.#plan?.wholeBytes ?? 0
    if (totalBytes > 0)
      this.progressed({ doneBytes: 0, totalBytes, layersDone: 0, layers: 0, fetchedBytes: 0, toComeBytes: totalBytes })
  }

  /** The attempt is over, and another begins. @param way of an attempt in an earlier life */
  fellBack(error: unknown, way = this.#way ?? ''): void {
    const { code, message } = faultOf(error)
    this.#excessBefore = this.#excess
    this.#fallbacks.push({ way, code, message })
    this.#before = this.#fetched
    this.#now = 0
    this.#nearBefore += this.#near
    this.#near = 0
    this.#way = null
  }

  progressed(progress: PullProgress): void {
    this.#now = Math.max(this.#now, progress.fetchedBytes ?? progress.doneBytes)
    this.#near = Math.max(this.#near, progress.neighbourBytes ?? 0)
    const told: PullProgress = {
      ...progress,
      fetchedBytes: this.#fetched,
      neighbourBytes: this.#nearBefore + this.#near,
    }
    if (this.#way !== null)
      told.course = {
        way: this.#way,
        plan: this.#plan,
        fallbacks: [...this.#fallbacks],
        excessBytes: this.#excess,
      }
    this.#onProgress(told)
    if (this.#isTold || this.#plan === null || this.#excess <= this.#excessBefore) return
    this.#isTold = true
    this.#onExcess(this.#plan)
  }

  get #fetched(): number {
    return this.#before + this.#now
  }

  get #excess(): number {
    const isPlanned = this.#plan !== null && this.#way === this.#plan.way
    const beyond = isPlanned ? this.#fetched - this.#atPlan - plannedBytes(this.#plan as FetchPlan) : 0
    return this.#excessBefore + Math.max(0, beyond)
  }
}
