/**
 * The model's records in the JSON of the engine's API 1.41.
 *
 * Invariant: pure; field names, and how "never" and "none" are written, are those of Docker 20.10.24.
 */
import { healthWord } from './container-of-spec.ts'
import type {
  ContainerMount,
  ContainerRecord,
  ImageRecord,
  ModelEvent,
  NetworkRecord,
  PortBinding,
  VolumeRecord,
} from './engine-types.ts'

const NEVER = '0001-01-01T00:00:00Z'
const PLAIN_NETWORKS = ['', 'default', 'bridge']

/** As the engine writes times: with nanoseconds. */
export function stamp(wallMs: number | null): string {
  return wallMs === null ? NEVER : new Date(wallMs).toISOString().replace('Z', '000000Z')
}

/** One of `GET /containers/json`. */
export function listedContainer(record: ContainerRecord, wallMs: number): object {
  const { config } = record
  return {
    Id: record.id,
    Names: [`/${config.name}`],
    Image: config.image,
    ImageID: record.imageId,
    Command: [...config.entrypoint, ...config.command].join(' '),
    Created: Math.floor(record.createdWallMs / 1000),
    Ports: (record.run?.ports ?? []).map(({ container, hostIp, hostPort }) => ({
      IP: hostIp || '0.0.0.0',
      PrivatePort: Number(container.split('/')[0]),
      PublicPort: hostPort,
      Type: container.split('/')[1] ?? 'tcp',
    })),
    Labels: config.labels,
    State: record.state,
    Status: statusOf(record, wallMs),
    HostConfig: { NetworkMode: config.networkMode || 'default' },
    NetworkSettings: { Networks: networksOf(record) },
    Mounts: config.mounts.map(mountShape),
  }
}

/** `GET /containers/ID/json` */
export function inspectedContainer(record: ContainerRecord): object {
  const { config, run } = record
  const [path = '', ...args] = [...config.entrypoint, ...config.command]
  const health = healthWord(record)
  return {
    Id: record.id,
    Created: stamp(record.createdWallMs),
    Path: path,
    Args: args,
    State: {
      Status: record.state,
      // Docker counts one that waits to be restarted as running.
      Running: record.state === 'running' || record.state === 'restarting',
      Paused: false,
      Restarting: record.state === 'restarting',
      OOMKilled: false,
      Dead: false,
      Pid: run === null ? 0 : 1000,
      ExitCode: record.exitCode,
      Error: record.error,
      StartedAt: stamp(record.startedWallMs),
      FinishedAt: stamp(record.finishedWallMs),
      ...(health === 'none' ? {} : { Health: { Status: health, FailingStreak: run?.health?.failures ?? 0, Log: [] } }),
    },
    Image: record.imageId,
    Name: `/${config.name}`,
    RestartCount: record.restarts,
    Driver: 'overlay2',
    Platform: 'linux',
    HostConfig: {
      Binds: null,
      NetworkMode: config.networkMode || 'default',
      PortBindings: bindingsOf(config.ports),
      RestartPolicy: { Name: config.restart.name, MaximumRetryCount: config.restart.maxRetries },
      AutoRemove: false,
    },
    Mounts: config.mounts.map(mountShape),
    Config: {
      Image: config.image,
      Env: config.environment,
      Cmd: config.command,
      Entrypoint: config.entrypoint.length === 0 ? null : config.entrypoint,
      Labels: config.labels,
      Tty: false,
      StopTimeout: config.stopGraceMs / 1000,
      ...(record.check === null ? {} : { Healthcheck: checkShape(record.check) }),
    },
    NetworkSettings: { Ports: run === null ? {} : bindingsOf(run.ports), Networks: networksOf(record) },
  }
}

export function listedImage(image: ImageRecord): object {
  const size = image.layers.reduce((sum, { bytes }) => sum + bytes, 0)
  return {
    Containers: -1,
    Created: Math.floor(image.createdWallMs / 1000),
    Id: image.id,
    Labels: image.labels,
    ParentId: '',
    RepoDigests: image.references.filter((reference) => reference.includes('@')),
    RepoTags: image.references.filter((reference) => !reference.includes('@')),
    SharedSize: -1,
    Size: size,
    VirtualSize: size,
  }
}

export function inspectedImage(image: ImageRecord, architecture: string): object {
  return {
    ...listedImage(image),
    Created: stamp(image.createdWallMs),
    Architecture: architecture,
    Os: 'linux',
    Config: {
      Cmd: image.command,
      Labels: image.labels,
      Volumes: Object.fromEntries(image.volumes.map((path) => [path, {}])),
      ...(image.health === null ? {} : { Healthcheck: checkShape(image.health) }),
    },
    RootFS: { Type: 'layers', Layers: image.layers.map(({ digest }) => digest) },
  }
}

export function volumeShape(volume: VolumeRecord): object {
  return {
    CreatedAt: stamp(volume.createdWallMs),
    Driver: volume.driver,
    Labels: volume.labels,
    Mountpoint: `/simulated/volumes/${volume.name}/_data`,
    Name: volume.name,
    Options: volume.options,
    Scope: 'local',
  }
}

export function networkShape(network: NetworkRecord): object {
  return {
    Name: network.name,
    Id: network.id,
    Created: stamp(network.createdWallMs),
    Scope: 'local',
    Driver: network.driver,
    EnableIPv6: network.ipv6,
    IPAM: {
      Driver: 'default',
      Options: null,
      Config: network.subnets.map(({ subnet, gateway, ipRange }) => ({
        Subnet: subnet,
        Gateway: gateway,
        IPRange: ipRange,
      })),
    },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: false,
    ConfigOnly: false,
    Containers: {},
    Options: network.options,
    Labels: network.labels,
  }
}

export function eventShape({ type, action, id, attributes, wallMs, sequence }: ModelEvent): object {
  const legacy = type === 'container' ? { status: action, id, from: attributes.image ?? '' } : {}
  return {
    ...legacy,
    Type: type,
    Action: action,
    Actor: { ID: id, Attributes: attributes },
    scope: 'local',
    time: Math.floor(wallMs / 1000),
    // Of the same millisecond, too, each has a time of its own.
    timeNano: wallMs * 1e6 + (sequence % 1000) * 1000,
  }
}

function statusOf(record: ContainerRecord, wallMs: number): string {
  const ago = (since: number | null) => `${Math.max(0, Math.round((wallMs - (since ?? wallMs)) / 1000))} seconds`
  const health = healthWord(record)
  if (record.state === 'created') return 'Created'
  if (record.state === 'restarting') return `Restarting (${record.exitCode}) ${ago(record.finishedWallMs)} ago`
  if (record.state === 'exited') return `Exited (${record.exitCode}) ${ago(record.finishedWallMs)} ago`
  const note = { none: '', starting: ' (health: starting)', healthy: ' (healthy)', unhealthy: ' (unhealthy)' }[health]
  return `Up ${ago(record.startedWallMs)}${note}`
}

function networksOf({ config }: ContainerRecord): object {
  const names = PLAIN_NETWORKS.includes(config.networkMode) ? ['bridge'] : [config.networkMode]
  const all = new Set([...(config.networkMode.startsWith('container:') ? [] : names), ...Object.keys(config.networks)])
  return Object.fromEntries(
    [...all].map((name) => [name, { Aliases: config.networks[name]?.aliases ?? null, NetworkID: '', IPAddress: '' }]),
  )
}

function bindingsOf(ports: PortBinding[]): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {}
  for (const { container, hostIp, hostPort } of ports) {
    bindings[container] ??= []
    bindings[container].push({ HostIp: hostIp, HostPort: hostPort === 0 ? '' : String(hostPort) })
  }
  return bindings
}

function mountShape({ type, source, target, readOnly }: ContainerMount): object {
  return {
    Type: type,
    ...(type === 'volume' ? { Name: source } : { Source: source }),
    Destination: target,
    RW: !readOnly,
  }
}

function checkShape(check: NonNullable<ContainerRecord['check']>): object {
  return {
    Test: check.test,
    Interval: check.intervalMs * 1e6,
    Timeout: check.timeoutMs * 1e6,
    Retries: check.retries,
    StartPeriod: check.startPeriodMs * 1e6,
  }
}
