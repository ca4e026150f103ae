/**
 * `x-holdfast`: what compose has no word for.
 *
 * Invariant: a compose file with these keys still runs under docker compose, which passes over `x-`. Every
 * key says in JSON Schema what it takes; `docs/x-holdfast.schema.json` is made from these tables.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Strategy } from '../../protocol/enums.ts'
import type { HandOver, Policy, Requirements, Service } from '../../protocol/types.ts'
import {
  durationSchema,
  FLAG,
  levelSchema,
  listSchema,
  sizeSchema,
  TEXT,
  wholeSchema,
  wordsSchema,
} from './json-schema.ts'
import { readLevel } from './level.ts'
import { LOCK_LEVEL, POLICY_LOCK_LEVEL } from './lock-keys.ts'
import type { OwnLevel } from './own-level.ts'
import { BUDGET_LEVEL, POLICY_LEVEL, WINDOW_LEVEL } from './policy-keys.ts'
import { bytes, duration, flag, oneOf, texts, whole, word } from './read.ts'

const MAX_PRIORITY = 1000
export const STRATEGIES = {
  'download-then-kill': Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
  'kill-then-download': Strategy.STRATEGY_KILL_THEN_DOWNLOAD,
  'delete-then-download': Strategy.STRATEGY_DELETE_THEN_DOWNLOAD,
  'hand-over': Strategy.STRATEGY_HAND_OVER,
}

const HAND_OVER_LEVEL: OwnLevel<HandOver> = {
  title: '`hand_over` of `x-holdfast`',
  keys: {
    wait_until_ready: {
      doc: 'the old container stays until the new one has said that it is ready; default false: until it is healthy',
      schema: FLAG,
      read: (node) => ({ waitUntilReady: flag(node) }),
    },
    timeout: {
      doc: 'how long to wait for that before the old one leaves all the same; default without end, within the health timeout',
      schema: durationSchema('90s'),
      read: (node) => ({ timeoutMs: duration(node) }),
    },
  },
}

export const SERVICE_EXTENSION: OwnLevel<
  Pick<Loose<Service>, 'strategy' | 'handOver' | 'priority' | 'localApi' | 'locks'>
> = {
  title: '`x-holdfast` of a service',
  keys: {
    strategy: {
      doc: `how the new container takes over: ${Object.keys(STRATEGIES).join(', ')}; default the first`,
      schema: wordsSchema(STRATEGIES),
      read: (node) => ({ strategy: oneOf(STRATEGIES)(node) }),
    },
    hand_over: {
      doc: 'with the strategy hand-over, see below',
      schema: levelSchema(HAND_OVER_LEVEL),
      read: (node, scope) => ({ handOver: readLevel(HAND_OVER_LEVEL, node, scope) }),
    },
    lock: {
      doc: "what is made of the service's locks while this release runs, see below",
      schema: levelSchema(LOCK_LEVEL),
      read: (node, scope) => ({ locks: readLevel(LOCK_LEVEL, node, scope) }),
    },
    priority: {
      doc: 'images of a higher one are fetched first; default 0',
      schema: wholeSchema(-MAX_PRIORITY, MAX_PRIORITY),
      read: (node) => ({ priority: whole(node, -MAX_PRIORITY, MAX_PRIORITY) }),
    },
    local_api: {
      doc: "give the container the device's local API: its socket, and variables that say where it is",
      schema: FLAG,
      read: (node) => ({ localApi: flag(node) }),
    },
  },
}

const REQUIREMENTS_LEVEL: OwnLevel<Loose<Requirements>> = {
  title: '`x-holdfast.requirements`',
  keys: {
    architectures: {
      doc: 'any of: amd64, arm64, arm/v7, …',
      schema: listSchema(TEXT, ['arm64', 'arm/v7']),
      read: (node) => ({ architectures: texts(node) }),
    },
    operating_systems: {
      doc: 'any of: linux, …',
      schema: listSchema(TEXT, ['linux']),
      read: (node) => ({ operatingSystems: texts(node) }),
    },
    device_types: {
      doc: "any of, as the device's configuration says",
      schema: listSchema(TEXT, ['raspberrypi4-64']),
      read: (node) => ({ deviceTypes: texts(node) }),
    },
    memory: { doc: 'of the machine', schema: sizeSchema('1g'), read: (node) => ({ memoryBytes: bytes(node) }) },
    disk: { doc: "free on the engine's disk", schema: sizeSchema('4g'), read: (node) => ({ diskBytes: bytes(node) }) },
    devices: {
      doc: 'paths that exist on the host',
      schema: listSchema(TEXT, ['/dev/ttyUSB0']),
      read: (node) => ({ devices: texts(node) }),
    },
  },
}

/** What the top level's extension says. */
export interface TopExtension {
  policy: Loose<Policy>
  requirements: Loose<Requirements>
  version: string
}

export const TOP_EXTENSION: OwnLevel<TopExtension> = {
  title: '`x-holdfast` at the top level',
  keys: {
    version: {
      doc: "the release's version, for people",
      schema: { ...TEXT, examples: ['1.4.2'] },
      read: (node) => ({ version: word(node) }),
    },
    policy: {
      doc: 'see below',
      schema: levelSchema(POLICY_LEVEL),
      read: (node, scope) => ({ policy: readLevel(POLICY_LEVEL, node, scope) }),
    },
    requirements: {
      doc: 'see below',
      schema: levelSchema(REQUIREMENTS_LEVEL),
      read: (node, scope) => ({ requirements: readLevel(REQUIREMENTS_LEVEL, node, scope) }),
    },
  },
  below: { policy: POLICY_LEVEL, requirements: REQUIREMENTS_LEVEL },
}

/** Levels below, for the documentation. */
export const EXTENSION_PARTS = [
  HAND_OVER_LEVEL,
  LOCK_LEVEL,
  POLICY_LEVEL,
  POLICY_LOCK_LEVEL,
  BUDGET_LEVEL,
  WINDOW_LEVEL,
  REQUIREMENTS_LEVEL,
]
