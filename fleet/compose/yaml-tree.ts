/**
 * A YAML file as a tree in which every node knows its place.
 *
 * Invariant: aliases and merge keys (`<<`) are resolved, keys are strings and unique, and the tree is no
 * larger than {@link MAX_NODES}, whatever the file's aliases multiply to.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type YAMLError,
  type Node as YamlNode,
} from 'yaml'
import type { Faults } from './faults.ts'
import type { Lookup } from './interpolate.ts'

/** What a file brings along for all that stands in it. */
export interface Origin {
  /** As places call it: how it is opened from where the operator stands. */
  file: string
  /** What relative paths in it start from. */
  directory: string
  /** What variables are worth in it. */
  lookup: Lookup
}

/** `!reset` takes away what stood there before, `!override` replaces it (Compose Specification, "Merge"). */
export type MergeTag = 'reset' | 'override'

interface Placed {
  /** `file:line:column`, counted from 1. */
  place: string
  from: Origin
  tag?: MergeTag
}
export interface ScalarNode extends Placed {
  kind: 'scalar'
  value: string | number | boolean | null
  /** As it is written, without quotes. */
  source: string
}
export interface ListNode extends Placed {
  kind: 'list'
  items: Node[]
}
export interface MapNode extends Placed {
  kind: 'map'
  entries: Entry[]
}
export type Node = ScalarNode | ListNode | MapNode
export interface Entry {
  key: string
  keyPlace: string
  value: Node
}

const MAX_NODES = 50_000
const MAX_DEPTH = 100
const MAX_CHARS = 1024 * 1024

const TOO_DEEP = `is nested deeper than ${MAX_DEPTH} levels`

const MERGE_TAGS: Readonly<Record<string, MergeTag>> = { '!reset': 'reset', '!override': 'override' }

/** The tree, or null when the file is not YAML; what is wrong goes to `faults`. */
export function parseYaml(text: string, from: Origin, faults: Faults): Node | null {
  const { file } = from
  if (text.length > MAX_CHARS) return invalid(faults, `${file}:1:1`, 'is over 1 MiB')
  const lines = new LineCounter()
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  let document: ReturnType<typeof parseDocument>
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  } catch (cause) {
    if (cause instanceof RangeError) return invalid(faults, `${file}:1:1`, TOO_DEEP)
    return invalid(faults, `${file}:1:1`, `cannot be parsed: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  // What else it found is only because it gave up there.
  const tooDeep = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION')
  if (tooDeep !== undefined) return invalid(faults, at(tooDeep.pos[0]), TOO_DEEP)
  const warnings = document.warnings.filter(({ message }) => !/^Unresolved tag: !(reset|override)$/.test(message))
  for (const problem of [...document.errors, ...warnings])
    faults.add('HF_COMPOSE_INVALID', at(problem.pos[0]), wordsOf(problem))
  if (document.errors.length > 0) return null

  let nodes = 0
  const convert = (node: YamlNode | null, where: string, depth: number): Node => {
    const place = node?.range ? at(node.range[0]) : where
    if (++nodes > MAX_NODES) throw new TooLarge(place, `has more than ${MAX_NODES} nodes once aliases are resolved`)
    if (depth > MAX_DEPTH) throw new TooLarge(place, TOO_DEEP)
    if (isAlias(node)) {
      const target = node.resolve(document)
      if (target === undefined)
        faults.add('HF_COMPOSE_INVALID', place, `there is no anchor "&${node.source}" before it`)
      return { ...convert(target ?? null, place, depth + 1), place }
    }
    const tag = node?.tag === undefined ? undefined : MERGE_TAGS[node.tag]
    const placed = { place, from, ...(tag === undefined ? {} : { tag }) }
    if (isSeq<YamlNode>(node))
      return { kind: 'list', ...placed, items: node.items.map((item) => convert(item, place, depth + 1)) }
    if (isMap<YamlNode, YamlNode | null>(node)) {
      const entries = node.items.map(({ key, value }): Entry => {
        const keyPlace = key.range ? at(key.range[0]) : place
        if (!isScalar(key)) faults.add('HF_COMPOSE_INVALID', keyPlace, 'a key has to be a word')
        return { key: isScalar(key) ? String(key.value) : '', keyPlace, value: convert(value, keyPlace, depth + 1) }
      })
      return { kind: 'map', ...placed, entries: mergeKeys(entries, faults) }
    }
    if (!isScalar(node)) return { kind: 'scalar', ...placed, value: null, source: '' }
    // A tag of its own hides from the parser that "null" is nothing.
    const value =
      tag !== undefined && node.type === 'PLAIN' && /^(null|~|)$/.test(node.source ?? '') ? null : node.value
    const mayBeNumber = tag === undefined && node.tag !== 'tag:yaml.org,2002:str' && node.type === 'PLAIN'
    const number = mayBeNumber ? olderNumber(node.source ?? '') : null
    return { kind: 'scalar', ...placed, value: number ?? scalarValue(value, node.source), source: node.source ?? '' }
  }
  try {
    return convert(document.contents, `${file}:1:1`, 0)
  } catch (error) {
    if (error instanceof TooLarge) return invalid(faults, error.place, error.message)
    throw error
  }
}

class TooLarge extends Error {
  readonly place: string
  constructor(place: string, message: string) {
    super(message)
    this.place = place
  }
}

function invalid(faults: Faults, place: string, message: string): null {
  faults.add('HF_COMPOSE_INVALID', place, message)
  return null
}

/** What a tree holds, without its places: equal text for equal content. */
export function contentOf(node: Node): string {
  if (node.kind === 'list') return `[${node.items.map(contentOf).join(',')}]`
  if (node.kind === 'scalar') return JSON.stringify(node.value)
  const entries = node.entries.map(({ key, value }) => `${JSON.stringify(key)}:${contentOf(value)}`)
  return `{${entries.toSorted().join(',')}}`
}

/** The value of one key, when the node is a map that has it. */
export function under(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === key)?.value : undefined
}

/** The map without some of its keys. */
export function without(node: MapNode, ...keys: readonly string[]): MapNode {
  return { ...node, entries: node.entries.filter(({ key }) => !keys.includes(key)) }
}

/**
 * What YAML 1.1 takes for a number and YAML 1.2 reads otherwise: 022, 0b11 and 1_000. Every compose tool reads them so,
 * and a file is to mean here what it means there. Null: it is none of them.
 */
function olderNumber(source: string): number | null {
  const [, sign, digits] = /^([-+]?)(0[0-7_]+|0b[01_]+|[1-9][0-9_]*_[0-9_]*)$/.exec(source) ?? []
  if (digits === undefined) return null
  const plain = digits.replaceAll('_', '')
  const size = plain.startsWith('0b') ? Number(plain) : Number.parseInt(plain, plain.startsWith('0') ? 8 : 10)
  return Number.isSafeInteger(size) ? (sign === '-' ? -size : size) : null
}

/** Numbers that a double cannot hold, and whatever else YAML knows, stay as they are written. */
function scalarValue(value: unknown, source: string | undefined): ScalarNode['value'] {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number' && Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)))
    return value
  return source ?? ''
}

/** `<<: *base` and `<<: [*a, *b]`: keys that stand here win, then the earlier of the merged maps. */
function mergeKeys(entries: readonly Entry[], faults: Faults): Entry[] {
  const own = entries.filter((entry) => entry.key !== '<<')
  const known = new Set(own.map((entry) => entry.key))
  const merged: Entry[] = []
  for (const { key, value } of entries) {
    if (key !== '<<') continue
    for (const source of value.kind === 'list' ? value.items : [value]) {
      if (source.kind !== 'map') faults.add('HF_COMPOSE_INVALID', source.place, 'only a map can be merged')
      else {
        for (const entry of source.entries) {
          if (!known.has(entry.key)) merged.push(entry)
          known.add(entry.key)
        }
      }
    }
  }
  return [...own, ...merged]
}

/** The parser tells of a second document in words about its own functions. */
function wordsOf({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'holds a second document; a compose file is one'
  return message.split('\n')[0]!.replace(/:$/, '')
}
