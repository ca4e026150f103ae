/**
 * `devices` of a service, in both forms of compose.
 *
 * Invariant: a device is a path of the host; the engine is asked for nothing by another name.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Device } from '../../protocol/types.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { describe, word } from './read.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

export const DEVICE_LEVEL: Level<Device> = {
  title: 'A device of a service, long form',
  keys: {
    source: { doc: 'a path on the host', read: (node) => ({ hostPath: word(node) }) },
    target: { doc: 'a path in the container; default the same', read: (node) => ({ containerPath: word(node) }) },
    permissions: { doc: 'of r, w and m; default rwm', read: (node) => ({ permissions: word(node) }) },
  },
}

/** HOST[:CONTAINER[:PERMISSIONS]], or the long form. */
export function readDevice(node: Node, scope: Scope): Loose<Device> {
  const {
    hostPath,
    containerPath = hostPath,
    permissions = 'rwm',
  } = node.kind === 'map' ? readLevel(DEVICE_LEVEL, node, scope) : shortForm(node)
  if (hostPath !== undefined && /^[^/]+\/[^/]+=/.test(hostPath))
    throw new ValueFault(node.place, 'engines before 25 do not know such names; give a path', 'HF_COMPOSE_UNSUPPORTED')
  if (hostPath?.startsWith('/') !== true || containerPath?.startsWith('/') !== true)
    throw new ValueFault(node.place, `${describe(node)} is not /HOST, /HOST:/CONTAINER or /HOST:/CONTAINER:rwm`)
  if (!/^[rwm]{1,3}$/.test(permissions))
    throw new ValueFault(node.place, `the permissions ${JSON.stringify(permissions)} are not of r, w and m`)
  return { hostPath, containerPath, permissions }
}

function shortForm(node: Node): Partial<Device> {
  const [hostPath, containerPath, permissions, ...rest] = word(node).split(':')
  if (rest.length > 0) return {}
  return {
    ...(hostPath === undefined ? {} : { hostPath }),
    ...(containerPath === undefined ? {} : { containerPath }),
    ...(permissions === undefined ? {} : { permissions }),
  }
}
