/**
 * The agent's parts that go on from what the store has kept.
 *
 * Invariant: one that cannot be read begins anew and says so in `met`; none of them does anything yet.
 */
import { stateOf } from '../protocol/signature.ts'
import type { Loaded } from '../storage/store.ts'
import type { AgentOptions } from './agent-options.ts'
import { BOOT, bootMet } from './boot.ts'
import { BUNDLE } from './bundle/saved-bundle.ts'
import { BundleDoor } from './bundle-door.ts'
import { intentFrom } from './checkpoint.ts'
import { DEFERRALS, Deferrals } from './deferrals.ts'
import { FAILED_LOGS, FailedLogs } from './failed-logs.ts'
import { FRESHNESS, Freshness } from './freshness.ts'
import { LEASES, Leases } from './leases.ts'
import { NETWORK, networkIntentFrom } from './network/checkpoint.ts'
import { OUTCOMES, Outcomes } from './outcomes.ts'
import { READY_WORDS, ReadyWords } from './ready-words.ts'
import { SECRETS, Vault } from './secrets/vault.ts'
import { TRUST, TrustKeeper } from './trust-keeper.ts'

type From = Pick<AgentOptions, 'identity' | 'trusted' | 'store' | 'clock' | 'log' | 'secrets' | 'bundles'>

export type KeptParts = ReturnType<typeof keptPartsOf>

/** @param changed hears when the report shows something else */
export function keptPartsOf(options: From, { checkpoints }: Loaded, changed: () => void) {
  const { identity, trusted, store, clock, log } = options
  const update = intentFrom(checkpoints.get('update'))
  const network = networkIntentFrom(checkpoints.get(NETWORK))
  const leases = new Leases({ store, clock, log, saved: checkpoints.get(LEASES) })
  const vault =
    options.secrets === undefined
      ? null
      : new Vault({ ...options.secrets, device: identity.device, store, saved: checkpoints.get(SECRETS) })
  const readyWords = new ReadyWords({ store, saved: checkpoints.get(READY_WORDS) })
  const deferrals = new Deferrals({ store, clock, saved: checkpoints.get(DEFERRALS) })
  const trust = new TrustKeeper({
    store,
    configured: stateOf(trusted),
    fleet: identity.fleet,
    saved: checkpoints.get(TRUST),
  })
  const freshness = new Freshness({ clock, saved: checkpoints.get(FRESHNESS), changed })
  const outcomes = new Outcomes(checkpoints.get(OUTCOMES))
  const failedLogs = new FailedLogs({ store, saved: checkpoints.get(FAILED_LOGS) })
  const boot = bootMet(checkpoints.get(BOOT), clock)
  const door = new BundleDoor(options.bundles ?? null, checkpoints.get(BUNDLE))
  const parts = { failedLogs, leases, readyWords, outcomes, deferrals, trust, freshness, boot, door }
  return {
    ...parts,
    vault,
    intent: update.intent,
    networkIntent: network.intent,
    /** What could not be read, a sentence each; null for what could. */
    met: [update, network, ...(vault === null ? [] : [vault]), ...Object.values(parts)].map(({ problem }) => problem),
  }
}
