/**
 * From the engine's JSON to what we know of a container, and to what happened to one.
 *
 * Invariant: pure; who a container is comes from its labels alone.
 */
import type { Container, EngineEvent, RunFact } from '../../machines/ports.ts'
import { Health, Restart } from '../../protocol/enums.ts'
import { LABELS } from '../labels.ts'
import { pinnedName } from './loaded-name.ts'

/** What `GET /containers/ID/json` says, as far as it is read. */
export interface Inspected {
  Id: string
  Name: string
  RestartCount?: number
  State: {
    Status: string
    ExitCode?: number
    StartedAt?: string
    Health?: { Status?: string } | null
  }
  Config: { Image: string; Labels?: Record<string, string> | null; StopTimeout?: number }
  HostConfig: {
    RestartPolicy?: { Name?: string; MaximumRetryCount?: number } | null
    PortBindings?: Record<string, { HostPort?: string }[] | null> | null
    Tmpfs?: Record<string, string> | null
  }
}

const STATES = new Set<string>(['created', 'running', 'restarting', 'exited', 'paused', 'dead', 'removing'])

const HEALTH: Record<string, Health> = {
  starting: Health.HEALTH_STARTING,
  healthy: Health.HEALTH_HEALTHY,
  unhealthy: Health.HEALTH_UNHEALTHY,
}

/** The engine's names of the restart policies. */
export const RESTART_NAMES = {
  [Restart.RESTART_UNSPECIFIED]: 'no',
  [Restart.RESTART_NO]: 'no',
  [Restart.RESTART_ALWAYS]: 'always',
  [Restart.RESTART_ON_FAILURE]: 'on-failure',
  [Restart.RESTART_UNLESS_STOPPED]: 'unless-stopped',
} as const satisfies Record<Restart, string>

const RESTARTS: Record<string, Restart> = {
  always: Restart.RESTART_ALWAYS,
  'on-failure': Restart.RESTART_ON_FAILURE,
  'unless-stopped': Restart.RESTART_UNLESS_STOPPED,
}

/** When the engine means never. */
const NEVER = '0001-01-01T00:00:00Z'

/** The engine's own, and that of holdfast.proto, message Service. */
const DEFAULT_GRACE_MS = 10_000

export function containerOf(inspected: Inspected): Container {
  const { State: state, Config: config, HostConfig: host } = inspected
  const labels = config.Labels ?? {}
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//, ''),
    service: labels[LABELS.service] ?? '',
    release: labels[LABELS.release] ?? '',
    specHash: labels[LABELS.spec] ?? '',
    // A state that a newer engine may have is one that runs nothing that we know of.
    state: STATES.has(state.Status) ? (state.Status as Container['state']) : 'dead',
    health: HEALTH[state.Health?.Status ?? ''] ?? Health.HEALTH_NONE,
    exitCode: state.ExitCode ?? 0,
    restarts: inspected.RestartCount ?? 0,
    restart: RESTARTS[host.RestartPolicy?.Name ?? ''] ?? Restart.RESTART_NO,
    startedAt: state.StartedAt === undefined || state.StartedAt === NEVER ? '' : state.StartedAt,
    image: pinnedName(config.Image),
    stopGraceMs: config.StopTimeout === undefined ? DEFAULT_GRACE_MS : config.StopTimeout * 1000,
    hostPorts: hostPortsOf(host.PortBindings ?? {}),
  }
}

/** Whether these are the labels of a one-off container. */
export function isRun(labels: Record<string, string> | undefined): boolean {
  return labels?.[LABELS.run] !== undefined
}

export function runOf(inspected: Inspected): RunFact {
  const { id, service, state, exitCode } = containerOf(inspected)
  return { id, operation: inspected.Config.Labels?.[LABELS.run] ?? '', service, state, exitCode }
}

function hostPortsOf(bindings: NonNullable<Inspected['HostConfig']['PortBindings']>): string[] {
  const ports = new Set<string>()
  for (const [containerPort, hosts] of Object.entries(bindings)) {
    const protocol = containerPort.split('/')[1] ?? 'tcp'
    for (const { HostPort = '' } of hosts ?? []) if (Number(HostPort) > 0) ports.add(`${HostPort}/${protocol}`)
  }
  return [...ports]
}

/** The engine's names of the events that are told. */
export const ACTIONS = {
  create: 'create',
  start: 'start',
  die: 'die',
  destroy: 'destroy',
  health_status: 'health',
  oom: 'oom',
  pause: 'pause',
  unpause: 'unpause',
} as const

/** A message of `GET /events`; null for one that is not told, as are those of one-offs. */
export function eventOf(message: unknown): EngineEvent | null {
  const { Type, Action, Actor } = message as {
    Type?: string
    Action?: string
    Actor?: { ID?: string; Attributes?: Record<string, string> }
  }
  // "health_status: healthy", "exec_start: /bin/sh -c …"
  const name = (Action ?? '').split(':')[0] ?? ''
  if (Type !== 'container' || Actor?.ID === undefined || !Object.hasOwn(ACTIONS, name)) return null
  if (isRun(Actor.Attributes)) return null
  return {
    type: 'container',
    action: ACTIONS[name as keyof typeof ACTIONS],
    id: Actor.ID,
    service: Actor.Attributes?.[LABELS.service] ?? '',
  }
}
