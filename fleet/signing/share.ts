/**
 * Shares of a fleet.
 *
 * Invariant: a share is a whole number of 10,000.
 */
import { WHOLE_SHARE } from '../../protocol/check-rollout.ts'
import { usage } from '../cli/args.ts'

/** "25%", "0.5%". @throws HF_USAGE */
export function parseShare(text: string): number {
  const match = /^(\d{1,3}(?:\.\d{1,2})?)\s*%$/.exec(text)
  const share = match === null ? Number.NaN : Math.round(Number(match[1]) * 100)
  if (!(share <= WHOLE_SHARE)) throw usage(`${JSON.stringify(text)} is not a share such as 25% or 0.5%`, '--share')
  return share
}

/** As it is written. */
export function formatShare(share: number): string {
  return `${share / 100}%`
}
