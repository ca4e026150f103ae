/**
 * `depends_on` of a service, in both forms of compose.
 *
 * Invariant: every dependency is a service of the release, and can be met as far as the files say; optional ones that are
 * not there are left out.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Condition, Restart } from '../../protocol/enums.ts'
import type { Dependency, Service } from '../../protocol/types.ts'
import { type Level, readLevel } from './level.ts'
import { each, flag, map, oneOf, text } from './read.ts'
import { known, type Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

const CONDITIONS = {
  service_started: Condition.CONDITION_STARTED,
  service_healthy: Condition.CONDITION_HEALTHY,
  service_completed_successfully: Condition.CONDITION_COMPLETED,
}

export const DEPENDENCY_LEVEL: Level<Loose<Dependency> & { required?: boolean }> = {
  title: 'A service under `depends_on`',
  keys: {
    condition: { doc: Object.keys(CONDITIONS).join(', '), read: (node) => ({ condition: oneOf(CONDITIONS)(node) }) },
    required: { doc: 'false: it may be missing', read: (node) => ({ required: flag(node) }) },
    restart: {
      doc: 'true: it is replaced when that one is replaced, and restarted when an operator restarts that one',
      read: (node) => ({ restart: flag(node) }),
    },
  },
}

export function readDependencies(node: Node, scope: Scope): Loose<Dependency>[] {
  const started = { condition: Condition.CONDITION_STARTED }
  if (node.kind === 'list')
    return each(node, scope.faults, (item) => ({ service: wait(text(item), item.place, scope), ...started }))
  return map(node).entries.flatMap(({ key, keyPlace, value }) => {
    const nothing = value.kind === 'scalar' && value.value === null
    const { required = true, ...details } = nothing ? {} : readLevel(DEPENDENCY_LEVEL, value, scope)
    if (!required && !scope.services.has(key)) return []
    const service = scope.faults.attempt(() => wait(key, keyPlace, scope, details.condition))
    return service === null ? [] : [{ service, ...started, ...details }]
  })
}

function wait(name: string, place: string, scope: Scope, condition?: Condition): string {
  const to = known(scope, 'service', name, place)
  scope.waits.push({ from: scope.service, to, place, condition })
  return to
}

/** What the files themselves let nobody wait for: devices would do so in vain. */
export function checkConditions(services: readonly Loose<Service>[], { waits, faults }: Scope): void {
  for (const { to, place, condition } of waits) {
    const other = services.find(({ name }) => name === to)
    const why = other === undefined ? null : neverMet(other, condition)
    if (why !== null) faults.add('HF_COMPOSE_INVALID', place, `${JSON.stringify(to)} ${why}`)
  }
}

function neverMet({ healthcheck, restart }: Loose<Service>, condition: Condition | undefined): string | null {
  if (condition === Condition.CONDITION_HEALTHY && healthcheck?.test?.[0] === 'NONE')
    return 'has no health check, so that it is never healthy'
  const comesBack = restart === Restart.RESTART_ALWAYS || restart === Restart.RESTART_UNLESS_STOPPED
  if (condition === Condition.CONDITION_COMPLETED && comesBack)
    return 'is started again when it has ended, so that it is never done; give it another "restart"'
  return null
}
