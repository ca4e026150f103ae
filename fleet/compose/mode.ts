/**
 * Permissions as people write them.
 *
 * Invariant: octal, however it is written: YAML 1.2 reads 01777 as decimal, people and compose mean octal.
 */
import { ValueFault } from './faults.ts'
import { describe } from './read.ts'
import type { Node } from './yaml-tree.ts'

export function mode(node: Node): number {
  const written = node.kind === 'scalar' ? node.source : ''
  if (/^(0o?)?[0-7]{1,4}$/.test(written)) return Number.parseInt(written.replace(/^0o/, ''), 8)
  throw new ValueFault(node.place, `has to be permissions in octal, such as 1777, not ${describe(node)}`)
}
