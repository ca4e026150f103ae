/**
 * `x-holdfast`: what compose has no word for.
 *
 * Invariant: a compose file with these keys still runs under docker compose, which passes over `x-`. Every
 * key says in JSON Schema what it takes; `docs/x-holdfast.schema.json` is made from these tables.
 */
import { budgetFault } from '../../protocol/budget-fault.ts'
import type { Loose } from '../../protocol/codec.ts'
import { ByteClass, Gate, Strategy } from '../../protocol/enums.ts'
import type { ByteBudget, HandOver, Policy, Requirements, Service, Window } from '../../protocol/types.ts'
import { windowFault } from '../../protocol/window-fault.ts'
import { ValueFault } from './faults.ts'
import {
  durationSchema,
  FLAG,
  type JsonSchema,
  levelSchema,
  listSchema,
  sizeSchema,
  TEXT,
  wholeSchema,
  wordsSchema,
} from './json-schema.ts'
import { type Level, readLevel } from './level.ts'
import { LOCK_LEVEL, POLICY_LOCK_LEVEL } from './lock-keys.ts'
import { bytes, describe, duration, each, flag, oneOf, texts, whole, word } from './read.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

/** A level of which every key is read, and described in JSON Schema. */
export interface OwnLevel<Part extends object> extends Level<Part> {
  keys: Readonly<
    Record<string, { doc: string; schema: JsonSchema; read: (value: Node, scope: Scope) => Partial<Part> }>
  >
}

const MAX_UINT32 = 2 ** 32 - 1
const MAX_PRIORITY = 1000
const MAX_PATIENCE_MS = 7 * 86_400_000

export const STRATEGIES = {
  'download-then-kill': Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
  'kill-then-download': Strategy.STRATEGY_KILL_THEN_DOWNLOAD,
  'delete-then-download': Strategy.STRATEGY_DELETE_THEN_DOWNLOAD,
  'hand-over': Strategy.STRATEGY_HAND_OVER,
}

const GATES = { download: Gate.GATE_DOWNLOAD, apply: Gate.GATE_APPLY, both: Gate.GATE_UNSPECIFIED }

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

const WINDOW_LEVEL: OwnLevel<Window> = {
  title: 'An item of `x-holdfast.policy.windows`',
  keys: {
    schedule: {
      doc: 'when it opens: the five fields of cron, minute hour day-of-month month day-of-week',
      schema: { ...TEXT, examples: ['0 3 * * *', '30 22 * * mon-fri'] },
      read: (node) => ({ schedule: word(node) }),
    },
    time_zone: {
      doc: 'a name of the IANA time zone database; default UTC',
      schema: { ...TEXT, examples: ['Europe/Berlin'] },
      read: (node) => ({ timeZone: word(node) }),
    },
    duration: {
      doc: 'how long it stays open, from one minute to 31 days; default 1h',
      schema: durationSchema('2h', '90m'),
      read: (node) => ({ durationMs: duration(node) }),
    },
    gate: {
      doc: 'what it lets through: download, apply or both; default both',
      schema: wordsSchema(GATES),
      read: (node) => ({ gate: oneOf(GATES)(node) }),
    },
  },
}

export const BYTE_CLASSES = {
  all: ByteClass.BYTE_CLASS_UNSPECIFIED,
  control: ByteClass.BYTE_CLASS_CONTROL,
  reports: ByteClass.BYTE_CLASS_REPORTS,
  logs: ByteClass.BYTE_CLASS_LOGS,
  content: ByteClass.BYTE_CLASS_CONTENT,
} as const

const BUDGET_LEVEL: OwnLevel<ByteBudget> = {
  title: 'An item of `x-holdfast.policy.byte_budgets`',
  keys: {
    class: {
      doc: `of what: ${Object.keys(BYTE_CLASSES).join(', ')}; default all together`,
      schema: wordsSchema(BYTE_CLASSES),
      read: (node) => ({ class: oneOf(BYTE_CLASSES)(node) }),
    },
    link: {
      doc: 'over which links: cellular, wifi, ethernet, or metered for every one that is; default any',
      schema: { ...TEXT, examples: ['cellular', 'metered'] },
      read: (node) => ({ link: word(node) }),
    },
    day: {
      doc: 'bytes a day, in both directions together; default without limit',
      schema: sizeSchema('20m', 1048576),
      read: (node) => ({ dayBytes: bytes(node) }),
    },
    month: {
      doc: 'bytes a month; default without limit',
      schema: sizeSchema('500m', 1048576),
      read: (node) => ({ monthBytes: bytes(node) }),
    },
  },
}

const POLICY_LEVEL: OwnLevel<Loose<Policy>> = {
  title: '`x-holdfast.policy`',
  keys: {
    health_timeout: {
      doc: 'until every service is healthy, at most 7d; default 2m',
      schema: durationSchema('2m'),
      read: (node) => ({ healthTimeoutMs: patience(node) }),
    },
    soak: {
      doc: 'how long all has to stay healthy, at most 7d; default 10s',
      schema: durationSchema('10s'),
      read: (node) => ({ soakMs: patience(node) }),
    },
    contact_timeout: {
      doc: 'how long to wait for the broker before the commit; default 15m',
      schema: durationSchema('15m'),
      read: (node) => ({ contactTimeoutMs: duration(node) }),
    },
    fetch_attempts: {
      doc: "failures to fetch, not the network's fault, before the epoch is refused; default 5",
      schema: wholeSchema(1, MAX_UINT32),
      read: (node) => ({ fetchAttempts: whole(node, 1, MAX_UINT32) }),
    },
    resume_attempts: {
      doc: 'restarts in mid-update before the epoch is refused; default 5',
      schema: wholeSchema(1, MAX_UINT32),
      read: (node) => ({ resumeAttempts: whole(node, 1, MAX_UINT32) }),
    },
    windows: {
      doc: 'when devices may download and apply: a list, of which for each gate any will do; without one, always. `holdfast deploy --now` passes over them',
      schema: listSchema(levelSchema(WINDOW_LEVEL, 'schedule')),
      read: (node, scope) => ({ windows: each(node, scope.faults, (item) => readWindow(item, scope)) }),
    },
    lock: {
      doc: "what is made of applications' locks when this release comes, see below",
      schema: levelSchema(POLICY_LOCK_LEVEL),
      read: (node, scope) => readLevel(POLICY_LOCK_LEVEL, node, scope),
    },
    fetch_bytes: {
      doc: 'most bytes that the images may cost to fetch; default without limit',
      schema: sizeSchema('200m', 1048576),
      read: (node) => ({ fetchBytes: bytes(node) }),
    },
    byte_budgets: {
      doc: 'how many bytes devices may send and receive, by class and link: a list. What is spent puts off fetching, slows reports and stops logs; see below',
      schema: listSchema(levelSchema(BUDGET_LEVEL)),
      read: (node, scope) => ({ byteBudgets: each(node, scope.faults, (item) => readBudget(item, scope)) }),
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

/** 0 would be the default, and an update that never ends is none. */
function patience(node: Node): number {
  const ms = duration(node)
  if (ms > 0 && ms <= MAX_PATIENCE_MS) return ms
  throw new ValueFault(node.place, `has to be more than 0 and at most 7d, not ${describe(node)}`)
}

function readBudget(node: Node, scope: Scope): ByteBudget[] {
  const none = { class: ByteClass.BYTE_CLASS_UNSPECIFIED, link: '', dayBytes: 0, monthBytes: 0 }
  const budget = { ...none, ...readLevel(BUDGET_LEVEL, node, scope) }
  const isNone = budget.dayBytes === 0 && budget.monthBytes === 0
  const fault = isNone ? 'needs a "day" or a "month", in bytes' : budgetFault(budget)
  if (fault !== null) throw new ValueFault(node.place, fault)
  return [budget]
}

function readWindow(node: Node, scope: Scope): Window[] {
  const read = readLevel(WINDOW_LEVEL, node, scope)
  if (read.schedule === undefined) throw new ValueFault(node.place, 'needs a "schedule", five fields of cron')
  const window = { timeZone: '', durationMs: 0, gate: Gate.GATE_UNSPECIFIED, ...read, schedule: read.schedule }
  const fault = windowFault(window)
  if (fault !== null) throw new ValueFault(node.place, fault)
  return [window]
}
