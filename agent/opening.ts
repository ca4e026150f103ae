/**
 * Signed targets and rollouts, opened: verified, decoded and checked.
 *
 * Invariant: what comes out is never changed by anybody, so that agents which share a process may share it.
 */
import { checkRollout } from '../protocol/check-rollout.ts'
import { type CheckedTarget, checkTarget } from '../protocol/check-target.ts'
import { KINDS } from '../protocol/codec.ts'
import { open, type Trusted } from '../protocol/signature.ts'
import type { Rollout } from '../protocol/types.ts'

export interface Opening {
  /** @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW, HF_TARGET_INVALID, HF_WIRE_… */
  target(bytes: Uint8Array, trusted: Trusted): CheckedTarget
  /** @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW, HF_WIRE_… */
  rollout(bytes: Uint8Array, trusted: Trusted): Rollout
}

/** Each anew. */
export const OPENING: Opening = {
  target: (bytes, trusted) => checkTarget(open(KINDS.Target, bytes, trusted)),
  rollout: (bytes, trusted) => checkRollout(open(KINDS.Rollout, bytes, trusted)),
}
