/**
 * Labels by which balena gives a service parts of its host, and says how it is updated
 * (docs.balena.io, "Labels"; `io.resin.` is how they once began).
 *
 * Invariant: a label of `io.balena.features.` or `io.balena.update.` has its effect or is refused with its
 * place; what the service says itself goes before it.
 */
import type { Loose } from '../../protocol/codec.ts'
import { MountType, Strategy } from '../../protocol/enums.ts'
import type { Mount, Service } from '../../protocol/types.ts'
import { readRequirement } from './balena-requires.ts'
import { ValueFault } from './faults.ts'
import { STRATEGIES } from './holdfast-keys.ts'
import { type Level, type Rule, readLevel } from './level.ts'
import { describe, oneOf, type Pair, whole } from './read.ts'
import type { Scope } from './scope.ts'
import type { Entry, Node } from './yaml-tree.ts'

interface Granted extends Pick<Loose<Service>, 'mounts' | 'environment' | 'deviceRequests' | 'localApi' | 'strategy'> {
  handOverMs?: number
  /** Where the label stands that makes the service optional. */
  optional?: string
}

const SOCKET = '/var/run/docker.sock'
const OWN_SOCKET = '/host/run/balena-engine.sock'
/** As balena has it. */
const HAND_OVER_MS = 60_000
const MAX_MS = 2 ** 31 - 1
const READ_ONLY = true
const SUPERVISOR_NOTE =
  "gives the device's local API; BALENA_SUPERVISOR_ADDRESS and BALENA_SUPERVISOR_API_KEY are set where the " +
  'configuration of the device gives that API an address (localApi.listen), and part of the calls is answered'

export const BALENA_LABELS: Level<Granted> = {
  title: 'Labels of balena',
  keys: {
    'io.balena.features.balena-socket': grants(
      `${SOCKET} at ${OWN_SOCKET}, /var/run/balena-engine.sock and /var/run/balena.sock; DOCKER_HOST`,
      {
        mounts: [OWN_SOCKET, '/var/run/balena-engine.sock', '/var/run/balena.sock'].map((at) => host(SOCKET, at)),
        environment: { DOCKER_HOST: `unix://${OWN_SOCKET}` },
      },
    ),
    'io.balena.features.dbus': grants('/run/dbus at /host/run/dbus', { mounts: [host('/run/dbus', '/host/run/dbus')] }),
    'io.balena.features.sysfs': grants('/sys', { mounts: [host('/sys')] }),
    'io.balena.features.procfs': grants('/proc', { mounts: [host('/proc')] }),
    'io.balena.features.kernel-modules': grants('/lib/modules', { mounts: [host('/lib/modules')] }),
    'io.balena.features.firmware': grants('/lib/firmware', { mounts: [host('/lib/firmware')] }),
    'io.balena.features.journal-logs': grants('/var/log/journal, /run/log/journal and /etc/machine-id, read-only', {
      mounts: ['/var/log/journal', '/run/log/journal', '/etc/machine-id'].map((path) => host(path, path, READ_ONLY)),
    }),
    'io.balena.features.gpu': grants('one GPU', { deviceRequests: [{ count: 1, capabilities: ['gpu'] }] }),
    'io.balena.features.supervisor-api': {
      doc: "the device's local API; where it has an address, BALENA_SUPERVISOR_ADDRESS and …_API_KEY too: noted",
      read: (node, scope) => {
        if (!isOn(node)) return {}
        scope.faults.note(node.place, SUPERVISOR_NOTE)
        return { localApi: true }
      },
    },
    'io.balena.features.balena-api': {
      doc: 'only off: there is no balenaCloud that a device has a key for',
      read: (node) => {
        if (!isOn(node)) return {}
        const why = 'there is no balenaCloud that a device has a key for; remove the label'
        throw new ValueFault(node.place, `the API of balena is not run: ${why}`, 'HF_COMPOSE_UNSUPPORTED')
      },
    },
    'io.balena.features.optional': {
      doc: 'without effect, and refused beside requirements: a release is run whole',
      read: (node) => (isOn(node) ? { optional: node.place } : {}),
    },
    'io.balena.update.strategy': {
      doc: 'as `strategy` of `x-holdfast`, which goes before it',
      read: (node) => ({ strategy: oneOf(STRATEGIES)(node) }),
    },
    'io.balena.update.handover-timeout': {
      doc: 'milliseconds, default 60000: `hand_over` with `wait_until_ready` and this `timeout`',
      read: (node) => ({ handOverMs: isEmpty(node) ? HAND_OVER_MS : whole(node, 1, MAX_MS) }),
    },
    'io.balena.update.requires-reboot': { refused: 'no update ends in a reboot; send one' },
  },
}

const REQUIRES = 'io.balena.features.requires.'

/** Whether a label is one that balena made the file for. */
export function isBalenaLabel(key: string): boolean {
  return /^io\.(balena|resin)\./.test(key)
}

/** The service with what its labels grant it. */
export function withBalenaLabels(service: Loose<Service>, labels: readonly Pair[], scope: Scope): Loose<Service> {
  const entries = entriesOf(labels)
  const [first] = entries
  if (first === undefined) return service
  const required = entries.filter(isRequirement).flatMap(({ key, keyPlace, value }) => {
    const type = key.slice(REQUIRES.length)
    return scope.faults.attempt(() => readRequirement(type, keyPlace, value, scope)) ?? []
  })
  scope.requirements.push(...required)
  const rest = entries.filter((entry) => !isRequirement(entry))
  const { from } = first.value
  const { optional, ...granted } = readLevel(
    BALENA_LABELS,
    { kind: 'map', place: first.keyPlace, from, entries: rest },
    scope,
  )
  if (optional !== undefined) refuseOptional(optional, service.name ?? '', required.length > 0, scope)
  return withGranted(service, granted)
}

/** What the service says itself goes before what it is granted. */
function withGranted(service: Loose<Service>, granted: Partial<Granted>): Loose<Service> {
  const { strategy, handOverMs = HAND_OVER_MS, localApi, mounts = [], deviceRequests = [], environment } = granted
  const isHandOver = strategy === Strategy.STRATEGY_HAND_OVER && (service.strategy ?? strategy) === strategy
  const taken = new Set(service.mounts?.map(({ target }) => target))
  return {
    strategy,
    handOver: isHandOver ? { waitUntilReady: true, timeoutMs: handOverMs } : undefined,
    localApi,
    ...service,
    mounts: [...(service.mounts ?? []), ...mounts.filter(({ target }) => !taken.has(target))],
    deviceRequests: [...(service.deviceRequests ?? []), ...deviceRequests],
    environment: { ...environment, ...service.environment },
  }
}

/** Labels of ours by their names of today, each once; of two spellings the one of today counts. */
function entriesOf(labels: readonly Pair[]): Entry[] {
  const isOld = ({ key }: Pair) => key.startsWith('io.resin.')
  const inOrder = [...labels.filter(isOld), ...labels.filter((label) => !isOld(label))]
  const entries = inOrder.map(entryOf).filter(({ key }) => /^io\.balena\.(features|update)\./.test(key))
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()]
}

function isRequirement({ key }: Entry): boolean {
  return key.startsWith(REQUIRES)
}

function refuseOptional(place: string, name: string, isRequiring: boolean, scope: Scope): void {
  const whole = 'a release is run whole, or not at all'
  if (isRequiring)
    throw new ValueFault(
      place,
      `${JSON.stringify(name)} is optional, which is not run: ${whole}`,
      'HF_COMPOSE_UNSUPPORTED',
    )
  scope.faults.note(place, `has no effect: ${whole}`)
}

function grants(doc: string, granted: Granted): Rule<Granted> {
  return { doc, read: (node) => (isOn(node) ? granted : {}) }
}

/** A path of the host, where it has it. */
function host(source: string, target = source, readOnly = false): Loose<Mount> {
  return { type: MountType.MOUNT_TYPE_BIND, source, target, readOnly, optional: true }
}

const ON = ['1', 'true', 'on']
const OFF = ['0', 'false', 'off', '']

function isOn(node: Node): boolean {
  const written = node.kind === 'scalar' ? String(node.value).toLowerCase() : 'a list'
  if (ON.includes(written)) return true
  if (OFF.includes(written)) return false
  throw new ValueFault(node.place, `has to be 1 or 0, not ${describe(node)}`)
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === ''
}

function entryOf({ key, value, place, from }: Pair): Entry {
  const name = key.startsWith('io.resin.') ? key.replaceAll('resin', 'balena') : key
  return { key: name, keyPlace: place, value: { kind: 'scalar', place, from, value: value ?? '', source: value ?? '' } }
}
