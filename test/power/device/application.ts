/**
 * What the whole device runs: a database with a volume, and a web server that shows it.
 *
 * Invariant: checks are slow, because the processor is emulated; each epoch changes the web server alone.
 */
import { KINDS } from '../../../protocol/codec.ts'
import { Condition, MountType, Restart, RolloutState } from '../../../protocol/enums.ts'
import type { PrivateKey } from '../../../protocol/keys.ts'
import { withReleaseId } from '../../../protocol/release-id.ts'
import { seal } from '../../../protocol/signature.ts'
import type { ShopImages } from '../../e2e/shop.ts'

export const FLEET = 'whole'
export const DEVICE = 'guest'

/** Enough to be cut in the middle of a pull; each epoch runs another one than the one before. */
export const VERSIONS = ['v1', 'v2', 'v3', 'v4']

export function versionOf(epoch: number): string {
  return VERSIONS[(epoch - 1) % VERSIONS.length]!
}

/** The signed target and rollout of an epoch. */
export function applicationOf(epoch: number, images: ShopImages, keys: readonly PrivateKey[]) {
  const check = (test: string) => ({
    test: ['CMD-SHELL', test],
    intervalMs: 3_000,
    timeoutMs: 60_000,
    retries: 5,
    startPeriodMs: 120_000,
  })
  const version = versionOf(epoch)
  const release = withReleaseId({
    name: 'whole',
    version,
    services: [
      {
        name: 'db',
        image: images.base,
        command: ['/db'],
        restart: Restart.RESTART_ALWAYS,
        mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }],
        healthcheck: check('test -e /data/born'),
      },
      {
        name: 'web',
        image: images.web[version] ?? '',
        command: ['/web'],
        restart: Restart.RESTART_ALWAYS,
        stopGraceMs: 5_000,
        mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/www/data', readOnly: true }],
        ports: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
        dependsOn: [{ service: 'db', condition: Condition.CONDITION_HEALTHY }],
        healthcheck: check('wget -q -O /dev/null http://127.0.0.1:8080/version'),
      },
    ],
    volumes: [{ name: 'data' }],
  })
  const policy = { healthTimeoutMs: 300_000, soakMs: 3_000, contactTimeoutMs: 300_000 }
  const rollout = { fleet: FLEET, epoch, revision: 1, state: RolloutState.ROLLOUT_STATE_GO, share: 10_000 }
  return {
    target: Buffer.from(seal(KINDS.Target, { fleet: FLEET, epoch, release, policy }, keys)),
    rollout: Buffer.from(seal(KINDS.Rollout, rollout, keys)),
  }
}
