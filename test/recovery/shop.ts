/** Signed releases of a small shop, and the images that they need. */
import { KINDS } from '../../protocol/codec.ts'
import { Restart, RolloutState, Strategy } from '../../protocol/enums.ts'
import { type PrivateKey, parsePrivateKey } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { STEADY } from '../../simulators/engine/behaviour.ts'
import { type SimulatedRegistry, simulatedImage } from '../../simulators/engine/images.ts'

export const IDENTITY = { device: 'd1', fleet: 'f' }
export const TOPICS = { own: deviceTopics('d1'), fleet: fleetTopics('f') }

const keyOf = (role: 'release' | 'rollout', byte: number): PrivateKey =>
  parsePrivateKey(`holdfast-${role}-private ${Buffer.alloc(32, byte).toString('base64')}`)
export const KEYS = [keyOf('release', 1), keyOf('rollout', 2)]

const POLICY = { healthTimeoutMs: 5_000, soakMs: 20, contactTimeoutMs: 20_000 }

/** What a service is like. `ends`: its process ends at once, with 1. */
export type Kind = 'steady' | 'ends'

/** A release of these services; its images are in the registry from then on. */
export function signedTarget(epoch: number, services: Record<string, Kind>, registry: SimulatedRegistry): Uint8Array {
  const release = withReleaseId({
    name: 'shop',
    version: `v${epoch}`,
    services: Object.entries(services).map(([name, kind]) => ({
      name,
      image: registry.push(
        simulatedImage({
          repository: `registry.test/${name}`,
          tag: `v${epoch}`,
          behaviour: kind === 'ends' ? { ...STEADY, exitsAfterMs: 1, exitCode: 1 } : STEADY,
        }),
      ),
      restart: kind === 'ends' ? Restart.RESTART_NO : Restart.RESTART_ON_FAILURE,
      strategy: Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
      networks: [{ network: 'inner' }],
    })),
    networks: [{ name: 'inner' }],
  })
  return seal(KINDS.Target, { fleet: 'f', epoch, release, policy: POLICY }, KEYS)
}

export function signedRollout(epoch: number, state: 'go' | 'paused'): Uint8Array {
  const [revision, word] = state === 'go' ? [1, RolloutState.ROLLOUT_STATE_GO] : [2, RolloutState.ROLLOUT_STATE_PAUSED]
  return seal(KINDS.Rollout, { fleet: 'f', epoch, revision, state: word, share: 10_000 }, KEYS)
}
