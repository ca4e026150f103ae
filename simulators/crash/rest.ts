/**
 * When a world has come to rest.
 *
 * Invariant: rest is believed only when it has lasted; a device that rests and writes to its disk is told, and one that its watchdog would end.
 */
import type { Agent } from '../../agent/agent-options.ts'
import { stuckIn } from '../../agent/watchdog-rule.ts'
import { settle, type VirtualClock } from '../virtual-clock.ts'
import type { Operator } from './operator.ts'

/** Until reports have been sent, and then until it is believed that nothing more happens. */
const SETTLE_MS = 3_000
const QUIET_MS = 70_000

const DAY_MS = 24 * 3_600_000

/** More than any way back takes. */
const PATIENCE_MS = 6 * 3_600_000
const MAX_WAKES = 60_000
/** What takes time is cut in its middle too, but not for each of its milliseconds. */
const WHILE_MS = 100

/** The device machine with nothing to do: no agent has told yet, or every lane is empty. */
const IDLE = ['', 'serving(operation.free, network.settled, parked.empty, stops.none, logs.quiet, deadlines.none)']

/** Whether the machines of the agent rest. */
export function isIdle({ update, device }: { update: string; device: string }): boolean {
  return update === 'idle.steady' && IDLE.includes(device)
}

/** A world, as far as letting time pass in it goes. */
export interface Passing {
  clock: VirtualClock
  operator: Pick<Operator, 'operate' | 'waitsTo'>
  /** What others do in real time, while the clock stands still. @returns whether there was something */
  outside?(): Promise<boolean>
  isResting(): boolean
  writes(): number
  fault(sentence: string): void
  /** When the power might have gone last, and another such moment. */
  lastInstantMs(): number
  reach(what: string): void
  /** Null: none runs. */
  agent(): Promise<Pick<Agent, 'pulse'>> | null
  /** Where everything stands, of a world that does not come to rest. */
  standing(): string
}

/** Lets the operator work and time pass until everything rests. @returns why it never does, or null */
export async function comeToRest(passing: Passing): Promise<string | null> {
  if (!(await rests(passing))) return `it does not come to rest: ${passing.standing()}`
  const stuck = await stuckAtRest(passing.agent(), passing.clock.now().monoMs)
  if (stuck !== null) passing.fault(`the watchdog would end an agent that rests: ${stuck}`)
  return null
}

async function rests(passing: Passing): Promise<boolean> {
  const { clock, operator } = passing
  const latestMs = clock.now().monoMs + PATIENCE_MS
  const rest = new Rest()
  await settle()
  for (let wakes = 0; wakes < MAX_WAKES; wakes += 1) {
    // What it sets going is under way before any time passes.
    if (operator.operate()) await settle()
    while (await passing.outside?.()) operator.operate()
    const isResting = operator.waitsTo === null && passing.isResting()
    const { isOver, hasWritten } = rest.look(clock.now().monoMs, isResting, passing.writes())
    if (hasWritten) passing.fault('an idle device wrote to its disk')
    if (isOver) return true
    if (!(await clock.step(rest.untilMs ?? latestMs))) return isResting
    if (!isResting && clock.now().monoMs - passing.lastInstantMs() >= WHILE_MS) passing.reach('while time passes')
  }
  return false
}

/** What the watchdog would end the agent for, if it went on resting like this for a day; null: nothing, as it must be. */
async function stuckAtRest(agent: Promise<Pick<Agent, 'pulse'>> | null, nowMs: number): Promise<string | null> {
  return agent === null ? null : stuckIn((await agent).pulse(), nowMs + DAY_MS)
}

class Rest {
  #sinceMs: number | null = null
  /** How often the device had written once all was told. */
  #writes: number | null = null

  /** When it will be believed; null: it does not rest. */
  get untilMs(): number | null {
    return this.#sinceMs === null ? null : this.#sinceMs + QUIET_MS
  }

  /** One more look. @returns whether it is believed, and whether the device has written while it rested */
  look(nowMs: number, isResting: boolean, writes: number): { isOver: boolean; hasWritten: boolean } {
    if (!isResting) {
      this.#sinceMs = null
      this.#writes = null
      return { isOver: false, hasWritten: false }
    }
    this.#sinceMs ??= nowMs
    if (nowMs < this.#sinceMs + SETTLE_MS) return { isOver: false, hasWritten: false }
    this.#writes ??= writes
    return { isOver: nowMs >= this.#sinceMs + QUIET_MS, hasWritten: writes > this.#writes }
  }
}
