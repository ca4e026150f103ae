/**
 * Drives the provision machine without a world: events go in, effects are answered by hand.
 *
 * Invariant: what runs here is exactly what the durable runtime runs, `step`.
 */
import { begin, describe, type Machines, type Start, type StepResult, step } from '../../agent/runtime/step.ts'
import { provisionMachine } from '../../machines/provision.ts'
import { FRESH_PROVISION_INTENT, type IdentityFact, type ProvisionIntent } from '../../machines/provision-intent.ts'
import type { ProvisionContext } from '../../machines/provision-setup.ts'
import type { ErrorCode } from '../../protocol/errors.ts'

const MACHINES: Machines = { root: { name: 'provision', logic: provisionMachine }, journalActions: new Set() }

export class Board {
  #result: StepResult
  readonly #running = new Map<string, Start>()
  readonly told: (string | null)[] = []

  constructor(intent: ProvisionIntent = FRESH_PROVISION_INTENT) {
    this.#result = begin(MACHINES, { intent })
    this.#take()
  }

  get context(): ProvisionContext {
    return this.#result.snapshots.get('provision')?.context as ProvisionContext
  }

  /** "claiming.backingOff" */
  get state(): string {
    return describe(this.#result.snapshots.get('provision')!)
  }

  get intent(): ProvisionIntent {
    return this.context.intent
  }

  get running(): string[] {
    return [...this.#running.values()].map(({ id }) => id)
  }

  inputOf(id: string): unknown {
    return this.#startOf(id).input
  }

  done(id: string, output: unknown = null): this {
    this.#running.delete(this.#startOf(id).key)
    return this.send({ type: `xstate.done.actor.${id}`, output, actorId: id })
  }

  fail(id: string, code: ErrorCode): this {
    this.#running.delete(this.#startOf(id).key)
    return this.send({ type: `xstate.error.actor.${id}`, error: { code, message: 'it failed' }, actorId: id })
  }

  send(event: { type: string; [field: string]: unknown }): this {
    this.#result = step(MACHINES, this.#result.snapshots, 'provision', event)
    this.#take()
    return this
  }

  /** Only the intent is left. */
  powerCut(facts = { hasKey: true, canClaim: true }): Board {
    return new Board(JSON.parse(JSON.stringify(this.intent)) as ProvisionIntent).done('inspect', facts)
  }

  #startOf(id: string): Start {
    const start = [...this.#running.values()].find((candidate) => candidate.id === id)
    if (start === undefined) throw new Error(`${id} is not under way; these are: ${this.running.join(', ')}`)
    return start
  }

  #take(): void {
    for (const key of this.#result.stop) this.#running.delete(key)
    for (const start of this.#result.start) this.#running.set(start.key, start)
  }
}

export const CLAIM = 'c1a1'.repeat(8)
export const identity = (claim = CLAIM): IdentityFact => ({
  device: 'press-7',
  fleet: 'plant-a',
  claim,
  certificates: 'PEM',
  authority: 'PEM',
  brokerUrl: '',
  serialNumber: claim.slice(0, 4),
  notBeforeMs: 0,
  notAfterMs: 90 * 86_400_000,
})
export const granted = (claim?: string) => ({ state: 'granted', identity: identity(claim) })
export const PENDING = { state: 'pending', retryAfterMs: 60_000 }
export const REFUSED = {
  state: 'refused',
  fault: { code: 'HF_CLAIM_REFUSED', message: 'the token is used up' },
  retryAfterMs: 0,
}

export const fresh = () => new Board().done('inspect', { hasKey: false, canClaim: true })
export const claiming = () => fresh().done('generate', { claim: CLAIM })
export const verifying = () => claiming().done('claim', granted()).done('examine', null)
export const provisioned = () => verifying().done('verify').done('dropCredential')
