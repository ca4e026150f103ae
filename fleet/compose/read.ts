/**
 * Readers of single values: a node in, a value out, or a `ValueFault` with its place.
 *
 * Invariant: readers are pure. Words that stand for numbers and truth are taken too, because that is what
 * interpolation leaves.
 */

import { didYouMean } from '../../protocol/closest.ts'
import { parseBytes } from '../text/bytes.ts'
import { parseDuration } from '../text/duration.ts'
import { shellWords } from '../text/shell-words.ts'
import { type Faults, ValueFault } from './faults.ts'
import type { ListNode, MapNode, Node, Origin } from './yaml-tree.ts'

/** A word or a number, as text. */
export function text(node: Node): string {
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean')
    throw new ValueFault(node.place, `has to be text, not ${describe(node)}`)
  return String(node.value)
}

/** A word that is not empty. */
export function word(node: Node): string {
  const value = text(node)
  if (value === '') throw new ValueFault(node.place, 'must not be empty')
  return value
}

/** YAML 1.1, which older files are written in, has more words for it. */
const YES = ['true', 'yes', 'on', 'y']
const NO = ['false', 'no', 'off', 'n']

export function flag(node: Node): boolean {
  const written = node.kind === 'scalar' && typeof node.value !== 'number' ? String(node.value).toLowerCase() : ''
  if (YES.includes(written)) return true
  if (NO.includes(written)) return false
  throw new ValueFault(node.place, `has to be true or false, not ${describe(node)}`)
}

/** A whole number within bounds. */
export function whole(node: Node, least: number, most: number): number {
  const value = node.kind === 'scalar' && node.value !== '' ? Number(node.value ?? Number.NaN) : Number.NaN
  const good = Number.isSafeInteger(value) && typeof (node as { value?: unknown }).value !== 'boolean'
  if (!good || value < least || value > most)
    throw new ValueFault(node.place, `has to be a whole number from ${least} to ${most}, not ${describe(node)}`)
  return value
}

/** A duration with its unit, in milliseconds. */
export function duration(node: Node): number {
  const value = node.kind === 'scalar' && typeof node.value === 'string' ? parseDuration(node.value) : null
  if (value === null && !(node.kind === 'scalar' && node.value === 0))
    throw new ValueFault(node.place, `has to be a duration with its unit, such as 1m30s, not ${describe(node)}`)
  return value ?? 0
}

/** A size in bytes, with or without unit. */
export function bytes(node: Node): number {
  const value = node.kind === 'scalar' ? parseBytes(String(node.value)) : null
  if (value === null) throw new ValueFault(node.place, `has to be a size such as 64m, not ${describe(node)}`)
  return value
}

/** A size, or -1 for no limit. */
export function bytesOrUnlimited(node: Node): number {
  return node.kind === 'scalar' && String(node.value) === '-1' ? -1 : bytes(node)
}

/** One of the words of a table. */
export function oneOf<V>(table: Readonly<Record<string, V>>): (node: Node) => V {
  return (node) => {
    const value = node.kind === 'scalar' ? String(node.value) : ''
    if (Object.hasOwn(table, value)) return table[value]!
    const words = Object.keys(table)
    const hint = didYouMean(value, words)
    throw new ValueFault(node.place, `has to be one of ${words.join(', ')}, not ${describe(node)}${hint}`)
  }
}

/** Words that stand for themselves, as a table for {@link oneOf}. */
export function wordTable(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((each) => [each, each]))
}

/** Each item by `read`; a fault of one does not hide those of the others. */
export function each<V>(node: Node, faults: Faults, read: (item: Node) => V | readonly V[]): V[] {
  return list(node).items.flatMap((item) => faults.attempt(() => read(item)) ?? [])
}

export function list(node: Node): ListNode {
  if (node.kind !== 'list') throw new ValueFault(node.place, `has to be a list, not ${describe(node)}`)
  return node
}

export function map(node: Node): MapNode {
  if (node.kind !== 'map') throw new ValueFault(node.place, `has to be a map of keys, not ${describe(node)}`)
  return node
}

/** A list's items, or the node itself as the only one. */
export function oneOrMore(node: Node): readonly Node[] {
  return node.kind === 'list' ? node.items : [node]
}

/** A list of words. */
export function texts(node: Node): string[] {
  return list(node).items.map(text)
}

/** One word, or a list of them. */
export function textOrTexts(node: Node): string[] {
  return node.kind === 'scalar' ? [text(node)] : texts(node)
}

/** A command: a list as it is, or text split as the shell splits it. */
export function commandLine(node: Node): string[] {
  if (node.kind === 'list') return texts(node)
  const words = shellWords(text(node))
  if (words === null) throw new ValueFault(node.place, 'has a quote that is not closed, or ends in a backslash')
  return words
}

/** `KEY: value` or `- KEY=value`; a value of null means that none was given. */
export interface Pair {
  key: string
  value: string | null
  place: string
  from: Origin
}

export function pairs(node: Node, separator = /=/): Pair[] {
  const found =
    node.kind === 'list'
      ? node.items.map((item) => splitPair(text(item), item, separator))
      : map(node).entries.map(({ key, value }) => ({
          key,
          value: pairValue(value),
          place: value.place,
          from: value.from,
        }))
  const empty = found.find(({ key }) => key === '')
  if (empty !== undefined) throw new ValueFault(empty.place, 'has no name before the value')
  return found
}

/** Pairs as a record; one without a value is empty. */
export function record(node: Node): Record<string, string> {
  return Object.fromEntries(pairs(node).map(({ key, value }) => [key, value ?? '']))
}

function splitPair(item: string, { place, from }: Node, separator: RegExp): Pair {
  const at = item.search(separator)
  if (at < 0) return { key: item, value: null, place, from }
  return { key: item.slice(0, at), value: item.slice(at + 1), place, from }
}

function pairValue(node: Node): string | null {
  if (node.kind !== 'scalar') throw new ValueFault(node.place, `has to be text, not ${describe(node)}`)
  return node.value === null ? null : String(node.value)
}

/** What stands there, for a message. */
export function describe(node: Node): string {
  if (node.kind === 'list') return 'a list'
  if (node.kind === 'map') return 'a map'
  if (node.value === null) return 'nothing'
  const shown = JSON.stringify(node.value)
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown
}
