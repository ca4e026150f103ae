/**
 * Variables put into a tree.
 *
 * Invariant: keys are left alone, and every place stays where it was.
 */
import type { Faults } from './faults.ts'
import { interpolate } from './interpolate.ts'
import type { Node } from './yaml-tree.ts'

/** The tree with the variables of its values replaced. A variable that is not set is empty, with a note. */
export function putVariables(node: Node, faults: Faults): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => putVariables(item, faults)) }
  if (node.kind === 'map')
    return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: putVariables(entry.value, faults) })) }
  if (typeof node.value !== 'string' || !node.value.includes('$')) return node
  const result = interpolate(node.value, node.from.lookup)
  if (!result.ok) {
    faults.spoil(node.place, result.message)
    return node
  }
  for (const name of new Set(result.unset)) faults.note(node.place, `${name} is not set, and nothing stands in for it`)
  return { ...node, value: result.text, source: result.text }
}
