/**
 * Applications of the explorer that speak to the agent by its local API.
 *
 * Invariant: an application asks again until it is heard; what it has asked for, and what it was granted, is in
 * `Memory`, for as long as the run that it counts for.
 */
import type { ApplicationCalls } from '../../agent/agent-options.ts'
import { LABELS } from '../../agent/labels.ts'
import type { Caller } from '../../agent/local-api/keys.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import type { ContainerRecord } from '../engine/engine-types.ts'
import type { VirtualClock } from '../virtual-clock.ts'
import { oursIn } from './held.ts'
import type { Memory } from './memory.ts'
import type { Hands, Scenario } from './scenario.ts'

/** An application takes so long to be ready, and asks again so much later. */
const READY_MS = 8_000
const AGAIN_MS = 1_000
const LEASE_MS = 600_000

interface LocalCallsOptions {
  clock: VirtualClock
  model: EngineModel
  memory: Memory
  scenario: Scenario
  bootId(): string | null
  fault(sentence: string): void
}

export class LocalCalls {
  readonly #options: LocalCallsOptions
  /** Of the agent that lives now. */
  #calls: ApplicationCalls | null = null

  constructor(options: LocalCallsOptions) {
    this.#options = options
    const { clock, model, scenario } = options
    model.watchRunning(({ running, labels, id }) => {
      const service = labels[LABELS.service] ?? ''
      const app = scenario.apps.find(({ release }) => release.id === labels[LABELS.release])
      if (!running || scenario.saysReady !== service || app?.sketches[service]?.waitUntilReady !== true) return
      clock.schedule(READY_MS, () => this.#sayReady(id, model.state.containers.get(id)?.run?.startedMs))
    })
  }

  /** The agent that lives now; null: none does. */
  attach(calls: ApplicationCalls | null): void {
    this.#calls = calls
  }

  /** An application takes a lock, or gives it back. */
  readonly lease: Hands['lease'] = (service, how) => {
    const { memory, model, bootId, fault } = this.#options
    const leases = this.#calls?.leases
    const record = oursIn(model).find(
      ({ run, config: { labels } }) => run !== null && labels[LABELS.service] === service,
    )
    if (leases === undefined || record === undefined) return
    const caller = callerOf(record)
    // From here on it may have been given back.
    if (how === 'release') memory.lease = null
    const asked =
      how === 'release'
        ? leases.release(caller)
        : leases.acquire(caller, { owner: service, reason: 'in the middle of a print', ms: LEASE_MS }).then(() => {
            memory.lease = { service, bootId: bootId() ?? '' }
          })
    asked.catch((error: unknown) => fault(`the lock of ${service} was not changed: ${String(error)}`))
  }

  #sayReady(id: string, startedMs: number | undefined): void {
    const { clock, model, memory } = this.#options
    const record = oursIn(model).find((one) => one.id === id)
    if (record === undefined || record.run?.startedMs !== startedMs) return
    let isHeard = false
    // An agent that has died, or cannot ask its engine, has not heard it.
    clock.schedule(AGAIN_MS, () => {
      if (!isHeard) this.#sayReady(id, startedMs)
    })
    if (this.#calls === null) return
    memory.saidReady.add(saidBy(id, startedMs))
    const heard = () => {
      isHeard = true
    }
    this.#calls.ready(callerOf(record)).then(heard, () => {
      // It is asked again.
    })
  }
}

function callerOf({ config: { labels } }: ContainerRecord): Caller {
  return { service: labels[LABELS.service] ?? '', spec: labels[LABELS.spec] ?? '' }
}

/** A word is of one run. */
export function saidBy(id: string, startedMs: number | undefined): string {
  return `${id} ${startedMs}`
}
