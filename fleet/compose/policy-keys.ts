/**
 * `policy` of `x-holdfast`: how long devices wait, how often they try, when they may, and what it may cost.
 *
 * Invariant: what is read is within the bounds that devices accept; a fault names the item.
 */
import { budgetFault } from '../../protocol/budget-fault.ts'
import type { Loose } from '../../protocol/codec.ts'
import { ByteClass, Gate } from '../../protocol/enums.ts'
import type { ByteBudget, Policy, Window } from '../../protocol/types.ts'
import { windowFault } from '../../protocol/window-fault.ts'
import { ValueFault } from './faults.ts'
import { durationSchema, levelSchema, listSchema, sizeSchema, TEXT, wholeSchema, wordsSchema } from './json-schema.ts'
import { readLevel } from './level.ts'
import { POLICY_LOCK_LEVEL } from './lock-keys.ts'
import type { OwnLevel } from './own-level.ts'
import { bytes, describe, duration, each, oneOf, whole, word } from './read.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

const MAX_UINT32 = 2 ** 32 - 1
const MAX_PATIENCE_MS = 7 * 86_400_000

const GATES = { download: Gate.GATE_DOWNLOAD, apply: Gate.GATE_APPLY, both: Gate.GATE_UNSPECIFIED }

export const WINDOW_LEVEL: OwnLevel<Window> = {
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

const BYTE_CLASSES = {
  all: ByteClass.BYTE_CLASS_UNSPECIFIED,
  control: ByteClass.BYTE_CLASS_CONTROL,
  reports: ByteClass.BYTE_CLASS_REPORTS,
  logs: ByteClass.BYTE_CLASS_LOGS,
  content: ByteClass.BYTE_CLASS_CONTENT,
} as const

export const BUDGET_LEVEL: OwnLevel<ByteBudget> = {
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

export const POLICY_LEVEL: OwnLevel<Loose<Policy>> = {
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
