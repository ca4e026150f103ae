/**
 * Which devices are an aggregator's, where the broker cannot share.
 *
 * Invariant: pure; each device is in exactly one of the parts.
 */

import { lotOf } from '../../protocol/spec-hash.ts'
import { usage } from '../cli/args.ts'

export interface Part {
  /** Counted from 1. */
  part: number
  of: number
}

const MOST = 1000

/** "2/5". @throws HF_USAGE */
export function readPart(text: string): Part {
  const [, part, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (part === undefined || of === undefined || part < 1 || part > of || of > MOST)
    throw usage(`${JSON.stringify(text)} is not a part such as 2/5`, '--part')
  return { part, of }
}

export function isInPart(device: string, { part, of }: Part): boolean {
  return lotOf(device, 0) % of === part - 1
}
