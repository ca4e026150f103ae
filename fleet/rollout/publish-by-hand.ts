/**
 * A rollout that an operator publishes without a controller: pause, resume, revert, now.
 *
 * Invariant: it goes above what is published, and names no fallback that the release key has not named.
 */
import { WHOLE_SHARE } from '../../protocol/check-rollout.ts'
import { KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { publishedRollout } from '../follow/published.ts'
import { publishedTrust, refuseUncounted } from '../follow/published-trust.ts'
import { Watch } from '../follow/watch.ts'
import { peek } from '../signing/sealed.ts'

const STATES = {
  pause: RolloutState.ROLLOUT_STATE_PAUSED,
  resume: RolloutState.ROLLOUT_STATE_GO,
  // Nobody else is let in: to the devices the same as a pause.
  abort: RolloutState.ROLLOUT_STATE_PAUSED,
  revert: RolloutState.ROLLOUT_STATE_REVERT,
  /** As it was, above what is published: news for devices that were promised some. */
  refresh: null,
} as const

export type HandAction = keyof typeof STATES

export interface Published {
  fleet: string
  epoch: number
  revision: number
  /** Of 10,000. */
  share: number
  state: number
  issuedAtMs: number
  freshForMs: number
}

/**
 * @param share of 10,000, and for how long nothing newer is to be missed: undefined leaves each as it was
 * @throws HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW when devices would refuse it
 * @throws HF_ROLLOUT_STATE when nothing is published, or there is no way back, or nothing to refresh; HF_BROKER_…
 */
export async function publishByHand(
  options: BrokerOptions,
  keys: readonly PrivateKey[],
  {
    fleet,
    action,
    share,
    freshForMs,
  }: { fleet: string; action: HandAction; share: number | undefined; freshForMs?: number | undefined },
  warn: (message: string) => void,
): Promise<Published> {
  const topics = fleetTopics(fleet)
  const watch = await Watch.open(options, warn, [topics.target, topics.rollout, topics.trust])
  try {
    const bytes = watch.last(topics.target)
    if (bytes === null) throw new HoldfastError('HF_ROLLOUT_STATE', 'nothing is published for it', { place: fleet })
    const target = peek(KINDS.Target, bytes, keys).message
    if (action === 'revert' && target.fallback === null)
      throw new HoldfastError('HF_ROLLOUT_STATE', `the target of epoch ${target.epoch} names no fallback`, {
        place: fleet,
      })
    const last = publishedRollout(watch, topics.rollout, keys)
    const current = last?.epoch === target.epoch ? last : null
    const state = STATES[action] ?? current?.state
    if (state === undefined)
      throw new HoldfastError('HF_ROLLOUT_STATE', `no rollout of epoch ${target.epoch} is published`, {
        place: fleet,
      })
    const rollout = {
      fleet,
      epoch: target.epoch,
      revision: (current?.revision ?? 0) + 1,
      state,
      share: share ?? current?.share ?? WHOLE_SHARE,
      devices: current?.devices ?? [],
      issuedAtMs: Date.now(),
      freshForMs: freshForMs ?? last?.freshForMs ?? 0,
    }
    const signed = seal(KINDS.Rollout, rollout, keys)
    refuseUncounted(KINDS.Rollout, signed, publishedTrust(watch.last(topics.trust), fleet, warn), topics.rollout)
    await watch.publish(topics.rollout, signed, true)
    return rollout
  } finally {
    await watch.close()
  }
}
