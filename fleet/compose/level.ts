/**
 * Levels of a compose file and the one table of their keys.
 *
 * Invariant: a key is read, refused with a reason, or accepted with a note; a key that is in no table is
 * refused with its place. `docs/compose.md` is made from these tables.
 */
import { didYouMean } from '../../protocol/closest.ts'
import { type Faults, ValueFault } from './faults.ts'
import { describe, map } from './read.ts'
import type { Scope } from './scope.ts'
import type { Entry, Node } from './yaml-tree.ts'

/** What becomes of one key. Exactly one of the three. */
export type Rule<Part, S = Scope> =
  /** Understood: `read` gives the part of the result that the key stands for. */
  | { doc: string; read: (value: Node, scope: S) => Part }
  /** Cannot be run: the reason, as the end of "is not run: …". */
  | { refused: string }
  /** Has no meaning on a device: the reason, shown as a note. */
  | { ignored: string }

export interface Level<Part extends object, S = Scope> {
  /** As it is called in the documentation. */
  title: string
  /** Keys in the order of the documentation. */
  keys: Readonly<Record<string, Rule<Partial<Part>, S>>>
  /** Levels that stand under one of the keys, whose own keys are easily written here by mistake. */
  below?: Readonly<Record<string, { keys: object }>>
}

/** Reads a map by its level's table. Faults of single keys are gathered, and do not hide one another. */
export function readLevel<Part extends object, S extends { faults: Faults }>(
  level: Level<Part, S>,
  node: Node,
  scope: S,
): Partial<Part> {
  let whole: Partial<Part> = {}
  for (const entry of map(node).entries) {
    const { key, keyPlace, value } = entry
    // Extensions are the author's own; ours is in the tables.
    if (key.startsWith('x-') && key !== 'x-holdfast') continue
    const rule = Object.hasOwn(level.keys, key) ? level.keys[key] : undefined
    if (rule === undefined) {
      const hint = placedBelow(key, level.below) ?? didYouMean(key, Object.keys(level.keys))
      scope.faults.add('HF_COMPOSE_UNSUPPORTED', keyPlace, `${JSON.stringify(key)} is not known here${hint}`)
    } else if ('refused' in rule) {
      scope.faults.add('HF_COMPOSE_UNSUPPORTED', keyPlace, `${JSON.stringify(key)} is not run: ${rule.refused}`)
    } else if ('ignored' in rule) {
      scope.faults.note(keyPlace, `${JSON.stringify(key)} has no effect: ${rule.ignored}`)
    } else if (!isNothing(value)) {
      const part = scope.faults.attempt(() => merge(whole, rule.read(value, scope), entry))
      whole = part ?? whole
    }
  }
  return whole
}

function placedBelow(key: string, below: Level<object>['below'] = {}): string | null {
  const owner = Object.keys(below).find((name) => Object.hasOwn(below[name]!.keys, key))
  return owner === undefined ? null : `; it belongs under ${JSON.stringify(owner)}`
}

function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** By a part that was read, which entry of the file each of its fields is from; for faults alone. */
const SAID_BY = new WeakMap<object, Readonly<Record<string, Entry>>>()

/**
 * Lists are joined; messages are merged; two keys that say different things of one field are a fault.
 * @param by the entry that gives `part`
 * @param beforeBy the entry that gave `before`, where its fields do not know theirs
 */
function merge<P extends object>(before: P, part: P, by: Entry, beforeBy = by): P {
  const whole = { ...before } as Record<string, unknown>
  const known = SAID_BY.get(before)
  const saidBy = Object.fromEntries(Object.keys(before).map((key) => [key, known?.[key] ?? beforeBy]))
  for (const [key, value] of Object.entries(part)) {
    const earlier = whole[key]
    if (value === undefined) continue
    const entry = SAID_BY.get(part)?.[key] ?? by
    const earlierEntry = saidBy[key] ?? entry
    saidBy[key] = earlierEntry
    if (earlier === undefined) whole[key] = value
    else if (Array.isArray(earlier) && Array.isArray(value)) whole[key] = [...earlier, ...value]
    else if (typeof earlier === 'object' && earlier !== null)
      whole[key] = merge(earlier, value as object, entry, earlierEntry)
    else if (earlier !== value) throw conflict(entry, earlierEntry)
  }
  SAID_BY.set(whole, saidBy)
  return whole as P
}

function conflict(later: Entry, earlier: Entry): ValueFault {
  const other = `${JSON.stringify(earlier.key)} at ${earlier.keyPlace} says ${asWritten(earlier.value)}`
  return new ValueFault(later.keyPlace, `${JSON.stringify(later.key)} says ${asWritten(later.value)}, but ${other}`)
}

/** In the file's own words and units. */
function asWritten(node: Node): string {
  return node.kind === 'scalar' && typeof node.value !== 'string' && node.source !== '' ? node.source : describe(node)
}
