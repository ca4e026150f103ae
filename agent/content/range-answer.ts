/**
 * What a registry's answer to "the blob from this byte on" is worth.
 *
 * Invariant: pure; a body is taken only when it can be what was asked for, by everything that its headers say.
 */
import type { ErrorCode } from '../../protocol/errors.ts'

export interface RangeAsked {
  /** The first byte that is wanted. */
  from: number
  /** Of the whole blob. */
  bytes: number
}

export interface Answered {
  status: number
  contentLength: string | undefined
  contentRange: string | undefined
  retryAfter: string | undefined
}

export type Verdict =
  /** The body follows; so many bytes of it are there already. */
  | { kind: 'take'; skip: number }
  | {
      kind: 'refused'
      code: ErrorCode
      message: string
      /** So long it asks not to be asked; null when it does not say. */
      afterMs: number | null
    }

/** @param nowMs Unix time, for a date in Retry-After */
export function judgeAnswer({ from, bytes }: RangeAsked, answer: Answered, nowMs: number): Verdict {
  const { status } = answer
  if (status === 206) return judgeRange(from, bytes, answer)
  if (status === 200) return judgeLength(bytes, answer, from)
  const afterMs = afterMsOf(status, answer.retryAfter, nowMs)
  return { kind: 'refused', code: codeOf(status), message: `answered ${status}`, afterMs }
}

function judgeRange(from: number, bytes: number, answer: Answered): Verdict {
  const said = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(answer.contentRange ?? '')
  if (said === null) return lies(`sent a part and said of it ${JSON.stringify(answer.contentRange ?? '')}`)
  const [first, last] = [Number(said[1]), Number(said[2])]
  if (said[3] !== '*' && Number(said[3]) !== bytes) return lies(`has ${said[3]} bytes and not ${bytes}`)
  // One that gives less than all of the rest is asked again for what is left.
  if (first !== from || last < first || last >= bytes)
    return lies(`sent the bytes ${first} to ${last}, not from ${from}`)
  return judgeLength(last - first + 1, answer, 0)
}

function judgeLength(bytes: number, { contentLength }: Answered, skip: number): Verdict {
  if (contentLength !== undefined && Number(contentLength) !== bytes)
    return lies(`sends ${contentLength} bytes and not ${bytes}`)
  return { kind: 'take', skip }
}

function lies(message: string): Verdict {
  return { kind: 'refused', code: 'HF_REGISTRY_INVALID', message, afterMs: null }
}

/** By an HTTP status that is no success. */
export function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'HF_REGISTRY_UNAUTHORIZED'
  if (status === 404 || status === 410) return 'HF_REGISTRY_NOT_FOUND'
  if (status === 408 || status === 429 || status >= 500) return 'HF_REGISTRY_UNAVAILABLE'
  return 'HF_REGISTRY_INVALID'
}

/** So long a server asks not to be asked; null when it does not say. @param said its Retry-After */
export function afterMsOf(status: number, said: string | undefined, nowMs: number): number | null {
  return status === 429 || status === 503 ? retryAfterMs(said, nowMs) : null
}

/** Seconds or a date (RFC 9110); null for what is neither. */
function retryAfterMs(said: string | undefined, nowMs: number): number | null {
  if (said === undefined) return null
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1000
  const atMs = Date.parse(said)
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs)
}
