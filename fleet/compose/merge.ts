/**
 * One compose tree over another, by the merge rules of the Compose Specification ("Merge and override").
 *
 * Invariant: nothing of the upper tree is lost; of the lower one only what the upper replaces, and each
 * value keeps the place where it was written. Merging is associative.
 */
import type { Faults } from './faults.ts'
import { portKey } from './ports.ts'
import { contentOf, type Entry, type ListNode, type MapNode, type Node, type ScalarNode, under } from './yaml-tree.ts'

/** How two values of one key come together. */
type Rule =
  /** The upper one stands alone. */
  | 'replace'
  /** The upper one stands alone when both name another driver. */
  | 'driver'
  /** Pairs: a list of NAME=VALUE is taken as a map. */
  | 'pairs'
  /** A list of names is taken as a map of names to nothing. */
  | 'names'
  /** A list of names is taken as a map of names to "started". */
  | 'waits'
  /** One word is taken as a list of it. */
  | 'list'
  /** Lists in which the upper item replaces a lower one of the same key. */
  | { key: (item: Node) => string | null }

/** Paths with rules of their own; "*" is any key. Else maps are merged and lists are joined. */
const RULES: readonly (readonly [path: string, rule: Rule])[] = [
  ['services.*.command', 'replace'],
  ['services.*.entrypoint', 'replace'],
  ['services.*.healthcheck.test', 'replace'],
  ['services.*.ulimits.*', 'replace'],
  ['services.*.logging', 'driver'],
  ['services.*.environment', 'pairs'],
  ['services.*.labels', 'pairs'],
  ['services.*.annotations', 'pairs'],
  ['services.*.sysctls', 'pairs'],
  ['services.*.storage_opt', 'pairs'],
  ['services.*.deploy.labels', 'pairs'],
  ['volumes.*.labels', 'pairs'],
  ['networks.*.labels', 'pairs'],
  ['services.*.depends_on', 'waits'],
  ['services.*.networks', 'names'],
  ['services.*.dns', 'list'],
  ['services.*.dns_search', 'list'],
  ['services.*.env_file', 'list'],
  ['services.*.label_file', 'list'],
  ['services.*.tmpfs', 'list'],
  ['services.*.ports', { key: portKey }],
  ['services.*.volumes', { key: (item) => wordOf(under(item, 'target')) ?? part(item, 1) }],
  ['services.*.devices', { key: (item) => wordOf(under(item, 'target')) ?? part(item, 1) }],
  ['services.*.secrets', { key: fileKey }],
  ['services.*.configs', { key: fileKey }],
  ['services.*.blkio_config.weight_device', { key: (item) => wordOf(under(item, 'path')) }],
  ['services.*.blkio_config.device_read_bps', { key: (item) => wordOf(under(item, 'path')) }],
  ['services.*.blkio_config.device_write_bps', { key: (item) => wordOf(under(item, 'path')) }],
  ['services.*.blkio_config.device_read_iops', { key: (item) => wordOf(under(item, 'path')) }],
  ['services.*.blkio_config.device_write_iops', { key: (item) => wordOf(under(item, 'path')) }],
  ['networks.*.ipam.config', { key: (item) => wordOf(under(item, 'subnet')) }],
]

/** `upper` over `lower`, both at `path` (the keys from the top level down). */
export function mergeNodes(lower: Node, upper: Node, path: readonly string[], faults: Faults): Node {
  if (upper.tag !== undefined) return upper
  const rule = RULES.find(([pattern]) => matches(pattern, path))?.[1]
  if (rule === 'replace' || lower.tag === 'reset') return upper
  const [low, up] = [shaped(lower, rule, upper), shaped(upper, rule, lower)]
  if (isNothing(up)) return lower
  if (low.kind === 'scalar') return up
  if (rule === 'driver' && otherDriver(low, up)) return upper
  if (low.kind === 'map' && up.kind === 'map') return mergeMaps(low, up, path, faults)
  if (low.kind === 'list' && up.kind === 'list')
    return { ...low, items: joined(low, up, typeof rule === 'object' ? rule.key : contentOf) }
  faults.add(
    'HF_COMPOSE_INVALID',
    up.place,
    `is a ${up.kind}, and cannot be merged with the ${low.kind} at ${low.place}`,
  )
  return lower
}

/** The tree without what `!reset` has taken away. */
export function withoutResets(node: Node): Node {
  if (node.kind === 'list')
    return { ...node, items: node.items.filter(({ tag }) => tag !== 'reset').map(withoutResets) }
  if (node.kind === 'scalar') return node
  const kept = node.entries.filter(({ value }) => value.tag !== 'reset')
  return { ...node, entries: kept.map((entry) => ({ ...entry, value: withoutResets(entry.value) })) }
}

function mergeMaps(lower: MapNode, upper: MapNode, path: readonly string[], faults: Faults): MapNode {
  const over = new Map(upper.entries.map((entry) => [entry.key, entry]))
  const entries = lower.entries.map((entry): Entry => {
    const other = over.get(entry.key)
    over.delete(entry.key)
    if (other === undefined) return entry
    return { ...entry, value: mergeNodes(entry.value, other.value, [...path, entry.key], faults) }
  })
  return { ...lower, entries: [...entries, ...over.values()] }
}

/** The lower list, in which an upper item takes the place of one with the same key, and then the other upper ones. */
function joined(lower: ListNode, upper: ListNode, keyOf: (item: Node) => string | null): Node[] {
  const over = new Map(upper.items.map((item) => [keyOf(item), item]))
  const used = new Set<Node>()
  const items = lower.items.map((item) => {
    const other = keyOf(item) === null ? undefined : over.get(keyOf(item))
    if (other === undefined || used.has(other)) return item
    used.add(other)
    return other
  })
  return [...items, ...upper.items.filter((item) => !used.has(item))]
}

function matches(pattern: string, path: readonly string[]): boolean {
  const parts = pattern.split('.')
  return parts.length === path.length && parts.every((part, index) => part === '*' || part === path[index])
}

/** The node in the form in which its rule merges it; two lists of names stay lists. */
function shaped(node: Node, rule: Rule | undefined, other: Node): Node {
  if (rule === 'list' && node.kind !== 'list' && !isNothing(node))
    return { kind: 'list', place: node.place, from: node.from, items: [node] }
  if (node.kind !== 'list') return node
  if (rule === 'pairs') return mapOf(node, pairOf)
  if (rule === 'names' && other.kind === 'map') return mapOf(node, (item) => named(item, scalar(item, null)))
  if (rule === 'waits' && other.kind === 'map') return mapOf(node, (item) => named(item, started(item)))
  return node
}

/** Of two entries with one key the later one counts. */
function mapOf(node: ListNode, entryOf: (item: Node) => Entry): MapNode {
  const entries = new Map(node.items.map(entryOf).map((entry) => [entry.key, entry]))
  return { kind: 'map', place: node.place, from: node.from, entries: [...entries.values()] }
}

function pairOf(item: Node): Entry {
  const written = wordOf(item) ?? ''
  const at = written.indexOf('=')
  if (at < 0) return named(item, scalar(item, null))
  return { key: written.slice(0, at), keyPlace: item.place, value: scalar(item, written.slice(at + 1)) }
}

function named(item: Node, value: Node): Entry {
  return { key: wordOf(item) ?? '', keyPlace: item.place, value }
}

function started(item: Node): MapNode {
  const entries = [{ key: 'condition', keyPlace: item.place, value: scalar(item, 'service_started') }]
  return { kind: 'map', place: item.place, from: item.from, entries }
}

function scalar({ place, from }: Node, value: string | null): ScalarNode {
  return { kind: 'scalar', place, from, value, source: value ?? '' }
}

function otherDriver(lower: Node, upper: Node): boolean {
  const [one, two] = [wordOf(under(lower, 'driver')), wordOf(under(upper, 'driver'))]
  return one !== null && two !== null && one !== two
}

function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

function wordOf(node: Node | undefined): string | null {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : null
}

/** A part of SOURCE:TARGET:OPTIONS; the first one when there is but one. */
function part(node: Node, index: number): string | null {
  const parts = wordOf(node)?.split(':')
  return parts?.[index] ?? parts?.[0] ?? null
}

/** Where a secret or config comes to stand. */
function fileKey(node: Node): string | null {
  const name = wordOf(under(node, 'target')) ?? wordOf(under(node, 'source')) ?? wordOf(node)
  return name?.replace(/^\/(run\/secrets\/)?/, '') ?? null
}
