/**
 * What happens in a random scenario beside its releases: commands, with force and without, locks, stops, programs.
 *
 * Invariant: each event is over by itself, so that the device comes to rest; a lock is given back by the step that
 * follows it.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Command } from '../../protocol/types.ts'
import { after, atRest, command, during, rollout, type Step, type View } from './scenario.ts'

export type Chance = () => number

export const STATES = [
  'admitting',
  'planning',
  'waiting',
  'fetching',
  'staging',
  'switching',
  'proving',
  'proving.soaking',
  'proving.contacting',
  'committing',
  'reverting',
  'cancelling',
  'idle',
] as const
export const VOLUMES = ['data', 'cache'] as const
export const LOCK = '/run/holdfast/lock'

/** A lock that is seen for so long is heeded by whatever looks at it from then on. */
const SEEN_MS = 1_000
/** After so long somebody looks why a device does not come to rest. */
const NOTICED_MS = 60_000
const LOCKED = 'locks'
const PROGRAM = 'check'

export interface Facts {
  epoch: number
  canRevert: boolean
  /** Services that may be stopped: none that makes a release a bad one. */
  stoppable: readonly string[]
  services: readonly string[]
  /** Services that others wait for, in some release. */
  awaited: readonly string[]
}

/** Each command has words of its own. */
export const programOf = (id: string): string[] => [PROGRAM, id]
export const idsAfter = (epoch: number): string[] => [0, 1, 2].map((index) => `e${epoch}-${index}`)

export function eventsAfter(chance: Chance, facts: Facts): Step[] {
  const ids = idsAfter(facts.epoch)
  const events: Step[] = []
  for (const id of ids) {
    if (chance() >= 0.5) break
    const step = eventOf(chance, id, facts)
    events.push(...(chance() < 0.25 ? underLock(chance, step, facts.services) : [sometimes(chance, step)]))
    events.push(...startAfter(step, facts.awaited))
  }
  return events
}

function eventOf(chance: Chance, id: string, { epoch, canRevert, stoppable, services }: Facts): Step {
  const service = pick(chance, services)
  const force = chance() < 0.4
  const volume = pick(chance, VOLUMES)
  const told: Loose<Command>[] = [
    { cancel: {} },
    { revert: {} },
    { restart: { service: '', force } },
    { restart: { service, force } },
    { purge: { volume, force } },
    { identify: {} },
    { reboot: { force } },
    { shutdown: { force } },
    { forgetRefusal: { epoch } },
    { updateNow: { force } },
    { prune: {} },
    { exec: { service, command: programOf(id) } },
    { run: { service, command: programOf(id) } },
    ...stoppable.flatMap((one): Loose<Command>[] => [
      { stop: { service: one, force, forMs: pick(chance, [0, 4_000, 30_000]) } },
      { start: { service: one } },
    ]),
  ]
  const kinds = told.map((action) => command(id, action))
  if (canRevert) kinds.push(rollout(epoch, 2, 'revert'))
  return pick(chance, kinds)
}

/** An update waits for ever where something of it waits for what is kept down: an operator sees that, and lets it run. */
function startAfter({ stops }: Step, awaited: readonly string[]): Step[] {
  if (stops === undefined || !awaited.includes(stops.service)) return []
  const start = command(`${stops.id}-start`, { start: { service: stops.service } })
  return [{ ...start, when: (view) => start.when(view) && (view.resting || view.sinceMs >= NOTICED_MS) }]
}

/** While a step is done an application holds a lock, and gives it back a while after. */
function underLock(chance: Chance, step: Step, services: readonly string[]): Step[] {
  const service = pick(chance, services)
  return [
    sometimes(chance, { ...locking(service, ''), tells: `${service} ${LOCKED}` }),
    { ...after(SEEN_MS, step), tells: `${step.tells}, while ${service} ${LOCKED}` },
    after(pick(chance, [2_000, 20_000]), { ...locking(service, null), tells: `${service} gives its lock back` }),
  ]
}

/** All of its containers that run; there may be none. */
function locking(service: string, content: string | null): Omit<Step, 'tells'> {
  return { when: () => true, act: (hands) => hands.file(service, LOCK, content) }
}

/** An application has held a lock for so long that whoever looks has seen it, and nobody has said to pass over locks. */
export function isLocked(steps: readonly Step[], { stepsDone, sinceMs, hasFile }: View): boolean {
  const last = steps[stepsDone - 1]
  return hasFile(LOCK) && last?.tells.endsWith(LOCKED) === true && sinceMs >= SEEN_MS
}

/** At once, in some state or at rest. In a state that never comes, at rest. */
export function sometimes(chance: Chance, step: Step): Step {
  const draw = chance()
  if (draw < 0.2) return step
  if (draw < 0.4) return atRest(step)
  const there = during(pick(chance, STATES), step)
  return { ...step, when: (view) => there.when(view) || (view.resting && step.when(view)) }
}

export function pick<T>(chance: Chance, from: readonly T[]): T {
  return from[Math.floor(chance() * from.length)] as T
}
