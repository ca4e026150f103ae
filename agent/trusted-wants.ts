/**
 * Which targets that are wanted would not be taken any more, by the keys that count now.
 *
 * Invariant: what runs, and has been proved, is never among them: removed keys stop counting for what is new.
 */
import type { Intent, Scope } from '../machines/intent.ts'
import type { TrustState } from '../protocol/check-trust.ts'
import { KINDS } from '../protocol/codec.ts'
import { isSignatureFault, open } from '../protocol/signature.ts'
import type { Store } from '../storage/store.ts'

export async function untrustedScopes(
  intent: Intent,
  store: Pick<Store, 'document'>,
  newest: TrustState,
): Promise<Scope[]> {
  const scopes: Scope[] = []
  for (const scope of ['fleet', 'device'] as const) {
    const document = intent.wanted[scope]?.release.document
    if (document === undefined || document === intent.current?.document) continue
    const bytes = await store.document(document)
    // One that is lost is told by the machine, and comes again.
    if (bytes !== null && !isTrusted(bytes, newest)) scopes.push(scope)
  }
  return scopes
}

function isTrusted(bytes: Uint8Array, newest: TrustState): boolean {
  try {
    open(KINDS.Target, bytes, newest)
    return true
  } catch (error) {
    if (isSignatureFault(error)) return false
    throw error
  }
}
