/**
 * What is seen of a world from outside: whether it rests, and what the moments of an operator's steps depend on.
 *
 * Invariant: a look changes nothing.
 */
import type { MemoryBroker } from '../broker/memory-broker.ts'
import type { SimulatedDevice } from '../device/simulated-device.ts'
import type { SimulatedEngine } from '../engine/simulated-engine.ts'
import type { VirtualClock } from '../virtual-clock.ts'
import { DEVICE } from './application.ts'
import { seenIn } from './hands.ts'
import type { Judge } from './judge.ts'
import type { Life } from './life.ts'
import { isIdle } from './rest.ts'
import type { View } from './scenario.ts'

/** Three looks of an agent at the folder where media are mounted. */
const MEDIUM_MS = 15_000

export interface Sight {
  /** Its releases come on a medium. */
  isOffline: boolean
  clock: VirtualClock
  broker: MemoryBroker
  device: SimulatedDevice
  engine: SimulatedEngine
  judge: Judge
  states: Life['states']
}

/** All that a step's moment depends on, but for the time since the last one. */
export function seenOf(sight: Sight): Omit<View, 'sinceMs' | 'stepsDone'> {
  const { clock, broker, device, engine, judge, states } = sight
  const { lease } = judge.memory
  return {
    update: states.update,
    resting: isAtRest(sight),
    known: broker.knows(DEVICE),
    leased: lease !== null && lease.bootId === device.bootId,
    wallMs: clock.now().wallMs,
    ...seenIn(judge.memory, engine.model),
  }
}

/** The device is on and connected, has nothing to do, and has answered everything. */
export function isAtRest(sight: Sight): boolean {
  const { broker, device, judge, states } = sight
  return (
    device.bootId !== null &&
    isIdle(states) &&
    !mayFindMedium(sight) &&
    broker.isConnected(DEVICE) &&
    broker.waitingFor(DEVICE) === 0 &&
    judge.memory.commandsSent.every(({ id }) => judge.memory.results.has(id))
  )
}

/** A life that has just begun looks twice at a bundle, and takes it, before it knows that it is no news. */
function mayFindMedium({ isOffline, clock, device }: Sight): boolean {
  return isOffline && clock.now().monoMs - device.startedMs < MEDIUM_MS
}
