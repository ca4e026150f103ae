/**
 * Levels of a compose file and the one table of their keys.
 *
 * Invariant: a key is read, refused with a reason, or accepted with a note; a key that is in no table is
 * refused with its place. `docs/compose.md` is made from these tables.
 */
import { didYouMean } from '../../protocol/closest.ts'
import { type Faults, ValueFault } from './faults.ts'
import { map } from './read.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

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
}

/** Reads a map by its level's table. Faults of single keys are gathered, and do not hide one another. */
export function readLevel<Part extends object, S extends { faults: Faults }>(
  level: Level<Part, S>,
  node: Node,
  scope: S,
): Partial<Part> {
  let whole: Partial<Part> = {}
  for (const { key, keyPlace, value } of map(node).entries) {
    // Extensions are the author's own; ours is in the tables.
    if (key.startsWith('x-') && key !== 'x-holdfast') continue
    const rule = Object.hasOwn(level.keys, key) ? level.keys[key] : undefined
    if (rule === undefined) {
      const hint = didYouMean(key, Object.keys(level.keys))
      scope.faults.add('HF_COMPOSE_UNSUPPORTED', keyPlace, `${JSON.stringify(key)} is not known here${hint}`)
    } else if ('refused' in rule) {
      scope.faults.add('HF_COMPOSE_UNSUPPORTED', keyPlace, `${JSON.stringify(key)} is not run: ${rule.refused}`)
    } else if ('ignored' in rule) {
      scope.faults.note(keyPlace, `${JSON.stringify(key)} has no effect: ${rule.ignored}`)
    } else if (!isNothing(value)) {
      const part = scope.faults.attempt(() => merge(whole, rule.read(value, scope), keyPlace))
      whole = part ?? whole
    }
  }
  return whole
}

function isNothing(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** Lists are joined; messages are merged; two keys that say different things of one field are a fault. */
function merge<P extends object>(before: P, part: P, place: string): P {
  const whole = { ...before } as Record<string, unknown>
  for (const [key, value] of Object.entries(part)) {
    const earlier = whole[key]
    if (value === undefined) continue
    if (earlier === undefined) whole[key] = value
    else if (Array.isArray(earlier) && Array.isArray(value)) whole[key] = [...earlier, ...value]
    else if (typeof earlier === 'object' && earlier !== null) whole[key] = merge(earlier, value as object, place)
    else if (earlier !== value)
      throw new ValueFault(place, `says ${JSON.stringify(value)} where another key said ${JSON.stringify(earlier)}`)
  }
  return whole as P
}
