/**
 * From the JSON of `POST /containers/create` to what the model makes a container of.
 *
 * Invariant: what shapes the simulation is read, what does not is passed over, as the engine passes over
 * fields that it does not know.
 */
import { type ContainerConfig, type ContainerMount, type PortBinding, Refusal } from './engine-types.ts'
import type { HealthCheck } from './health-rule.ts'
import type { RestartName, RestartPolicy } from './restart-rule.ts'

interface RestartBody {
  Name?: string
  MaximumRetryCount?: number
}

interface CreateBody {
  Image?: string
  Cmd?: string[] | null
  Entrypoint?: string[] | null
  Env?: string[] | null
  Labels?: Record<string, string> | null
  ExposedPorts?: Record<string, object> | null
  StopTimeout?: number
  Healthcheck?: {
    Test?: string[]
    Interval?: number
    Timeout?: number
    Retries?: number
    StartPeriod?: number
  } | null
  HostConfig?: {
    NetworkMode?: string
    RestartPolicy?: RestartBody | null
    PortBindings?: Record<string, { HostIp?: string; HostPort?: string }[] | null> | null
    Binds?: string[] | null
    Mounts?: { Type: string; Source?: string; Target: string; ReadOnly?: boolean }[] | null
    Tmpfs?: Record<string, string> | null
  } | null
  NetworkingConfig?: { EndpointsConfig?: Record<string, { Aliases?: string[] | null } | null> | null } | null
}

const POLICIES: readonly string[] = ['no', 'always', 'on-failure', 'unless-stopped'] satisfies RestartName[]
const NANOSECONDS = 1_000_000
const DEFAULT_STOP_SECONDS = 10

/** @throws 400 */
export function configOfBody(name: string, given: unknown): ContainerConfig {
  const body = (given ?? {}) as CreateBody
  const host = body.HostConfig ?? {}
  const endpoints = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {})
  if (endpoints.length > 1)
    throw new Refusal(
      400,
      `Container cannot be connected to network endpoints: ${endpoints.map(([network]) => network).join(', ')}`,
    )
  return {
    name,
    image: body.Image ?? '',
    labels: body.Labels ?? {},
    entrypoint: body.Entrypoint ?? [],
    command: body.Cmd ?? [],
    environment: body.Env ?? [],
    health: healthOf(body.Healthcheck),
    restart: restartOf(host.RestartPolicy ?? {}),
    ports: portsOf(host.PortBindings ?? {}, body.ExposedPorts ?? {}),
    mounts: [
      ...(host.Binds ?? []).map(bindOf),
      ...(host.Mounts ?? []).map(mountOf),
      ...Object.entries(host.Tmpfs ?? {}).map(tmpfsOf),
    ],
    networkMode: host.NetworkMode ?? '',
    networks: Object.fromEntries(
      endpoints.map(([network, endpoint]) => [network, { aliases: endpoint?.Aliases ?? [] }]),
    ),
    stopGraceMs: (body.StopTimeout ?? DEFAULT_STOP_SECONDS) * 1000,
  }
}

/** @throws 400 */
export function restartOf({ Name = '', MaximumRetryCount = 0 }: RestartBody): RestartPolicy {
  const name = Name === '' ? 'no' : Name
  if (!POLICIES.includes(name)) throw new Refusal(400, `invalid restart policy '${name}'`)
  if (MaximumRetryCount !== 0 && name !== 'on-failure')
    throw new Refusal(400, `maximum retry count cannot be used with restart policy '${name}'`)
  return { name: name as RestartName, maxRetries: MaximumRetryCount }
}

function healthOf(check: CreateBody['Healthcheck']): HealthCheck | null {
  if (check === undefined || check === null) return null
  const ms = (nanoseconds = 0) => (nanoseconds === 0 ? 0 : Math.max(1, Math.round(nanoseconds / NANOSECONDS)))
  return {
    test: check.Test ?? [],
    intervalMs: ms(check.Interval),
    timeoutMs: ms(check.Timeout),
    retries: check.Retries ?? 0,
    startPeriodMs: ms(check.StartPeriod),
  }
}

/** What is bound but not exposed is not published: the real engine says nothing of it either. */
function portsOf(
  bindings: NonNullable<NonNullable<CreateBody['HostConfig']>['PortBindings']>,
  exposed: Record<string, object>,
): PortBinding[] {
  return Object.entries(bindings)
    .filter(([container]) => container in exposed)
    .flatMap(([container, hosts]) =>
      (hosts ?? []).map(({ HostIp = '', HostPort = '' }) => ({
        container,
        hostIp: HostIp,
        hostPort: Number(HostPort || 0),
      })),
    )
}

function bindOf(bind: string): ContainerMount {
  const [source = '', target = '', options = ''] = bind.split(':')
  const readOnly = options.split(',').includes('ro')
  return { type: source.startsWith('/') ? 'bind' : 'volume', source, target, readOnly }
}

function tmpfsOf([target, options]: [string, string]): ContainerMount {
  return { type: 'tmpfs', source: '', target, readOnly: options.split(',').includes('ro') }
}

function mountOf({
  Type,
  Source = '',
  Target,
  ReadOnly = false,
}: {
  Type: string
  Source?: string
  Target: string
  ReadOnly?: boolean
}): ContainerMount {
  if (Type !== 'bind' && Type !== 'volume' && Type !== 'tmpfs')
    throw new Refusal(400, `invalid mount config for type "${Type}": mount type unknown`)
  return { type: Type, source: Source, target: Target, readOnly: ReadOnly }
}
