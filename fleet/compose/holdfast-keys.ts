/**
 * `x-holdfast`: what compose has no word for.
 *
 * Invariant: a compose file with these keys still runs under docker compose, which passes over `x-`.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Strategy } from '../../protocol/enums.ts'
import type { Policy, Requirements, Service } from '../../protocol/types.ts'
import { type Level, readLevel } from './level.ts'
import { bytes, duration, oneOf, texts, whole, word } from './read.ts'

const MAX_UINT32 = 2 ** 32 - 1

const STRATEGIES = {
  'download-then-kill': Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
  'kill-then-download': Strategy.STRATEGY_KILL_THEN_DOWNLOAD,
  'delete-then-download': Strategy.STRATEGY_DELETE_THEN_DOWNLOAD,
  'hand-over': Strategy.STRATEGY_HAND_OVER,
}

export const SERVICE_EXTENSION: Level<Pick<Loose<Service>, 'strategy'>> = {
  title: '`x-holdfast` of a service',
  keys: {
    strategy: {
      doc: `how the new container takes over: ${Object.keys(STRATEGIES).join(', ')}; default the first`,
      read: (node) => ({ strategy: oneOf(STRATEGIES)(node) }),
    },
  },
}

const POLICY_LEVEL: Level<Loose<Policy>> = {
  title: '`x-holdfast.policy`',
  keys: {
    health_timeout: {
      doc: 'until every service is healthy; default 2m',
      read: (node) => ({ healthTimeoutMs: duration(node) }),
    },
    soak: { doc: 'how long all has to stay healthy; default 10s', read: (node) => ({ soakMs: duration(node) }) },
    contact_timeout: {
      doc: 'how long to wait for the broker before the commit; default 15m',
      read: (node) => ({ contactTimeoutMs: duration(node) }),
    },
    fetch_attempts: {
      doc: "failures to fetch, not the network's fault, before the epoch is refused; default 5",
      read: (node) => ({ fetchAttempts: whole(node, 1, MAX_UINT32) }),
    },
    resume_attempts: {
      doc: 'restarts in mid-update before the epoch is refused; default 5',
      read: (node) => ({ resumeAttempts: whole(node, 1, MAX_UINT32) }),
    },
  },
}

const REQUIREMENTS_LEVEL: Level<Loose<Requirements>> = {
  title: '`x-holdfast.requirements`',
  keys: {
    architectures: { doc: 'any of: amd64, arm64, arm/v7, …', read: (node) => ({ architectures: texts(node) }) },
    device_types: { doc: "any of, as the device's configuration says", read: (node) => ({ deviceTypes: texts(node) }) },
    memory: { doc: 'of the machine', read: (node) => ({ memoryBytes: bytes(node) }) },
    disk: { doc: "free on the engine's disk", read: (node) => ({ diskBytes: bytes(node) }) },
    devices: { doc: 'paths that exist on the host', read: (node) => ({ devices: texts(node) }) },
  },
}

/** What the top level's extension says. */
export interface TopExtension {
  policy: Loose<Policy>
  requirements: Loose<Requirements>
  version: string
}

export const TOP_EXTENSION: Level<TopExtension> = {
  title: '`x-holdfast` at the top level',
  keys: {
    version: { doc: "the release's version, for people", read: (node) => ({ version: word(node) }) },
    policy: { doc: 'see below', read: (node, scope) => ({ policy: readLevel(POLICY_LEVEL, node, scope) }) },
    requirements: {
      doc: 'see below',
      read: (node, scope) => ({ requirements: readLevel(REQUIREMENTS_LEVEL, node, scope) }),
    },
  },
}

/** Levels below, for the documentation. */
export const EXTENSION_PARTS = [POLICY_LEVEL, REQUIREMENTS_LEVEL]
