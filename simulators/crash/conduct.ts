/**
 * What an operator may expect of commands over services and programs.
 *
 * Invariant: pure; worked out from what was asked for, what was answered and what the engine shows, never from
 * what the agent believes.
 */
import { LABELS } from '../../agent/labels.ts'
import type { Intent } from '../../machines/intent.ts'
import { Outcome } from '../../protocol/enums.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import { oursIn } from './held.ts'
import type { Memory } from './memory.ts'
import type { Scenario } from './scenario.ts'

/** A command without a name is about every service. */
function covers({ service = '' }: { service?: string | undefined }, name: string): boolean {
  return service === '' || service === name
}

function isOk({ results }: Memory, id: string): boolean {
  return results.get(id)?.outcome === Outcome.OUTCOME_OK
}

/**
 * Whether a stop that was answered holds a service down: until a start is sent, or for its time. That counts
 * from when it was sent, or from the boot after it, for nobody knows how long it was dark; once it is over and
 * that is on the disk, it is over.
 */
export function isKeptDown(memory: Memory, service: string, nowMs: number): boolean {
  let isDown = false
  for (const { id, action, atMs } of memory.commandsSent) {
    const { start, stop } = action
    if (start && covers(start, service)) isDown = false
    if (!stop || !covers(stop, service) || !isOk(memory, id)) continue
    isDown = !memory.stopsOver.has(id) && isInTime(memory, stop, atMs, nowMs)
  }
  return isDown
}

function isInTime({ boot }: Memory, stop: { forMs?: number | undefined }, atMs: number, nowMs: number): boolean {
  const forMs = Number(stop.forMs ?? 0)
  return forMs === 0 || nowMs < Math.max(atMs, boot.sinceMs) + forMs
}

/** Stops that were answered, whose time is over by now, and of which an intent tells nothing any more. */
export function stopsOverIn(memory: Memory, intent: Intent | null, nowMs: number): string[] {
  return memory.commandsSent.flatMap(({ id, action: { stop }, atMs }) => {
    if (!stop || !isOk(memory, id) || (!memory.stopsOver.has(id) && isInTime(memory, stop, atMs, nowMs))) return []
    return intent?.stops.some(({ service }) => covers(stop, service)) === true ? [] : [id]
  })
}

/** No program is run twice; one that is said to have been run was. */
export function programFaults(memory: Memory): string[] {
  return memory.commandsSent.flatMap(({ id, action }) => {
    if (!action.exec && !action.run) return []
    const times = memory.programs.get(id) ?? 0
    const isAnswered = isOk(memory, id)
    return times <= 1 && (times === 1 || !isAnswered) ? [] : [`the program of ${id} was run ${times} times`]
  })
}

export function toldFaults({ told }: Memory, { toldToEnd = {} }: Scenario): string[] {
  return Object.entries(toldToEnd).flatMap(([service, most]) => {
    const times = told.get(service) ?? 0
    return times <= most ? [] : [`${service} was told to end ${times} times instead of ${most}`]
  })
}

/** What was restarted runs since that was asked for; both may be one instant, where stopping takes none. */
export function restartFaults(memory: Memory, model: EngineModel): string[] {
  return memory.commandsSent.flatMap(({ id, action: { restart }, atMs }) => {
    if (!restart || !isOk(memory, id)) return []
    return oursIn(model).flatMap(({ run, config }) => {
      const service = config.labels[LABELS.service] ?? ''
      if (run === null || !covers(restart, service) || run.startedMs >= atMs) return []
      return [`${service} was not restarted by ${id}`]
    })
  })
}
