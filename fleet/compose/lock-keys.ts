/**
 * `lock` of `x-holdfast`: what is made of applications' locks, by the release that runs and by the one that comes.
 *
 * Invariant: without these keys every lock counts, for as long as it is held.
 */
import { posix } from 'node:path'
import type { LockRules, Policy } from '../../protocol/types.ts'
import { ValueFault } from './faults.ts'
import { durationSchema, FLAG, TEXT } from './json-schema.ts'
import type { OwnLevel } from './own-level.ts'
import { describe, duration, flag, word } from './read.ts'
import type { Node } from './yaml-tree.ts'

const HONOUR = 'whether locks count; default true'

export const LOCK_LEVEL: OwnLevel<LockRules> = {
  title: '`lock` of `x-holdfast`',
  keys: {
    honour: { doc: HONOUR, schema: FLAG, read: (node) => ({ ignored: !flag(node) }) },
    file: {
      doc: 'one more lock file, an absolute path in the container; those that are known count too',
      schema: { ...TEXT, pattern: '^/.*[^/]$', examples: ['/data/press.lock'] },
      read: (node) => ({ file: lockFile(node) }),
    },
    at_most: {
      doc: "the longest that this service's locks may put one update off; default without end",
      schema: durationSchema('6h'),
      read: (node) => ({ longestMs: atMost(node) }),
    },
  },
}

export const POLICY_LOCK_LEVEL: OwnLevel<Pick<Policy, 'ignoreLocks' | 'longestLockMs'>> = {
  title: '`x-holdfast.policy.lock`',
  keys: {
    honour: {
      doc: `${HONOUR}; false is as \`holdfast deploy --force\``,
      schema: FLAG,
      read: (node) => ({ ignoreLocks: !flag(node) }),
    },
    at_most: {
      doc: 'the longest that locks of any services may put this release off; default without end',
      schema: durationSchema('12h'),
      read: (node) => ({ longestLockMs: atMost(node) }),
    },
  },
}

/** 0 would be without end. */
function atMost(node: Node): number {
  const ms = duration(node)
  if (ms > 0) return ms
  throw new ValueFault(node.place, `has to be more than 0, not ${describe(node)}`)
}

function lockFile(node: Node): string {
  const path = word(node)
  if (path.startsWith('/') && !path.endsWith('/') && posix.normalize(path) === path) return path
  throw new ValueFault(node.place, `has to be the absolute path of a file in the container, not ${describe(node)}`)
}
