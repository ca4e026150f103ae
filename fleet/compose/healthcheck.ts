/**
 * `healthcheck` of a service.
 *
 * Invariant: the test is in the engine's form: ["NONE"], ["CMD", …] or ["CMD-SHELL", "…"].
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Healthcheck } from '../../protocol/types.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { duration, flag, text, texts, whole } from './read.ts'
import type { Scope } from './scope.ts'
import { type Node, under } from './yaml-tree.ts'

type Draft = Loose<Healthcheck> & { disable?: boolean }

export const HEALTHCHECK_LEVEL: Level<Draft> = {
  title: '`healthcheck` of a service',
  keys: {
    test: {
      doc: 'text for the shell, or a list that begins with NONE, CMD or CMD-SHELL',
      read: (node) => ({ test: healthTest(node) }),
    },
    interval: { doc: 'a duration', read: (node) => ({ intervalMs: duration(node) }) },
    timeout: { doc: 'a duration', read: (node) => ({ timeoutMs: duration(node) }) },
    retries: { doc: 'failures in a row until unhealthy', read: (node) => ({ retries: whole(node, 0, 1000) }) },
    start_period: {
      doc: 'a duration in which failures do not count',
      read: (node) => ({ startPeriodMs: duration(node) }),
    },
    start_interval: {
      doc: 'a duration, between checks in the start period; engines before 25 use the interval',
      read: (node) => ({ startIntervalMs: duration(node) }),
    },
    disable: { doc: "true switches the image's own check off", read: (node) => ({ disable: flag(node) }) },
  },
}

export function readHealthcheck(node: Node, scope: Scope): Loose<Healthcheck> {
  const { disable = false, ...check } = readLevel(HEALTHCHECK_LEVEL, node, scope)
  if (!disable) return check
  // As compose has it: a file over another one switches that one's check off.
  if (check.test !== undefined && check.test[0] !== 'NONE')
    scope.faults.note(under(node, 'test')?.place ?? node.place, '"test" has no effect: "disable" switches it off')
  return { test: ['NONE'] }
}

function healthTest(node: Node): string[] {
  if (node.kind !== 'list') return ['CMD-SHELL', text(node)]
  const test = texts(node)
  const [form, ...rest] = test
  const good =
    (form === 'NONE' && rest.length === 0) ||
    (form === 'CMD' && rest.length > 0) ||
    (form === 'CMD-SHELL' && rest.length === 1)
  if (!good)
    throw new ValueFault(
      node.place,
      'has to be ["NONE"], ["CMD", program, …] or ["CMD-SHELL", "one line for the shell"]',
    )
  return test
}
