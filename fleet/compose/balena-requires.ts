/**
 * `requires` of balena's contracts, in `contract.yml`, `balena.yml` and labels
 * (docs.balena.io, "Container requirements" and "Container contracts").
 *
 * Invariant: a requirement becomes one of the release, or is refused with its place: a device never runs
 * what its contract keeps from it.
 */
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { describe, list, map, oneOf, word } from './read.ts'
import type { Needed } from './requirements.ts'
import type { Scope } from './scope.ts'
import { type Node, under } from './yaml-tree.ts'

const ARCHITECTURES = {
  aarch64: 'arm64',
  amd64: 'amd64',
  armv7hf: 'arm/v7',
  rpi: 'arm/v6',
  armv5e: 'arm/v5',
  i386: '386',
  'i386-nlp': '386',
}

/** Each kind of requirement, read from its slug, or for those of versions from the version. */
export const REQUIREMENT_LEVEL: Level<Record<Needed['field'], string[]>> = {
  title: 'A requirement of balena, by its type',
  keys: {
    'arch.sw': {
      doc: `an architecture: ${Object.entries(ARCHITECTURES)
        .map(([theirs, ours]) => `${theirs} (${ours})`)
        .join(', ')}`,
      read: (node) => ({ architectures: [oneOf(ARCHITECTURES)(node)] }),
    },
    'hw.device-type': {
      doc: "a device type, as the device's configuration says",
      read: (node) => ({ deviceTypes: [word(node)] }),
    },
    'sw.os': { doc: 'only linux: a device has no balenaOS', read: (node) => ({ operatingSystems: [linux(node)] }) },
    'sw.supervisor': { ignored: 'Holdfast stands in its place' },
    'sw.balena-os': { refused: 'a device has no balenaOS; leave it out where the version does not matter' },
    'sw.l4t': { refused: 'devices do not tell that version; require device types' },
    'sw.kernel': { refused: 'devices do not tell that version; require device types' },
    'sw.linux': { refused: 'devices do not tell that version; require device types' },
  },
}

/** The `requires` of a contract; what is wrong is gathered. */
export function readRequires(contract: Node, scope: Scope): void {
  const requires = under(contract, 'requires')
  if (requires === undefined) return
  const items = scope.faults.attempt(() => list(requires).items) ?? []
  for (const item of items) {
    const needed = scope.faults.attempt(() => requirement(item, scope))
    if (needed) scope.requirements.push(...needed)
  }
}

/** One requirement by its type, and the node with its slug or version. */
export function readRequirement(type: string, typePlace: string, value: Node, scope: Scope): Needed[] {
  const entry = { key: type, keyPlace: typePlace, value }
  const read = readLevel(
    REQUIREMENT_LEVEL,
    { kind: 'map', place: value.place, from: value.from, entries: [entry] },
    scope,
  )
  return Object.entries(read).map(([field, any]) => ({
    field: field as Needed['field'],
    any,
    place: value.place,
  }))
}

function requirement(item: Node, scope: Scope): Needed[] {
  const either = under(item, 'or')
  if (either !== undefined) return anyOf(list(either).items, either, scope)
  if (under(item, 'not') !== undefined)
    throw new ValueFault(item.place, '"not" is not run: name what is required', 'HF_COMPOSE_UNSUPPORTED')
  const type = map(item).entries.find(({ key }) => key === 'type')?.value
  if (type === undefined) throw new ValueFault(item.place, 'needs a "type"')
  const [slug, version] = [under(item, 'slug'), under(item, 'version')]
  const value = slug ?? version
  if (value === undefined) throw new ValueFault(item.place, 'needs a "slug" or a "version"')
  const needed = readRequirement(word(type), type.place, value, scope)
  if (needed.length > 0 && version !== undefined)
    throw new ValueFault(version.place, 'a version of it is not known to devices', 'HF_COMPOSE_UNSUPPORTED')
  return needed
}

/** Of several of one type any will do. */
function anyOf(items: readonly Node[], either: Node, scope: Scope): Needed[] {
  const all = items.flatMap((item) => requirement(item, scope))
  const [first] = all
  if (first === undefined) return []
  if (all.some(({ field }) => field !== first.field))
    throw new ValueFault(either.place, '"or" is run of one type only', 'HF_COMPOSE_UNSUPPORTED')
  return [{ field: first.field, any: all.flatMap(({ any }) => any), place: either.place }]
}

function linux(node: Node): string {
  if (word(node) === 'linux') return 'linux'
  throw new ValueFault(node.place, `${describe(node)} is not run: only linux can be required`, 'HF_COMPOSE_UNSUPPORTED')
}
