/**
 * The locks that applications hold by the local API, as leases.
 *
 * Invariant: one that was granted is on the disk before it is answered. A restart of the agent keeps them, each
 * with its term anew; a reboot ends them, since the applications start anew. To renew one as it is writes nothing.
 * Each is of the container that has taken it: the one that takes its place neither holds it nor can release it.
 */

import type { Observable } from 'rxjs'
import { type Lock, MAX_LOCK_MS, MAX_OWNER, MAX_REASON, plain } from '../machines/locks.ts'
import type { ClockPort } from '../machines/ports.ts'
import { faultOf, HoldfastError } from '../protocol/errors.ts'
import { InOrder } from '../storage/in-order.ts'
import type { Checkpoint, Store } from '../storage/store.ts'
import { GIVEN_UP } from './given-up.ts'
import type { Caller } from './local-api/keys.ts'
import type { Log } from './log.ts'
import { SAVED_VERSION, type SavedLease, savedLeases, writtenLeases } from './saved-leases.ts'
import { Told } from './told.ts'

export const DEFAULT_LEASE_MS = 300_000
const SHORTEST_LEASE_MS = 1_000
/** Of one container. */
const MAX_OWNERS = 16
/** The checkpoint's name. */
export const LEASES = 'leases'

interface LeasesOptions {
  store: Pick<Store, 'commit'>
  clock: ClockPort
  log: Log
  /** The checkpoint `leases`, as the store holds it. */
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
}

interface Lease extends SavedLease {
  /** By the monotonic clock. */
  endsMs: number
}

export class Leases {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  readonly #options: LeasesOptions
  readonly #changes = new Told<void>()
  /** One change after the other, so that what is written last is what holds. */
  readonly #inOrder = new InOrder()
  #leases: ReadonlyMap<string, Lease>
  #untilExpiry: AbortController | null = null

  constructor(options: LeasesOptions) {
    this.#options = options
    const { bootId, monoMs } = options.clock.now()
    const { leases, problem } = savedLeases(options.saved, bootId)
    this.problem = problem
    this.#leases = new Map(leases.map((lease) => [keyOf(lease), { ...lease, endsMs: monoMs + lease.ms }]))
    this.#awaitExpiry()
  }

  /** Whenever a lease is granted, released or over. */
  get changes(): Observable<void> {
    return this.#changes
  }

  /** Those in force, by service and owner. */
  all(): Lock[] {
    return [...this.#inForce().values()]
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      .map((lease) => lockOf(lease, lease.endsMs - this.#options.clock.now().monoMs))
  }

  /**
   * Grants a lease, or renews the one that this owner has.
   * @param ms its term from now
   * @throws HF_REQUEST_INVALID when the owner, the reason or the term is not one
   * @throws HF_LOCKS_EXHAUSTED when the service has as many as it may
   * @throws HF_STORE_UNWRITABLE and it is not granted
   */
  acquire(caller: Caller, asked: { owner: string; reason: string; ms: number }): Promise<Lock> {
    const { service, spec } = caller
    const saved: SavedLease = { service, spec, owner: asked.owner, reason: asked.reason, ms: asked.ms }
    checkLease(saved)
    return this.#inOrder.run(async () => {
      const inForce = this.#inForce()
      const known = inForce.get(keyOf(saved))
      const own = [...inForce.values()].filter((lease) => isOf(lease, caller))
      if (known === undefined && own.length >= MAX_OWNERS)
        throw new HoldfastError('HF_LOCKS_EXHAUSTED', `${service} holds ${own.length} locks already`)
      const next = new Map(inForce).set(keyOf(saved), { ...saved, endsMs: Number.POSITIVE_INFINITY })
      if (known?.reason !== saved.reason || known.ms !== saved.ms) await this.#save(next)
      // The term begins when it is granted, and not before a slow disk.
      const endsMs = this.#options.clock.now().monoMs + saved.ms
      this.#become(next.set(keyOf(saved), { ...saved, endsMs }))
      return lockOf(saved, saved.ms)
    })
  }

  /**
   * @param owner all of the caller when it is not given
   * @returns whether there was one
   * @throws HF_STORE_UNWRITABLE and it stays
   */
  release(caller: Caller, owner?: string): Promise<boolean> {
    return this.#inOrder.run(async () => {
      const inForce = this.#inForce()
      const rest = new Map(
        [...inForce].filter(([, lease]) => !(isOf(lease, caller) && (owner === undefined || lease.owner === owner))),
      )
      if (rest.size === inForce.size) return false
      await this.#save(rest)
      this.#become(rest)
      return true
    })
  }

  /** Waits for no expiry any more. */
  close(): void {
    this.#untilExpiry?.abort(GIVEN_UP)
    this.#changes.complete()
  }

  #inForce(): ReadonlyMap<string, Lease> {
    const { monoMs } = this.#options.clock.now()
    return new Map([...this.#leases].filter(([, { endsMs }]) => endsMs > monoMs))
  }

  async #save(leases: ReadonlyMap<string, Lease>): Promise<void> {
    const body = writtenLeases([...leases.values()], this.#options.clock.now().bootId)
    await this.#options.store.commit([{ op: 'checkpoint', machine: LEASES, version: SAVED_VERSION, body }])
  }

  #become(leases: ReadonlyMap<string, Lease>): void {
    this.#leases = leases
    this.#awaitExpiry()
    this.#changes.next()
  }

  #awaitExpiry(): void {
    this.#untilExpiry?.abort(GIVEN_UP)
    if (this.#leases.size === 0) return
    const waiting = new AbortController()
    this.#untilExpiry = waiting
    const { clock } = this.#options
    const soonestMs = Math.min(...[...this.#leases.values()].map(({ endsMs }) => endsMs))
    clock.sleep(Math.max(0, soonestMs - clock.now().monoMs), waiting.signal).then(
      () => this.#expire(),
      () => {}, // given up for a newer wait, or at the end
    )
  }

  /** What is over is taken off the disk too, or the next life would grant it once more. */
  #expire(): void {
    this.#inOrder
      .run(async () => {
        const inForce = this.#inForce()
        const isOver = inForce.size < this.#leases.size
        this.#become(inForce)
        if (isOver) await this.#save(inForce)
      })
      .catch((error: unknown) => {
        this.#options.log.warn('a lock that is over could not be taken off the disk', { ...faultOf(error) })
      })
  }
}

function isOf({ service, spec = '' }: SavedLease, caller: Caller): boolean {
  return service === caller.service && spec === caller.spec
}

function lockOf({ service, owner, reason, spec = '' }: SavedLease, remainingMs: number): Lock {
  return { service, owner, reason, remainingMs, via: 'api', ...(spec === '' ? {} : { spec }) }
}

function keyOf({ service, owner, spec = '' }: SavedLease): string {
  return `${service}\n${owner}\n${spec}`
}

function checkLease({ owner, reason, ms }: SavedLease): void {
  const fail = (place: string, message: string): never => {
    throw new HoldfastError('HF_REQUEST_INVALID', message, { place })
  }
  if (owner === '' || owner !== plain(owner, MAX_OWNER))
    fail('owner', `is not a name of 1 to ${MAX_OWNER} printable characters`)
  if (reason !== plain(reason, MAX_REASON)) fail('reason', `is not one line of at most ${MAX_REASON} characters`)
  if (!Number.isSafeInteger(ms) || ms < SHORTEST_LEASE_MS || ms > MAX_LOCK_MS)
    fail('seconds', 'is not between 1 and 86400')
}
