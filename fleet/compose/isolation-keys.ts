/**
 * Keys of a service for what its processes may do, and what they share with the host.
 *
 * Invariant: a name is one that engines know; one that they do not know would be refused by every device.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Ulimit } from '../../protocol/types.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import * as read from './read.ts'
import type { Scope } from './scope.ts'
import { readSecurityOptions } from './security-opt.ts'
import type { ServiceKeys } from './service-draft.ts'
import { allFormed, CAPABILITY, checked, SYSCTL, ULIMIT } from './values.ts'
import type { Entry, Node } from './yaml-tree.ts'

/** Unlike a network's, they end with its container, and what joined them with them. */
const OF_ANOTHER = 'that of another service is refused: it ends with that one, at each restart too'
const IPC_MODES = ['host', 'private', 'shareable', 'none']

export const ULIMIT_LEVEL: Level<Pick<Ulimit, 'soft' | 'hard'>> = {
  title: 'An item of `ulimits`, with two limits',
  keys: {
    soft: { doc: 'a number, -1 for no limit', read: (node) => ({ soft: limit(node) }) },
    hard: { doc: 'a number, -1 for no limit', read: (node) => ({ hard: limit(node) }) },
  },
}

export const ISOLATION_KEYS: ServiceKeys = {
  privileged: { doc: 'true or false', read: (node) => ({ privileged: read.flag(node) }) },
  cap_add: { doc: 'a list', read: (node) => ({ capAdd: allFormed(CAPABILITY)(node) }) },
  cap_drop: { doc: 'a list', read: (node) => ({ capDrop: allFormed(CAPABILITY)(node) }) },
  security_opt: {
    doc: 'a list; the file of a seccomp profile is read here, now',
    read: (node, scope) => ({ securityOpt: readSecurityOptions(node, scope) }),
  },
  sysctls: { doc: 'a map or a list', read: (node) => ({ sysctls: readSysctls(node) }) },
  ulimits: { doc: 'a number, or soft and hard', read: (node, scope) => ({ ulimits: readUlimits(node, scope) }) },
  pid: { doc: `host; ${OF_ANOTHER}`, read: (node) => ({ pid: namespace(['host'], node) }) },
  ipc: { doc: `${IPC_MODES.join(', ')}; ${OF_ANOTHER}`, read: (node) => ({ ipc: namespace(IPC_MODES, node) }) },
  uts: { doc: 'host', read: (node) => ({ uts: read.oneOf({ host: 'host' })(node) }) },
  userns_mode: { doc: 'host', read: (node) => ({ usernsMode: read.oneOf({ host: 'host' })(node) }) },
  cgroup: { doc: 'host or private', read: (node) => ({ cgroup: namespace(['host', 'private'], node) }) },
}

/** The namespace of another service is of its container, which restarts and updates end. */
function namespace(words: readonly string[], node: Node): string {
  const word = read.word(node)
  if (/^(service|container):/.test(word)) {
    const why =
      "it ends with that container at each restart and update; let one container hold both programs, or use the host's"
    throw new ValueFault(node.place, `${JSON.stringify(word)} is not run: ${why}`, 'HF_COMPOSE_UNSUPPORTED')
  }
  return read.oneOf(read.wordTable(words))(node)
}

function readUlimits(node: Node, scope: Scope): Loose<Ulimit>[] {
  return read.map(node).entries.flatMap((entry) => scope.faults.attempt(() => readUlimit(entry, scope)) ?? [])
}

function readUlimit({ key, keyPlace, value }: Entry, scope: Scope): Loose<Ulimit> {
  const name = checked(key, ULIMIT, keyPlace)
  const both = value.kind === 'map' ? readLevel(ULIMIT_LEVEL, value, scope) : { soft: limit(value) }
  const [soft, hard] = [both.soft ?? both.hard ?? -1, both.hard ?? both.soft ?? -1]
  if (hard !== -1 && (soft === -1 || soft > hard))
    throw new ValueFault(value.place, `has a soft limit of ${soft}, above the hard one of ${hard}`)
  return { name, soft, hard }
}

function readSysctls(node: Node): Record<string, string> {
  for (const { key, place } of read.pairs(node)) checked(key, SYSCTL, place)
  return read.record(node)
}

function limit(node: Node): number {
  return read.whole(node, -1, Number.MAX_SAFE_INTEGER)
}
