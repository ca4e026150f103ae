/**
 * What a power cut leaves of a world.
 *
 * Invariant: plain data, or never changed in place: any number of worlds may go on from one capture.
 */
import { serialize } from 'node:v8'
import type { MemoryDisk } from '../../storage/memory-kv.ts'
import type { Kept } from '../broker/memory-broker.ts'
import type { KeptOperator } from './operator.ts'

/** All that is left of a world at a power cut, before it is known what the disk has kept. */
export interface Capture {
  monoMs: number
  wallMs: number
  disk: MemoryDisk
  /** Rises with every batch on that disk. */
  batches: number
  /** An `EngineState`, as bytes: cheaper to keep than objects, and quickly compared. */
  engine: Buffer
  broker: Kept
  /** A `Memory`. */
  memory: Buffer
  operator: KeptOperator
  boots: number
  bootId: string
}

/** Whether two captures of one run would be followed by the same. */
export function isSame(a: Capture, b: Capture): boolean {
  return (
    a.monoMs === b.monoMs &&
    a.batches === b.batches &&
    a.operator.done === b.operator.done &&
    a.engine.equals(b.engine) &&
    a.memory.equals(b.memory) &&
    serialize(a.broker).equals(serialize(b.broker))
  )
}
