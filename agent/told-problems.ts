/**
 * What the agent had to give up at a start, told until somebody has heard it.
 *
 * Invariant: a problem is on the disk with the first batch of the life that met it; it is dropped only when a report
 * with it has been acknowledged.
 */
import { faultOf } from '../protocol/errors.ts'
import type { Checkpoint, Loaded, Store, Write } from '../storage/store.ts'
import type { Log } from './log.ts'

/** The checkpoint's name. */
export const PROBLEMS = 'problems'
const VERSION = 1

/** Those of earlier lives that nobody has heard of, and those that the store itself has met. */
export function untoldProblems({ checkpoints, problems }: Pick<Loaded, 'checkpoints' | 'problems'>): string[] {
  return [...problems, ...readProblems(checkpoints.get(PROBLEMS))]
}

/** Keeps those that this life has met; nothing when there are none. */
export function keepProblems(met: readonly string[], untold: readonly string[]): Write[] {
  return met.length === 0 ? [] : [written([...new Set([...untold, ...met])])]
}

/** To be called with each report that was acknowledged: the first one ends it. */
export function toldOnce(problems: readonly string[], store: Pick<Store, 'commit'>, log: Log): () => void {
  let untold = problems.length > 0
  return () => {
    if (!untold) return
    untold = false
    store.commit([{ op: 'drop-problems' }, written([])]).catch((error: unknown) => {
      untold = true
      log.warn('what recovery found will be told once more', { ...faultOf(error) })
    })
  }
}

function written(problems: readonly string[]): Write {
  const body = new TextEncoder().encode(JSON.stringify(problems))
  return { op: 'checkpoint', machine: PROBLEMS, version: VERSION, body }
}

function readProblems(checkpoint: Pick<Checkpoint, 'version' | 'body'> | undefined): string[] {
  if (checkpoint === undefined) return []
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(checkpoint.body))
    if (checkpoint.version === VERSION && Array.isArray(found)) return found.map(String)
  } catch {
    // Then it is told that they cannot be read.
  }
  return ['What was found at earlier starts cannot be read any more.']
}
