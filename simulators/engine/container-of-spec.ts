/**
 * Between the port's words and the model's: pure translations.
 *
 * Invariant: ownership goes into labels, as the real adapter writes them, so that either finds the other's
 * containers.
 */
import { filesLabelOf } from '../../agent/adapters/docker-files.ts'
import { serviceOf } from '../../agent/adapters/one-off.ts'
import { LABELS } from '../../agent/labels.ts'
import type { Container, ContainerSpec, RunFact } from '../../machines/ports.ts'
import { Health, MountType, Restart } from '../../protocol/enums.ts'
import type * as T from '../../protocol/types.ts'
import type { ContainerConfig, ContainerMount, ContainerRecord, PortBinding } from './engine-types.ts'
import type { RestartName, RestartPolicy } from './restart-rule.ts'

const DEFAULT_GRACE_MS = 10_000

export function configOfSpec(spec: ContainerSpec): ContainerConfig {
  const service = serviceOf(spec)
  const names = spec.run === undefined ? [service.name] : []
  const networks = service.networks.map(({ network, aliases }): [string, { aliases: string[] }] => [
    spec.networkNames[network] ?? network,
    { aliases: [...names, ...aliases] },
  ])
  return {
    name: spec.name,
    image: service.image,
    labels: {
      ...service.labels,
      [LABELS.device]: spec.device,
      [LABELS.release]: spec.release,
      [LABELS.service]: service.name,
      [LABELS.spec]: spec.specHash,
      [LABELS.files]: filesLabelOf(service.files),
      ...(spec.run === undefined ? {} : { [LABELS.run]: spec.run.operation }),
    },
    entrypoint: service.entrypoint,
    command: service.command,
    environment: Object.entries({ ...service.environment, ...spec.extras?.environment }).map(
      ([name, value]) => `${name}=${value}`,
    ),
    health: service.healthcheck,
    restart: { name: 'no', maxRetries: 0 },
    ports: service.ports.map(bindingOf),
    mounts: [
      ...service.mounts.map((mount) => mountOf(mount, spec.volumeNames)),
      ...(spec.extras?.binds ?? []).map((bind): ContainerMount => ({ type: 'bind', ...bind })),
    ],
    networkMode: spec.networkContainer === undefined ? service.networkMode : `container:${spec.networkContainer}`,
    networks: Object.fromEntries(networks),
    stopGraceMs: service.stopGraceMs || DEFAULT_GRACE_MS,
  }
}

export function containerOf(record: ContainerRecord): Container {
  const { config } = record
  return {
    id: record.id,
    name: config.name,
    service: config.labels[LABELS.service] ?? '',
    release: config.labels[LABELS.release] ?? '',
    specHash: config.labels[LABELS.spec] ?? '',
    state: record.state,
    health: healthOf(record),
    exitCode: record.exitCode,
    restarts: record.restarts,
    restart: RESTARTS[config.restart.name],
    startedAt: startOf(record),
    image: config.image,
    stopGraceMs: config.stopGraceMs,
    hostPorts: config.ports
      .filter(({ hostPort }) => hostPort !== 0)
      .map(({ container, hostPort }) => `${hostPort}/${container.split('/')[1] ?? 'tcp'}`),
  }
}

/** Containers are listed far more often than they start, and a moment in the engine's words costs as much as the rest. */
function startOf(record: ContainerRecord): string {
  const { startedWallMs } = record
  if (startedWallMs === null) return ''
  const known = starts.get(record)
  if (known?.wallMs === startedWallMs) return known.iso
  const iso = new Date(startedWallMs).toISOString()
  starts.set(record, { wallMs: startedWallMs, iso })
  return iso
}

/** As it was told last. */
const starts = new WeakMap<ContainerRecord, { wallMs: number; iso: string }>()

export function isRun({ config }: ContainerRecord): boolean {
  return LABELS.run in config.labels
}

export function runOf(record: ContainerRecord): RunFact {
  const { id, service, state, exitCode } = containerOf(record)
  return { id, operation: record.config.labels[LABELS.run] ?? '', service, state, exitCode }
}

export function policyOf(restart: T.Restart, maxRetries: number): RestartPolicy {
  const name = (Object.keys(RESTARTS) as RestartName[]).find((each) => RESTARTS[each] === restart) ?? 'no'
  return { name, maxRetries: name === 'on-failure' ? maxRetries : 0 }
}

/** The word of the engine's API. */
export function healthWord(record: ContainerRecord): 'none' | 'starting' | 'healthy' | 'unhealthy' {
  return (record.run?.health ?? record.lastHealth)?.status ?? 'none'
}

function healthOf(record: ContainerRecord): T.Health {
  return HEALTHS[healthWord(record)]
}

const HEALTHS: Record<ReturnType<typeof healthWord>, T.Health> = {
  none: Health.HEALTH_NONE,
  starting: Health.HEALTH_STARTING,
  healthy: Health.HEALTH_HEALTHY,
  unhealthy: Health.HEALTH_UNHEALTHY,
}

const RESTARTS: Record<RestartName, T.Restart> = {
  no: Restart.RESTART_NO,
  always: Restart.RESTART_ALWAYS,
  'on-failure': Restart.RESTART_ON_FAILURE,
  'unless-stopped': Restart.RESTART_UNLESS_STOPPED,
}

function bindingOf({ containerPort, hostPort, hostIp, protocol }: T.Port): PortBinding {
  return { container: `${containerPort}/${protocol || 'tcp'}`, hostIp, hostPort }
}

function mountOf(mount: T.Mount, volumeNames: Record<string, string>): ContainerMount {
  const { target, readOnly } = mount
  if (mount.type === MountType.MOUNT_TYPE_BIND) return { type: 'bind', source: mount.source, target, readOnly }
  if (mount.type === MountType.MOUNT_TYPE_TMPFS) return { type: 'tmpfs', source: '', target, readOnly }
  return { type: 'volume', source: volumeNames[mount.source] ?? mount.source, target, readOnly }
}
