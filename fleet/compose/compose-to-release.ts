/**
 * Compose files as a release.
 *
 * Invariant: either every fault of the files is thrown in one error, with a place for each, or the release
 * that is returned refers to nothing that it does not hold. Images still stand as they were written.
 */
import { posix } from 'node:path'
import type { Loose } from '../../protocol/codec.ts'
import { dependencyCycle } from '../../protocol/dependency-cycle.ts'
import { portConflicts } from '../../protocol/port-conflicts.ts'
import type { Network, Policy, Release, Service, Volume } from '../../protocol/types.ts'
import { asBalenaRuns, readBalenaProject } from './balena-project.ts'
import { checkConditions } from './dependencies.ts'
import { Faults, type Finding } from './faults.ts'
import { checkFixedAddresses } from './fixed-addresses.ts'
import type { Lookup } from './interpolate.ts'
import { itemName } from './item-name.ts'
import { readLevel } from './level.ts'
import { linked } from './links.ts'
import { loadFiles } from './load.ts'
import { NETWORK_LEVEL, type NetworkDraft } from './networks.ts'
import { withProjectName } from './project-name.ts'
import { texts } from './read.ts'
import { needing } from './requirements.ts'
import type { Scope } from './scope.ts'
import { readService } from './service.ts'
import { TOP_LEVEL, type Top } from './top-keys.ts'
import { VOLUME_LEVEL, type VolumeDraft } from './volumes.ts'
import { type Entry, type MapNode, under } from './yaml-tree.ts'

export interface ComposeInput {
  /** The compose file, and those that are merged over it in their order; relative to where the operator stands. */
  files: readonly string[]
  /** The operator's name for the release, which goes over that of the files. */
  name?: string | undefined
  /** When neither file nor operator names the release. */
  defaultName: string
  /** The operator's variables. */
  lookup: Lookup
  /** The bytes of a file, relative to where the operator stands; null when there is none. */
  readFile: (path: string) => Uint8Array | null
  /** Profiles that are switched on; "*" is all. */
  profiles: readonly string[]
}

export interface Composed {
  /** Without an id; each service's `image` is the reference as it was written. */
  release: Loose<Release> & { services: Loose<Service>[] }
  policy: Loose<Policy> | null
  /** What was accepted without effect. */
  notes: readonly Finding[]
  /** From each service to the place of its image. */
  imagePlaces: ReadonlyMap<string, string>
}

/**
 * Reads a compose file.
 * @throws HF_COMPOSE_INVALID, HF_COMPOSE_UNSUPPORTED: one error with a line for each fault
 */
export function composeToRelease(input: ComposeInput): Composed {
  const faults = new Faults()
  const directory = posix.dirname(input.files[0]!)
  const lookup = withProjectName(input)
  const sources = input.files.map((path) => ({ path, directory, lookup }))
  const root = loadFiles(sources, { faults, readFile: input.readFile })
  if (root === null) throw faults.thrown()
  const top = readLevel(TOP_LEVEL, root, makeScope(input, faults, {}))
  if (top.services === undefined || top.services.entries.length === 0)
    faults.add('HF_COMPOSE_INVALID', top.services?.place ?? root.place, 'has no services')
  const { active, inactive } = splitByProfile(top.services, input.profiles, faults)
  const scope = makeScope(input, faults, { ...top, active, inactive })
  const name = input.name ?? top.name ?? input.defaultName
  const nodes = active.map(({ value }) => value)
  const balena = readBalenaProject(root, nodes, scope)
  const imagePlaces = new Map<string, string>()
  const read = active.flatMap((entry) => faults.attempt(() => readService(entry, scope, imagePlaces)) ?? [])
  const services = linked(balena === null ? read : read.map((service) => asBalenaRuns(service, name)), scope)
  const release = {
    name,
    version: top.extension?.version ?? balena?.version ?? '',
    services,
    volumes: readItems(top.volumes, (entry) => readVolume(entry, scope), faults),
    networks: networksOf(top.networks, services, scope),
    requirements: needing(top.extension?.requirements, scope.requirements, faults),
  }
  checkFixedAddresses(release.networks, scope)
  checkWaits(scope)
  checkConditions(services, scope)
  checkPorts(scope)
  faults.throwIfAny()
  return { release, policy: top.extension?.policy ?? null, notes: faults.notes, imagePlaces }
}

function makeScope(
  input: ComposeInput,
  faults: Faults,
  top: Partial<Top> & { active?: Entry[]; inactive?: Set<string> },
): Scope {
  const names = (node: MapNode | undefined) => node?.entries.map(({ key }) => key) ?? []
  const entries = (node: MapNode | undefined) => new Map(node?.entries.map((entry) => [entry.key, entry]))
  return {
    faults,
    readFile: input.readFile,
    services: new Set(top.active?.map(({ key }) => key)),
    inactive: top.inactive ?? new Set(),
    volumes: new Set(names(top.volumes)),
    networks: new Set([...names(top.networks), 'default']),
    secrets: entries(top.secrets),
    configs: entries(top.configs),
    service: '',
    waits: [],
    claims: [],
    fixedAddresses: [],
    links: [],
    requirements: [],
    filed: { bytes: 0, external: new Set() },
  }
}

/** A service without profiles always runs; another one when one of its profiles is switched on. */
function splitByProfile(services: MapNode | undefined, given: readonly string[], faults: Faults) {
  const inactive = new Set<string>()
  const active = (services?.entries ?? []).filter(({ key, value }) => {
    const node = under(value, 'profiles')
    const profiles = node === undefined ? [] : (faults.attempt(() => texts(node)) ?? [])
    const on = profiles.length === 0 || given.includes('*') || profiles.some((profile) => given.includes(profile))
    if (!on) inactive.add(key)
    return on
  })
  return { active, inactive }
}

function readItems<V>(node: MapNode | undefined, read: (entry: Entry) => V, faults: Faults): V[] {
  return node?.entries.flatMap((entry) => faults.attempt(() => read(entry)) ?? []) ?? []
}

function readVolume(entry: Entry, scope: Scope): Loose<Volume> {
  const name = itemName(entry)
  const { external, customName, ...draft } = isNothing(entry)
    ? ({} as VolumeDraft)
    : readLevel(VOLUME_LEVEL, entry.value, scope)
  return { name, ...draft, ...outside(entry, scope, external, customName) }
}

function readNetwork(entry: Entry, scope: Scope): Loose<Network> {
  const name = itemName(entry)
  const { external, customName, ...draft } = isNothing(entry)
    ? ({} as NetworkDraft)
    : readLevel(NETWORK_LEVEL, entry.value, scope)
  return { name, ...draft, ...outside(entry, scope, external, customName) }
}

/** Where an external volume or network is found; a name for one of the release's own has no effect. */
function outside(entry: Entry, scope: Scope, external = false, customName?: string): { externalName?: string } {
  if (external) return { externalName: customName ?? entry.key }
  if (customName !== undefined)
    scope.faults.note(entry.keyPlace, '"name" has no effect: a device names what it makes itself')
  return {}
}

/** The networks of the file that somebody joins, and "default" when somebody does; compose makes no others either. */
function networksOf(node: MapNode | undefined, services: readonly Loose<Service>[], scope: Scope): Loose<Network>[] {
  const joined = new Set(services.flatMap(({ networks = [] }) => networks.map(({ network }) => network)))
  const declared = readItems(node, (entry) => ({ entry, network: readNetwork(entry, scope) }), scope.faults)
  for (const { entry } of declared)
    if (!joined.has(entry.key)) scope.faults.note(entry.keyPlace, 'no service joins this network: it is left out')
  const made = declared.map(({ network }) => network).filter(({ name }) => joined.has(name))
  const missing = joined.has('default') && !made.some(({ name }) => name === 'default')
  return missing ? [...made, { name: 'default' }] : made
}

function checkWaits({ waits, faults }: Scope): void {
  const edges = new Map<string, string[]>()
  for (const { from, to } of waits) edges.set(from, [...(edges.get(from) ?? []), to])
  const cycle = dependencyCycle(edges)
  if (cycle === null) return
  const place = waits.find(({ from, to }) => from === cycle[0] && to === cycle[1])!.place
  faults.add('HF_COMPOSE_INVALID', place, `services wait for one another: ${cycle.join(' → ')}`)
}

function checkPorts({ claims, faults }: Scope): void {
  for (const [first, second] of portConflicts(claims)) {
    const { owner, place } = claims[first]!
    const { port, place: at } = claims[second]!
    faults.add(
      'HF_COMPOSE_INVALID',
      at,
      `host port ${port.hostPort} is published by ${JSON.stringify(owner)} at ${place}`,
    )
  }
}

function isNothing({ value }: Entry): boolean {
  return value.kind === 'scalar' && value.value === null
}
