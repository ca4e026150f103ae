/**
 * A compose file as a release.
 *
 * Invariant: either every fault of the file is thrown in one error, with a place for each, or the release
 * that is returned refers to nothing that it does not hold. Images still stand as they were written.
 */
import type { Loose } from '../../protocol/codec.ts'
import { dependencyCycle } from '../../protocol/dependency-cycle.ts'
import { portConflicts } from '../../protocol/port-conflicts.ts'
import { ITEM_NAME } from '../../protocol/release-faults.ts'
import type { Network, Policy, Release, Service, Volume } from '../../protocol/types.ts'
import { parseReference } from '../registry/reference.ts'
import { Faults, type Finding, ValueFault } from './faults.ts'
import type { Lookup } from './interpolate.ts'
import { readLevel } from './level.ts'
import { NETWORK_LEVEL, type NetworkDraft } from './networks.ts'
import { map, texts } from './read.ts'
import type { Scope } from './scope.ts'
import { SERVICE_LEVEL } from './service-keys.ts'
import { TOP_LEVEL, type Top } from './top-keys.ts'
import { putVariables } from './variables.ts'
import { VOLUME_LEVEL, type VolumeDraft } from './volumes.ts'
import { type Entry, type MapNode, parseYaml } from './yaml-tree.ts'

export interface ComposeInput {
  text: string
  /** As places call it. */
  file: string
  /** When neither file nor operator names the release. */
  defaultName: string
  /** The operator's variables. */
  lookup: Lookup
  /** Reads a file relative to the compose file; null when it does not exist. */
  readFile: (path: string) => string | null
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
  const raw = parseYaml(input.text, input.file, faults)
  faults.throwIfAny()
  const root = putVariables(raw!, input.lookup, faults)
  const bare = makeScope(input, faults, {})
  const read = faults.attempt(() => readLevel(TOP_LEVEL, root, bare))
  const top = read ?? {}
  if (read === null) faults.throwIfAny()
  if (top.services === undefined || top.services.entries.length === 0)
    faults.add('HF_COMPOSE_INVALID', top.services?.place ?? root.place, 'has no services')
  const { active, inactive } = splitByProfile(top.services, input.profiles, faults)
  const scope = makeScope(input, faults, { ...top, active, inactive })
  const imagePlaces = new Map<string, string>()
  const services = active.flatMap((entry) => faults.attempt(() => readService(entry, scope, imagePlaces)) ?? [])
  const release = {
    name: top.name ?? input.defaultName,
    version: top.extension?.version ?? '',
    services,
    volumes: readItems(top.volumes, (entry) => readVolume(entry, scope), faults),
    networks: networksOf(top.networks, services, scope),
    requirements: top.extension?.requirements,
  }
  checkWaits(scope)
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
  return {
    faults,
    lookup: input.lookup,
    readFile: input.readFile,
    services: new Set(top.active?.map(({ key }) => key)),
    inactive: top.inactive ?? new Set(),
    volumes: new Set(names(top.volumes)),
    networks: new Set([...names(top.networks), 'default']),
    service: '',
    waits: [],
    claims: [],
  }
}

/** A service without profiles always runs; another one when one of its profiles is switched on. */
function splitByProfile(services: MapNode | undefined, given: readonly string[], faults: Faults) {
  const inactive = new Set<string>()
  const active = (services?.entries ?? []).filter(({ key, value }) => {
    const node = value.kind === 'map' ? value.entries.find((entry) => entry.key === 'profiles')?.value : undefined
    const profiles = node === undefined ? [] : (faults.attempt(() => texts(node)) ?? [])
    const on = profiles.length === 0 || given.includes('*') || profiles.some((profile) => given.includes(profile))
    if (!on) inactive.add(key)
    return on
  })
  return { active, inactive }
}

function readService(entry: Entry, outer: Scope, imagePlaces: Map<string, string>): Loose<Service> {
  const name = itemName(entry)
  const scope = { ...outer, service: name }
  const { envFile, built, ...draft } = readLevel(SERVICE_LEVEL, entry.value, scope)
  const placeOf = (key: string) =>
    map(entry.value).entries.find((other) => other.key === key)?.value.place ?? entry.keyPlace
  if (draft.image === undefined) {
    const why = built
      ? 'is built, which devices do not do: build and push it, and name it by "image"'
      : 'needs an "image"'
    throw new ValueFault(built ? placeOf('build') : entry.keyPlace, `the service ${JSON.stringify(name)} ${why}`)
  }
  if (built) scope.faults.note(placeOf('build'), '"build" has no effect: the image is taken from its registry')
  const reference = parseReference(draft.image)
  if (typeof reference === 'string') throw new ValueFault(placeOf('image'), reference)
  imagePlaces.set(name, placeOf('image'))
  if (draft.networkMode !== undefined && draft.networks !== undefined)
    throw new ValueFault(placeOf('network_mode'), 'has both "network_mode" and "networks"')
  if (draft.networkMode !== undefined && draft.networkMode !== 'none' && draft.ports !== undefined)
    throw new ValueFault(placeOf('ports'), `cannot publish ports with the network of ${draft.networkMode}`)
  const twice = firstTwice(draft.mounts?.map(({ target }) => target ?? '') ?? [])
  if (twice !== null) throw new ValueFault(placeOf('volumes'), `mounts two things at ${JSON.stringify(twice)}`)
  const joins = draft.networkMode === undefined ? { networks: draft.networks ?? [{ network: 'default' }] } : {}
  return { name, ...draft, environment: { ...envFile, ...draft.environment }, ...joins }
}

function firstTwice(words: readonly string[]): string | null {
  return words.find((word, index) => words.indexOf(word) !== index) ?? null
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

/** The networks of the file, and "default" when somebody joins it. */
function networksOf(node: MapNode | undefined, services: readonly Loose<Service>[], scope: Scope): Loose<Network>[] {
  const declared = readItems(node, (entry) => readNetwork(entry, scope), scope.faults)
  const joined = services.some((service) => service.networks?.some(({ network }) => network === 'default'))
  const missing = joined && !declared.some(({ name }) => name === 'default')
  return missing ? [...declared, { name: 'default' }] : declared
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

function itemName({ key, keyPlace }: Entry): string {
  if (ITEM_NAME.test(key)) return key
  const rule = 'letters, digits, ".", "_" and "-", 63 at most, a letter or digit first'
  throw new ValueFault(keyPlace, `${JSON.stringify(key)} is not a name: ${rule}`)
}

function isNothing({ value }: Entry): boolean {
  return value.kind === 'scalar' && value.value === null
}
