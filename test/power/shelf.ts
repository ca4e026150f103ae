/**
 * The releases of the power rig: small ones that the simulated engine runs.
 *
 * Invariant: the same number is the same release; number {@link BAD} never becomes healthy.
 */
import { createHash } from 'node:crypto'
import { KINDS } from '../../protocol/codec.ts'
import { Condition, MountType, RolloutState } from '../../protocol/enums.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'

export const FLEET = 'power'
export const DEVICE = 'd1'

/** The epoch whose release is bad. */
export const BAD = 3
const EPOCHS = [1, 2, BAD, 4, 5] as const

const digestOf = (name: string): string => `sha256:${createHash('sha256').update(name).digest('hex')}`

const tagOf = (epoch: number): string => `v${epoch}`

/** For `simulators/engine/main.ts --images`. */
export function shelfImages(): object {
  const health = { intervalMs: 100, retries: 2 }
  const web = EPOCHS.map((epoch) => ({
    repository: 'registry.test/web',
    tag: tagOf(epoch),
    digest: digestOf(`web ${epoch}`),
    health,
    behaviour: epoch === BAD ? { healthyAfterMs: null } : {},
  }))
  return { images: [...web, { repository: 'registry.test/db', digest: digestOf('db'), health }] }
}

/** A signed target. */
export function targetOf(epoch: number, keys: readonly PrivateKey[]): Buffer {
  const release = withReleaseId({
    name: 'shop',
    version: tagOf(epoch),
    services: [
      {
        name: 'db',
        image: `registry.test/db@${digestOf('db')}`,
        mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }],
      },
      {
        name: 'web',
        image: `registry.test/web@${digestOf(`web ${epoch}`)}`,
        imageTag: tagOf(epoch),
        dependsOn: [{ service: 'db', condition: Condition.CONDITION_HEALTHY }],
      },
    ],
    volumes: [{ name: 'data' }],
  })
  const policy = { healthTimeoutMs: 3_000, soakMs: 200 }
  return Buffer.from(seal(KINDS.Target, { fleet: FLEET, epoch, release, policy }, keys))
}

/** A signed rollout of an epoch to everybody. */
export function rolloutOf(epoch: number, keys: readonly PrivateKey[]): Buffer {
  const rollout = { fleet: FLEET, epoch, revision: 1, state: RolloutState.ROLLOUT_STATE_GO, share: 10_000 }
  return Buffer.from(seal(KINDS.Rollout, rollout, keys))
}
