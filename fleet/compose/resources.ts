/**
 * Limits: `deploy` and the older keys beside it, which say the same.
 *
 * Invariant: a limit is in the unit of the release (bytes, billionths of a CPU), never in two places.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Restart } from '../../protocol/enums.ts'
import type { DeviceRequest, Resources, Service } from '../../protocol/types.ts'
import { BLOCK_IO_LEVEL } from './block-io.ts'
import { ValueFault } from './faults.ts'
import { type Level, type Rule, readLevel } from './level.ts'
import { bytes, bytesOrUnlimited, describe, list, oneOf, record, texts, whole, word } from './read.ts'
import type { Scope } from './scope.ts'
import { CPUSET, formed } from './values.ts'
import type { Node } from './yaml-tree.ts'

type Draft = Loose<Service>
const MIN_MEMORY = 6 * 1024 ** 2
const MAX_UINT32 = 2 ** 32 - 1
const NOT_ON_V2 = 'cgroup v2, which devices have today, does not know it'
const SWARM = 'it is for a swarm'

/** A resource of the release by its reader. */
function resource(doc: string, read: (node: Node) => Loose<Resources>): Rule<Draft> {
  return { doc, read: (node) => ({ resources: read(node) }) }
}

/** Keys of a service that limit it. */
export const RESOURCE_KEYS: Level<Draft>['keys'] = {
  mem_limit: resource('most memory, at least 6m', (node) => ({ memoryBytes: memory(node) })),
  mem_reservation: resource('memory kept for it', (node) => ({ memoryReservationBytes: memory(node) })),
  memswap_limit: resource('memory and swap together, -1 for no limit; needs a limit of memory', (node) => ({
    memorySwapBytes: bytesOrUnlimited(node),
  })),
  mem_swappiness: { refused: NOT_ON_V2 },
  cpus: resource('CPUs, also parts of one', (node) => ({ nanoCpus: cpus(node) })),
  cpu_shares: resource('weight against others', (node) => ({ cpuShares: whole(node, 0, MAX_UINT32) })),
  cpu_quota: resource('microseconds in each period, at least 1000; -1 for no limit', (node) => ({
    cpuQuota: quota(node),
  })),
  cpu_period: resource('microseconds, from 1000 to 1000000', (node) => ({ cpuPeriod: whole(node, 1000, 1_000_000) })),
  cpuset: resource('CPUs that it may use: "0-1"', (node) => ({ cpuset: formed(CPUSET)(node) })),
  pids_limit: resource('most processes, -1 for no limit', (node) => ({ pidsLimit: pids(node) })),
  cpu_count: { ignored: 'it is for Windows' },
  cpu_percent: { ignored: 'it is for Windows' },
  cpu_rt_runtime: { refused: NOT_ON_V2 },
  cpu_rt_period: { refused: NOT_ON_V2 },
  blkio_config: { doc: 'see below', read: (node, scope) => ({ blockIo: readLevel(BLOCK_IO_LEVEL, node, scope) }) },
  storage_opt: { doc: "the storage driver's options: size", read: (node) => ({ storageOptions: record(node) }) },
}

const LIMITS_LEVEL: Level<Draft> = {
  title: '`deploy.resources.limits`',
  keys: {
    cpus: resource('as `cpus` of the service', (node) => ({ nanoCpus: cpus(node) })),
    memory: resource('as `mem_limit`', (node) => ({ memoryBytes: memory(node) })),
    pids: resource('as `pids_limit`', (node) => ({ pidsLimit: pids(node) })),
  },
}

const DEVICE_REQUEST_LEVEL: Level<Loose<DeviceRequest>> = {
  title: 'An item of `deploy.resources.reservations.devices`',
  keys: {
    capabilities: { doc: 'a list: gpu', read: (node) => ({ capabilities: texts(node) }) },
    driver: { doc: 'nvidia, …', read: (node) => ({ driver: word(node) }) },
    count: { doc: 'a number, or all', read: (node) => ({ count: deviceCount(node) }) },
    device_ids: { doc: 'which ones, instead of how many', read: (node) => ({ deviceIds: texts(node) }) },
    options: { doc: "the driver's options", read: (node) => ({ options: record(node) }) },
  },
}

const RESERVATIONS_LEVEL: Level<Draft> = {
  title: '`deploy.resources.reservations`',
  keys: {
    memory: resource('as `mem_reservation`', (node) => ({ memoryReservationBytes: memory(node) })),
    devices: {
      doc: 'see below',
      read: (node, scope) => ({
        deviceRequests: list(node).items.map((item) =>
          deviceRequest(readLevel(DEVICE_REQUEST_LEVEL, item, scope), item),
        ),
      }),
    },
    cpus: { ignored: SWARM },
    generic_resources: { refused: SWARM },
  },
}

const RESOURCES_LEVEL: Level<Draft> = {
  title: '`deploy.resources`',
  keys: {
    limits: { doc: 'see below', read: (node, scope) => readLevel(LIMITS_LEVEL, node, scope) },
    reservations: { doc: 'see below', read: (node, scope) => readLevel(RESERVATIONS_LEVEL, node, scope) },
  },
}

const POLICIES = {
  none: Restart.RESTART_NO,
  'on-failure': Restart.RESTART_ON_FAILURE,
  any: Restart.RESTART_ALWAYS,
  always: Restart.RESTART_ALWAYS,
  'unless-stopped': Restart.RESTART_UNLESS_STOPPED,
} as const

const RESTART_POLICY_LEVEL: Level<Draft> = {
  title: '`deploy.restart_policy`',
  keys: {
    condition: { doc: 'none, on-failure or any', read: (node) => ({ restart: oneOf(POLICIES)(node) }) },
    max_attempts: { doc: 'with on-failure', read: (node) => ({ restartMaxRetries: whole(node, 0, MAX_UINT32) }) },
    delay: { ignored: 'the engine has its own, growing delay' },
    window: { ignored: 'the engine has its own' },
  },
}

/** `deploy` of a service. */
export const DEPLOY_LEVEL: Level<Draft> = {
  title: '`deploy` of a service',
  keys: {
    resources: { doc: 'see below', read: (node, scope) => readLevel(RESOURCES_LEVEL, node, scope) },
    restart_policy: { doc: 'see below', read: (node, scope) => readLevel(RESTART_POLICY_LEVEL, node, scope) },
    replicas: { doc: 'only 1', read: onlyOne },
    mode: { ignored: SWARM },
    labels: { ignored: SWARM },
    placement: { ignored: SWARM },
    endpoint_mode: { ignored: SWARM },
    update_config: { ignored: 'a rollout and the strategy of `x-holdfast` take its place' },
    rollback_config: { ignored: 'a device goes back by itself' },
  },
}

/** Levels below `deploy`, for the documentation. */
export const DEPLOY_PARTS = [
  RESOURCES_LEVEL,
  LIMITS_LEVEL,
  RESERVATIONS_LEVEL,
  DEVICE_REQUEST_LEVEL,
  RESTART_POLICY_LEVEL,
]

/** A service runs once on a device. */
export function onlyOne(node: Node): Draft {
  if (whole(node, 0, MAX_UINT32) !== 1)
    throw new ValueFault(
      node.place,
      'a service runs once on each device; write a second service',
      'HF_COMPOSE_UNSUPPORTED',
    )
  return {}
}

/** `gpus`: "all", or a list as `devices` above. */
export function readGpus(node: Node, scope: Scope): Draft {
  const all = node.kind === 'scalar' && node.value === 'all'
  const requests = all ? [{ count: -1 }] : list(node).items.map((item) => readLevel(DEVICE_REQUEST_LEVEL, item, scope))
  return { deviceRequests: requests.map((request) => ({ count: -1, ...request, capabilities: ['gpu'] })) }
}

function deviceRequest(request: Loose<DeviceRequest>, node: Node): Loose<DeviceRequest> {
  if (request.capabilities === undefined || request.capabilities.length === 0)
    throw new ValueFault(node.place, 'needs "capabilities", for example [gpu]')
  if (request.count !== undefined && request.deviceIds !== undefined)
    throw new ValueFault(node.place, 'has both "count" and "device_ids"')
  return request.deviceIds === undefined ? { count: -1, ...request } : request
}

function deviceCount(node: Node): number {
  return node.kind === 'scalar' && node.value === 'all' ? -1 : whole(node, 1, 1024)
}

function cpus(node: Node): number {
  const count = node.kind === 'scalar' && node.source !== '' ? Number(node.value) : Number.NaN
  if (!(count >= 0 && count <= 4096))
    throw new ValueFault(node.place, `has to be a number of CPUs, not ${describe(node)}`)
  return Math.round(count * 1e9)
}

/** Engines take no less, but for 0, which is no limit. */
function memory(node: Node): number {
  const size = bytes(node)
  if (size === 0 || size >= MIN_MEMORY) return size
  throw new ValueFault(node.place, `has to be at least 6m, which engines ask for, not ${describe(node)}`)
}

/** No limit is 0 in a release. */
function quota(node: Node): number {
  const unlimited = node.kind === 'scalar' && ['-1', '0'].includes(String(node.value))
  return unlimited ? 0 : whole(node, 1000, Number.MAX_SAFE_INTEGER)
}

function pids(node: Node): number {
  return whole(node, -1, 2 ** 31 - 1)
}
