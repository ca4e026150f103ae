/**
 * The gates that an update waits at, as lists of named blockers.
 *
 * Invariant: pure; a gate is open exactly when its list is empty, and each blocker says what would clear it.
 */
import type { Fault } from '../protocol/errors.ts'
import type { Desired } from './desired.ts'
import type { Intent, Task } from './intent.ts'
import { heldByStops } from './next-step-dependencies.ts'
import type { Situation } from './situation.ts'

const HOUR_MS = 3_600_000

export interface BlockerFact {
  kind: string
  code: string
  message: string
  gate: 'download' | 'apply' | 'commit'
  service: string
}

/** What intent alone says against passing the gate that the task is at. */
export function intentBlockers(intent: Intent, task: Task, busy: boolean): BlockerFact[] {
  const gate = task.gate
  const blockers: BlockerFact[] = []
  const rollout = rolloutBlocker(intent, task)
  if (rollout !== null) blockers.push(blocker(gate, 'rollout', rollout))
  const { hold } = intent
  if (hold !== null && task.kind === 'install' && (gate === 'apply' || hold.downloads)) {
    const message = `an operator has paused the device: ${hold.reason || 'no reason given'}; let it go on with resume`
    blockers.push(blocker(gate, 'hold', message))
  }
  if (busy && gate === 'apply') blockers.push(busyBlocker())
  return blockers
}

/** Nothing of the engine is touched meanwhile. */
export function busyBlocker(): BlockerFact {
  return blocker('apply', 'busy', 'a command that must not be disturbed is running; wait for it to end')
}

function rolloutBlocker(intent: Intent, task: Task): string | null {
  if (task.kind !== 'install' || task.scope !== 'fleet') return null
  const { rollout } = intent
  const { epoch } = task.to
  if (rollout === null || rollout.epoch !== epoch) return `no rollout of epoch ${epoch} has been published; publish one`
  // The whole fleet was sent back: no share leaves anybody out.
  if (rollout.state === 'revert' && task.to.arm === 'fallback') return null
  if (rollout.state === 'paused') return `the rollout of epoch ${epoch} is paused; resume it`
  const lot = intent.wanted.fleet?.lot ?? 0
  if (lot < rollout.share) return null
  return `the rollout of epoch ${epoch} takes ${rollout.share / 100} % of the fleet and not this device yet; raise the share`
}

export function blocker(gate: BlockerFact['gate'], kind: string, message: string, code = ''): BlockerFact {
  return { kind, code, message, gate, service: '' }
}

/** Cleared by words alone, and each word is an event that has the gate asked at once. */
const BY_WORD: ReadonlySet<string> = new Set(['rollout', 'hold', 'busy'])
const RECHECK_MS = 30_000
const RECHECK_WORDS_MS = 12 * HOUR_MS

/**
 * After how long a closed gate is asked again, in ms. What the world holds against it (a lock, a window, a disk) may go
 * without a word, and is looked for often; a device that waits for nothing but a word, for days perhaps, rests: that it
 * is asked at all is for a word that nobody knows how it was lost.
 */
export function recheckMs(blockers: readonly BlockerFact[]): number {
  const isByWord = blockers.length > 0 && blockers.every(({ kind }) => BY_WORD.has(kind))
  return isByWord ? RECHECK_WORDS_MS : RECHECK_MS
}

/** What is known of the rollout may be old: somebody may keep the device from hearing of a pause. */
export function freshnessBlocker(
  gate: BlockerFact['gate'],
  heard: { epoch: number; revision: number; freshForMs: number; silentMs: number },
): BlockerFact {
  const { epoch, revision, freshForMs } = heard
  const promised =
    freshForMs < 2 * HOUR_MS ? `${Math.round(freshForMs / 60_000)} min` : `${Math.round(freshForMs / HOUR_MS)} h`
  return blocker(
    gate,
    'freshness',
    `nothing newer than revision ${revision} of the rollout of epoch ${epoch} has been heard for longer than the ${promised} that its signer promised: somebody may keep the device from the news; publish it with a higher revision`,
  )
}

/** Of services that want a secret which the device does not have. */
export function lackingBlockers({ services }: Pick<Desired, 'services'>, gate: BlockerFact['gate']): BlockerFact[] {
  return services.flatMap(({ name, lacks }) =>
    lacks.map((secret) => {
      const message = `${name} wants the secret ${secret}, which the device does not have; publish it, sealed to the device`
      return { ...blocker(gate, 'secret', message, 'HF_SECRET_MISSING'), service: name }
    }),
  )
}

/** Of services that could not be started, and whose release would be found bad for it. */
export function stopBlockers(situation: Situation): BlockerFact[] {
  return heldByStops(situation).map(({ service, stopped }) => {
    const message = `${service} waits for ${stopped}, which an operator has stopped; start ${stopped}`
    return { ...blocker('apply', 'stop', message), service: stopped }
  })
}

/** A fault that waiting may mend, as a blocker. Its kind is what the code is about: HF_ENGINE_… is `engine`. */
export function faultBlocker(gate: BlockerFact['gate'], fault: Fault): BlockerFact {
  const kind = fault.code.split('_')[1]?.toLowerCase() ?? 'internal'
  return blocker(gate, kind, fault.message, fault.code)
}

/** What the byte budgets leave for fetching. */
export interface ContentLeft {
  bytes: number
  /** Of the budget that leaves least. */
  whole: number
  /** "20000000 bytes a day for content over cellular" */
  name: string
  /** When it is whole again, for people. */
  wholeAt: string
}

/**
 * What a byte budget says against fetching; null when nothing.
 * @param bytes to be fetched, as far as is known
 */
export function budgetBlocker(bytes: number, left: ContentLeft | null): BlockerFact | null {
  if (left === null || (left.bytes > 0 && bytes <= left.bytes)) return null
  const message =
    bytes > left.whole
      ? `fetching takes ${bytes} bytes, more than the ${left.name}; publish a budget that allows more, or connect the device by another link`
      : `fetching takes ${bytes} bytes and ${left.bytes} are left of the ${left.name}; they are whole again at ${left.wholeAt}`
  return blocker('download', 'budget', message, 'HF_BUDGET_SPENT')
}
