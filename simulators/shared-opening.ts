/**
 * Targets and rollouts that were opened once in this process.
 *
 * Invariant: what comes out is what `OPENING` gives for exactly these bytes and this trust; nobody changes it. What
 * is refused is looked at again each time. Few are kept: a fleet runs few releases at a time.
 */
import { OPENING, type Opening } from '../agent/opening.ts'
import { stateOf, type Trusted } from '../protocol/signature.ts'
import { documentId } from '../protocol/spec-hash.ts'

const MOST = 32

/** For agents that share a process. */
export function sharedOpening(): Opening {
  // The same buffer comes to many, and needs no hash then.
  const ids = new WeakMap<Uint8Array, string>()
  const trusts = new WeakMap<Trusted, string>()
  const once = <T>(open: (bytes: Uint8Array, trusted: Trusted) => T): typeof open => {
    const known = new Map<string, T>()
    return (bytes, trusted) => {
      const id = ids.get(bytes) ?? documentId(bytes)
      ids.set(bytes, id)
      const trust = trusts.get(trusted) ?? nameOf(trusted)
      trusts.set(trusted, trust)
      const exact = `${id} ${trust}`
      const found = known.get(exact)
      if (found !== undefined) return found
      const opened = open(bytes, trusted)
      known.set(exact, opened)
      const [oldest] = known.keys()
      if (known.size > MOST && oldest !== undefined) known.delete(oldest)
      return opened
    }
  }
  return { target: once(OPENING.target), rollout: once(OPENING.rollout) }
}

/** The same for the same keys, thresholds and version, and for no others. */
function nameOf(trusted: Trusted): string {
  const { version, thresholds, keys } = stateOf(trusted)
  return JSON.stringify([version, thresholds, keys.map(({ role, id }) => [role, id])])
}
