/**
 * One fleet as the broker has shown it: what is published for it, and whose mark it bears.
 *
 * Invariant: pure. What cannot be read changes nothing; a stranger's rollout steers no device, and does not steer us; nor
 * does an echo of what has been gone beyond. The fleet is ours while the last mark shown is our own.
 */
import type { TrustState } from '../../protocol/check-trust.ts'
import { KINDS } from '../../protocol/codec.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import { publishedTrust } from '../follow/published-trust.ts'
import { peek } from '../signing/sealed.ts'
import { readMark } from './mark.ts'

export interface Shown {
  target: Target | null
  rollout: Rollout | null
  /** Whose signatures devices count, where a chain says so. */
  trust: TrustState | null
  /** The broker has shown our own mark last: the fleet is ours. */
  isOurs: boolean
  /** Whose mark it has shown last, by their data; empty: nobody's. */
  holder: string
}

export const NOTHING_SHOWN: Shown = { target: null, rollout: null, trust: null, isOurs: false, holder: '' }

export interface Reads {
  /** Of the controller's life. */
  id: string
  keys: readonly PrivateKey[]
  warn(message: string): void
}

/**
 * What is known of a fleet after one more message for it.
 * @param leaf of its topic
 * @throws HF_WIRE_…, HF_SIGNATURE_INVALID: it cannot be read
 */
export function shownAfter(
  shown: Shown,
  { fleet, leaf, payload }: { fleet: string; leaf: string; payload: Uint8Array },
  { id, keys, warn }: Reads,
): Shown {
  if (leaf === 'trust') return { ...shown, trust: publishedTrust(payload, fleet, warn) }
  if (payload.byteLength === 0) return shown
  switch (leaf) {
    case 'target':
      return { ...shown, target: peek<Target>(KINDS.Target, payload, keys).message }
    case 'rollout': {
      const { message, verified } = peek<Rollout>(KINDS.Rollout, payload, keys)
      return verified && !isOlder(message, shown.rollout) ? { ...shown, rollout: message } : shown
    }
    case 'controller': {
      const mark = readMark(payload)
      return { ...shown, isOurs: mark?.id === id, holder: mark?.data ?? '' }
    }
    default:
      return shown
  }
}

function isOlder({ epoch, revision }: Rollout, than: Rollout | null): boolean {
  return than !== null && epoch === than.epoch && revision < than.revision
}
