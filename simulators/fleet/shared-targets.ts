/**
 * Targets that were opened once in this process.
 *
 * Invariant: what comes out is what `openTarget` gives for exactly these bytes and keys; nobody changes it. Few are
 * kept: a fleet runs few releases at a time.
 */
import { type OpenTarget, openTarget } from '../../agent/open-target.ts'
import type { CheckedTarget } from '../../protocol/check-target.ts'
import { documentId } from '../../protocol/spec-hash.ts'

const MOST = 32

/** For agents that all trust the same keys. */
export function sharedTargets(): OpenTarget {
  const known = new Map<string, CheckedTarget>()
  // The same buffer comes to many, and needs no hash then.
  const ids = new WeakMap<Uint8Array, string>()
  return (bytes, trusted) => {
    const id = ids.get(bytes) ?? documentId(bytes)
    ids.set(bytes, id)
    const found = known.get(id)
    if (found !== undefined) return found
    const target = openTarget(bytes, trusted)
    known.set(id, target)
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    return target
  }
}
