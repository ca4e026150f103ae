/**
 * A signed target, opened: verified, decoded and checked.
 *
 * Invariant: what it gives is never changed by anybody, so that agents which share a process may share it.
 */
import { type CheckedTarget, checkTarget } from '../protocol/check-target.ts'
import { KINDS } from '../protocol/codec.ts'
import { open, type Trusted } from '../protocol/signature.ts'

/** @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW, HF_TARGET_INVALID, HF_WIRE_… */
export type OpenTarget = (bytes: Uint8Array, trusted: Trusted) => CheckedTarget

export const openTarget: OpenTarget = (bytes, trusted) => checkTarget(open(KINDS.Target, bytes, trusted))
