/**
 * Targets that were opened once in this process.
 *
 * Invariant: what comes out is what `openTarget` gives for exactly these bytes and this trust; nobody changes it. What
 * is refused is looked at again each time. Few are kept: a fleet runs few releases at a time.
 */
import { type OpenTarget, openTarget } from '../agent/open-target.ts'
import type { CheckedTarget } from '../protocol/check-target.ts'
import { stateOf, type Trusted } from '../protocol/signature.ts'
import { documentId } from '../protocol/spec-hash.ts'

const MOST = 32

/** For agents that share a process. */
export function sharedTargets(): OpenTarget {
  const known = new Map<string, CheckedTarget>()
  // The same buffer comes to many, and needs no hash then.
  const ids = new WeakMap<Uint8Array, string>()
  const trusts = new WeakMap<Trusted, string>()
  return (bytes, trusted) => {
    const id = ids.get(bytes) ?? documentId(bytes)
    ids.set(bytes, id)
    const trust = trusts.get(trusted) ?? nameOf(trusted)
    trusts.set(trusted, trust)
    const exact = `${id} ${trust}`
    const found = known.get(exact)
    if (found !== undefined) return found
    const target = openTarget(bytes, trusted)
    known.set(exact, target)
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
    return target
  }
}

/** The same for the same keys, thresholds and version, and for no others. */
function nameOf(trusted: Trusted): string {
  const { version, thresholds, keys } = stateOf(trusted)
  return JSON.stringify([version, thresholds, keys.map(({ role, id }) => [role, id])])
}
