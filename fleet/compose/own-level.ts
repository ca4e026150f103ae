/**
 * A level of `x-holdfast`.
 *
 * Invariant: each key says what it is for, what it takes, and how it is read: documentation, schema and reading cannot
 * differ in which keys there are.
 */
import type { JsonSchema } from './json-schema.ts'
import type { Level } from './level.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

/** A level of which every key is read, and described in JSON Schema. */
export interface OwnLevel<Part extends object> extends Level<Part> {
  keys: Readonly<
    Record<string, { doc: string; schema: JsonSchema; read: (value: Node, scope: Scope) => Partial<Part> }>
  >
}
