/**
 * When a certificate is to be renewed.
 *
 * Invariant: pure; the same certificate is due at the same moment after every restart, and a fleet that was claimed
 * at once is not due at once.
 */
import type { IdentityFact } from '../../machines/provision-intent.ts'

/** Of the lifetime. */
const SHARE = 2 / 3
const JITTER = 0.1

/** What a clock that may be wrong says of a certificate. */
export type Age = 'early' | 'due' | 'over'

/** Unix milliseconds: two thirds of the lifetime, and up to a tenth of it more or less. */
export function renewalMs({ claim, notBeforeMs, notAfterMs }: IdentityFact): number {
  // The hash of a key is as good as a lot, and is the same tomorrow.
  const lot = Number.parseInt(claim.slice(0, 8), 16) / 0xffffffff
  return Math.round(notBeforeMs + (notAfterMs - notBeforeMs) * (SHARE + JITTER * (2 * lot - 1)))
}

export function ageOf(identity: IdentityFact, nowMs: number): Age {
  if (nowMs >= identity.notAfterMs) return 'over'
  return nowMs >= renewalMs(identity) ? 'due' : 'early'
}
