/**
 * Sign-in by one token, and the sessions that it opens.
 *
 * Invariant: tokens are compared in constant time and never kept or shown; wrong ones from one address are looked
 * at ever more slowly; sessions end by themselves, and there are never more than so many.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { HttpFault } from './http-fault.ts'

/** Wrong tokens that are free. */
const FREE_TRIES = 5
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 60_000
const SESSION_MS = 12 * 3_600_000
const MOST_SESSIONS = 64
const MOST_ADDRESSES = 1_000

interface Failures {
  count: number
  untilMs: number
}

export class SignIn {
  readonly #token: Buffer
  readonly #now: () => number
  /** By the hash of their key; the oldest first. */
  readonly #sessions = new Map<string, number>()
  readonly #failures = new Map<string, Failures>()

  /** @param now monotonic milliseconds */
  constructor(token: string, now: () => number = () => performance.now()) {
    this.#token = digest(token)
    this.#now = now
  }

  /**
   * The key of a new session.
   * @throws HF_DASHBOARD_SIGN_IN, with 401 for a wrong token, with 429 for one that was not looked at
   */
  open(token: string, address: string): string {
    const now = this.#now()
    const failures = this.#failures.get(address)
    if (failures !== undefined && failures.untilMs > now) {
      const seconds = Math.ceil((failures.untilMs - now) / 1000)
      throw new HttpFault(429, 'HF_DASHBOARD_SIGN_IN', `too many wrong tokens; try again in ${seconds} s`, {
        'retry-after': String(seconds),
      })
    }
    if (!timingSafeEqual(digest(token), this.#token)) {
      this.#fail(address, (failures?.count ?? 0) + 1, now)
      throw new HttpFault(401, 'HF_DASHBOARD_SIGN_IN', 'that is not the token')
    }
    this.#failures.delete(address)
    const key = randomBytes(32).toString('base64url')
    this.#sessions.set(digest(key).toString('hex'), now + SESSION_MS)
    drop(this.#sessions, MOST_SESSIONS)
    return key
  }

  /** Whether there is such a session; it lasts longer for having been used. */
  has(key: string | undefined): boolean {
    if (key === undefined) return false
    const id = digest(key).toString('hex')
    const now = this.#now()
    const isOpen = (this.#sessions.get(id) ?? 0) > now
    this.#sessions.delete(id)
    if (isOpen) this.#sessions.set(id, now + SESSION_MS)
    return isOpen
  }

  /** Signs out. */
  close(key: string | undefined): void {
    if (key !== undefined) this.#sessions.delete(digest(key).toString('hex'))
  }

  #fail(address: string, count: number, now: number): void {
    const waitMs = count < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - FREE_TRIES))
    this.#failures.delete(address)
    this.#failures.set(address, { count, untilMs: now + waitMs })
    drop(this.#failures, MOST_ADDRESSES)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** The oldest go. */
function drop(map: Map<string, unknown>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return
    map.delete(key)
  }
}
