/**
 * A YAML file as a tree in which every node knows its place.
 *
 * Invariant: aliases and merge keys (`<<`) are resolved, keys are strings and unique, and the tree is no
 * larger than {@link MAX_NODES}, whatever the file's aliases multiply to.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode } from 'yaml'
import type { Faults } from './faults.ts'

interface Placed {
  /** `file:line:column`, counted from 1. */
  place: string
}
interface ScalarNode extends Placed {
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

/** The tree, or null when the file is not YAML; what is wrong goes to `faults`. */
export function parseYaml(text: string, file: string, faults: Faults): Node | null {
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
    return invalid(faults, `${file}:1:1`, `cannot be parsed: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  for (const problem of [...document.errors, ...document.warnings])
    faults.add('HF_COMPOSE_INVALID', at(problem.pos[0]), firstLine(problem.message))
  if (document.errors.length > 0) return null

  let nodes = 0
  const convert = (node: YamlNode | null, where: string, depth: number): Node => {
    const place = node?.range ? at(node.range[0]) : where
    if (++nodes > MAX_NODES) throw new TooLarge(place, `has more than ${MAX_NODES} nodes once aliases are resolved`)
    if (depth > MAX_DEPTH) throw new TooLarge(place, `is nested deeper than ${MAX_DEPTH} levels`)
    if (isAlias(node)) {
      const target = node.resolve(document)
      if (target === undefined)
        faults.add('HF_COMPOSE_INVALID', place, `there is no anchor "&${node.source}" before it`)
      return { ...convert(target ?? null, place, depth + 1), place }
    }
    if (isSeq<YamlNode>(node))
      return { kind: 'list', place, items: node.items.map((item) => convert(item, place, depth + 1)) }
    if (isMap<YamlNode, YamlNode | null>(node)) {
      const entries = node.items.map(({ key, value }): Entry => {
        const keyPlace = key.range ? at(key.range[0]) : place
        if (!isScalar(key)) faults.add('HF_COMPOSE_INVALID', keyPlace, 'a key has to be a word')
        return { key: isScalar(key) ? String(key.value) : '', keyPlace, value: convert(value, keyPlace, depth + 1) }
      })
      return { kind: 'map', place, entries: mergeKeys(entries, faults) }
    }
    if (!isScalar(node)) return { kind: 'scalar', place, value: null, source: '' }
    return { kind: 'scalar', place, value: scalarValue(node.value, node.source), source: node.source ?? '' }
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

function firstLine(text: string): string {
  return text.split('\n')[0]!.replace(/:$/, '')
}
