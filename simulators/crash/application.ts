/**
 * Applications for the crash explorer: a few words become a release and the images that it needs.
 *
 * Invariant: the same words give the same release, images, ids and signatures, in every process.
 */
import type { Desired } from '../../machines/desired.ts'
import { desiredOf } from '../../machines/desired.ts'
import { KINDS, type Loose } from '../../protocol/codec.ts'
import { Condition, MountType, Restart, RolloutState, Strategy } from '../../protocol/enums.ts'
import { type PrivateKey, parsePrivateKey, type Role } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import type { LockRules, Policy, Release } from '../../protocol/types.ts'
import type { Behaviour } from '../engine/behaviour.ts'
import { STEADY } from '../engine/behaviour.ts'
import { referenceOf, type SimulatedImage, simulatedImage } from '../engine/images.ts'

export const DEVICE = 'd1'
export const FLEET = 'f'

/** By which an application says that it is ready to take over. */
export const READY_FILE = '/run/holdfast/ready'

export const STRATEGIES = {
  'download-then-kill': Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
  'kill-then-download': Strategy.STRATEGY_KILL_THEN_DOWNLOAD,
  'delete-then-download': Strategy.STRATEGY_DELETE_THEN_DOWNLOAD,
  'hand-over': Strategy.STRATEGY_HAND_OVER,
} as const
const CONDITIONS = {
  started: Condition.CONDITION_STARTED,
  healthy: Condition.CONDITION_HEALTHY,
  completed: Condition.CONDITION_COMPLETED,
} as const
const RESTARTS = {
  no: Restart.RESTART_NO,
  always: Restart.RESTART_ALWAYS,
  'on-failure': Restart.RESTART_ON_FAILURE,
  'unless-stopped': Restart.RESTART_UNLESS_STOPPED,
} as const

/** Sizes of an image's layers. */
const BASE_BYTES = 400_000
const OWN_BYTES = 100_000

/** A service in a few words. */
export interface Sketch {
  /** What makes its image another one. Default: the version. */
  tag?: string
  behaviour?: Partial<Behaviour>
  /** Of the layer of its image that is its own. Default 100,000. */
  bytes?: number
  /** Has a health check, once a second. */
  health?: boolean
  strategy?: keyof typeof STRATEGIES
  dependsOn?: Record<string, keyof typeof CONDITIONS>
  /** Default: always. */
  restart?: keyof typeof RESTARTS
  /** Names of volumes of the release. */
  volumes?: string[]
  hostPort?: number
  /** Names of secrets of the device. */
  secrets?: string[]
  /** What is made of its locks. */
  locks?: Loose<LockRules>
  /** With hand-over: the old one stays until this one says that it is ready. */
  waitUntilReady?: boolean
}

export interface Application {
  version: string
  release: Release
  images: SimulatedImage[]
  desired: Desired
  sketches: Record<string, Sketch>
  /** Goes over `POLICY`. */
  policy: Loose<Policy>
}

/** Every service is on the network "inner"; a service's stop takes 300 ms. */
export function application(
  version: string,
  sketches: Record<string, Sketch>,
  policy: Loose<Policy> = {},
): Application {
  const images = new Map(Object.entries(sketches).map(([name, sketch]) => [name, imageOf(name, version, sketch)]))
  const volumes = new Set(Object.values(sketches).flatMap((sketch) => sketch.volumes ?? []))
  const release = withReleaseId({
    name: 'shop',
    version,
    services: Object.entries(sketches).map(([name, sketch]) => ({
      name,
      image: referenceOf(images.get(name) as SimulatedImage),
      imageBytes: BASE_BYTES + (sketch.bytes ?? OWN_BYTES),
      strategy: STRATEGIES[sketch.strategy ?? 'download-then-kill'],
      handOver: sketch.waitUntilReady === true ? { waitUntilReady: true } : undefined,
      restart: RESTARTS[sketch.restart ?? 'always'],
      ...(sketch.locks === undefined ? {} : { locks: sketch.locks }),
      dependsOn: Object.entries(sketch.dependsOn ?? {}).map(([service, condition]) => ({
        service,
        condition: CONDITIONS[condition],
      })),
      networks: [{ network: 'inner', aliases: [] }],
      mounts: (sketch.volumes ?? []).map((volume) => ({
        type: MountType.MOUNT_TYPE_VOLUME,
        source: volume,
        target: `/${volume}`,
      })),
      files: (sketch.secrets ?? []).map((secret) => ({ path: `/run/secrets/${secret}`, secret })),
      ports: sketch.hostPort === undefined ? [] : [{ containerPort: 80, hostPort: sketch.hostPort, protocol: 'tcp' }],
      ...(sketch.health === true
        ? { healthcheck: { test: ['CMD', 'check'], intervalMs: 1_000, timeoutMs: 1_000, retries: 3 } }
        : {}),
    })),
    volumes: [...volumes].map((name) => ({ name })),
    networks: [{ name: 'inner' }],
  })
  return { version, release, images: [...images.values()], desired: desiredOf(DEVICE, release), sketches, policy }
}

/** The same, as another device shall run it. */
export function onDevice(device: string, app: Application): Application {
  return { ...app, desired: desiredOf(device, app.release) }
}

function imageOf(
  name: string,
  version: string,
  { tag = version, behaviour = {}, bytes = OWN_BYTES }: Sketch,
): SimulatedImage {
  const repository = `registry.test/${name}`
  return simulatedImage({
    repository,
    tag,
    layers: [
      { name: 'base', bytes: BASE_BYTES },
      { name: `${name}:${tag}`, bytes },
    ],
    behaviour: { ...STEADY, stopsAfterMs: 300, ...behaviour },
  })
}

// Keys of the simulation alone: 32 equal bytes each.
export const keyOf = (role: Role, byte: number): PrivateKey =>
  parsePrivateKey(`holdfast-${role}-private ${Buffer.alloc(32, byte).toString('base64')}`)
export const KEYS: readonly PrivateKey[] = [keyOf('trust', 3), keyOf('release', 1), keyOf('rollout', 2)]

/** How an update is proved here: short, and the same everywhere. Milliseconds. */
export const POLICY = { healthTimeoutMs: 20_000, soakMs: 3_000, contactTimeoutMs: 120_000 }

const sealed = new Map<string, Uint8Array>()

/** Signing costs as much as ten transitions, so each message is signed once in a process. */
function once(key: string, make: () => Uint8Array): Uint8Array {
  const found = sealed.get(key) ?? make()
  sealed.set(key, found)
  return found
}

/** Who a target is for. */
export type Addressee = { fleet: string } | { device: string }

export function signedTarget(
  epoch: number,
  app: Application,
  fallback: Application | null,
  to: Addressee = { fleet: FLEET },
  keys = KEYS,
): Uint8Array {
  const policy = { ...POLICY, ...app.policy }
  return once(
    `${JSON.stringify([to, policy, keys.map(({ id }) => id)])} ${epoch} ${app.release.id} ${fallback?.release.id}`,
    () => seal(KINDS.Target, { ...to, epoch, release: app.release, fallback: fallback?.release, policy }, keys),
  )
}

const ROLLOUT_STATES = {
  go: RolloutState.ROLLOUT_STATE_GO,
  paused: RolloutState.ROLLOUT_STATE_PAUSED,
  revert: RolloutState.ROLLOUT_STATE_REVERT,
} as const
export type RolloutWord = keyof typeof ROLLOUT_STATES

/** @param share in ten thousandths */
export function signedRollout(epoch: number, revision: number, state: RolloutWord, share = 10_000): Uint8Array {
  return once(`${epoch}.${revision} ${state} ${share}`, () =>
    seal(KINDS.Rollout, { fleet: FLEET, epoch, revision, state: ROLLOUT_STATES[state], share }, KEYS),
  )
}
