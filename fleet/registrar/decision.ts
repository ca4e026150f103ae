/**
 * How a decision on a claim can end: it is given a certificate, waits, or is refused.
 *
 * Invariant: pure. A refusal changes nothing; it is worth a line in the audit log only where what it named is known, and
 * a device that is told that its identity is taken back is told which keys that means.
 */
import type { ErrorCode } from '../../protocol/errors.ts'
import { MAX_REVOKED_CLAIMS } from '../../protocol/revocation.ts'
import type { Asked } from './asked.ts'
import type { Change, DeviceRecord, Note, Via } from './records.ts'
import { type TakenBack, takenBackFrom } from './revocation.ts'

/** When to ask again. */
const RETRY_MS = { pending: 30_000, limited: 60_000, refused: 3_600_000 } as const

/** Who is to be given a certificate, and what that spends. */
export interface Grant {
  device: string
  fleet: string
  via: Via
  by: string
  /** Another board had the name: its certificates go. */
  replaces: boolean
  spends: Change | null
}

/** What it spends may have been spent in part by others. */
export function isSameGrant(one: Grant, other: Grant): boolean {
  return (['device', 'fleet', 'via', 'by', 'replaces'] as const).every((key) => one[key] === other[key])
}

export type Answer =
  | { state: 'granted'; device: string; fleet: string; certificates: string }
  | { state: 'issue'; grant: Grant }
  | { state: 'pending'; retryAfterMs: number }
  | { state: 'refused'; code: ErrorCode; message: string; retryAfterMs: number; takesBack?: TakenBack }

export interface Decision {
  answer: Answer
  /** Of an `issue`: `recordGrant` makes them, once there is a certificate. */
  changes: readonly Change[]
  note: Note | null
}

/** To one that waits for an operator. */
export const PENDING: Answer = { state: 'pending', retryAfterMs: RETRY_MS.pending }

export function issue(grant: Grant): Decision {
  return { answer: { state: 'issue', grant }, changes: [], note: null }
}

export function limited(message: string): Decision {
  return {
    answer: { state: 'refused', code: 'HF_CLAIM_LIMITED', message, retryAfterMs: RETRY_MS.limited },
    changes: [],
    note: null,
  }
}

export function refuseRevoked(device: DeviceRecord, asked: Asked): Decision {
  return device.erased
    ? refuse('HF_DEVICE_ERASED', `${device.name} was decommissioned`, asked, device.name, takenBackOf(device, asked))
    : refuse(
        'HF_DEVICE_REVOKED',
        `the identity of ${device.name} was taken back`,
        asked,
        device.name,
        takenBackOf(device, asked),
      )
}

/** With the key that was shown, which may be an old one; of a board that had the name before, that key alone. */
function takenBackOf(device: DeviceRecord, { id, proof }: Asked): TakenBack {
  const { claims, ...of } = takenBackFrom(device)
  const shown = proof.via === 'recovery' ? proof.claim : id
  if (device.claim === shown || device.given.some(({ claim }) => claim === shown))
    return { ...of, claims: [...new Set([shown, ...claims])].slice(0, MAX_REVOKED_CLAIMS) }
  return proof.via === 'recovery' ? { ...of, claims: [shown], volumes: false } : { ...of, claims }
}

/** @param by what it named that is known: worth a line in the audit log */
export function refuse(code: ErrorCode, message: string, asked: Asked, by = '', takesBack?: TakenBack): Decision {
  const note: Note = { event: 'refused', claim: asked.id, via: asked.proof.via, by, why: message }
  return {
    answer: {
      state: 'refused',
      code,
      message,
      retryAfterMs: RETRY_MS.refused,
      ...(takesBack === undefined ? {} : { takesBack }),
    },
    changes: [],
    note: by === '' ? null : note,
  }
}
