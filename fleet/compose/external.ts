/**
 * `external` of a volume or a network.
 *
 * Invariant: what is external has the name that it has on the device.
 */
import { type Level, readLevel } from './level.ts'
import { flag, word } from './read.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

/** What is needed to make the external name. */
export interface External {
  external?: boolean
  customName?: string
}

export const EXTERNAL_LEVEL: Level<Pick<External, 'customName'>> = {
  title: '`external`, long form',
  keys: { name: { doc: 'the name on the device', read: (node) => ({ customName: word(node) }) } },
}

/** True or false, or as older files have it a map with the name. */
function readExternal(node: Node, scope: Scope): External {
  return node.kind === 'map' ? { external: true, ...readLevel(EXTERNAL_LEVEL, node, scope) } : { external: flag(node) }
}

/** Keys of both. */
export const EXTERNAL_KEYS: Level<External>['keys'] = {
  external: {
    doc: 'it exists on the device under its `name` and is left alone; also as `{name: NAME}`',
    read: readExternal,
  },
  name: {
    doc: 'with `external`, the name on the device; else no effect',
    read: (node) => ({ customName: word(node) }),
  },
}
