/**
 * The durable intent of the network machine: a change of the network's configuration, and nothing else.
 *
 * Invariant: JSON only, no secret. Links, reachability and the broker are facts: they are read again at every start
 * and are not in here, so a network that comes and goes writes nothing.
 */
import { AS_IT_CAME } from '../protocol/as-it-came.ts'
import type { Fault } from '../protocol/errors.ts'

/** One configuration within a signed document. */
export interface NetworkRef {
  /** Of the change that brings it; stays the same however often it is tried. */
  changeId: string
  /** Of the normalised configuration; {@link AS_IT_CAME} where none of ours is to be. */
  hash: string
  /** Name of the signed document that holds it. */
  document: string
}

/** What the owner wants. */
export interface NetworkWish extends NetworkRef {
  /** How long the device may take to reach its broker over it. */
  budgetMs: number
  /** How often it may be tried when the power, or the agent, goes in the middle. */
  maxAttempts: number
}

/** What is being tried, or was cut off in the middle. */
export interface NetworkChange extends NetworkWish {
  attempts: number
  /** Why it goes back, once it does by its own fault. */
  fault: Fault | null
}

export type NetworkPhase = 'settled' | 'applying' | 'confirming' | 'confirmed' | 'reverting'

export interface NetworkIntent {
  phase: NetworkPhase
  wanted: NetworkWish | null
  /** What was confirmed last: what the device goes back to. Null: what was there before us. */
  current: NetworkRef | null
  change: NetworkChange | null
  /** Not to be tried again until the owner wants another. */
  refused: (NetworkRef & Fault) | null
}

export const FRESH_NETWORK_INTENT: NetworkIntent = {
  phase: 'settled',
  wanted: null,
  current: null,
  change: null,
  refused: null,
}

/**
 * Whether a configuration is wanted that may be tried, and is not both confirmed and in force.
 * @param inForce hash of what is in force of ours
 */
export function isPending({ wanted, current, refused }: NetworkIntent, inForce: string | null): boolean {
  if (wanted === null || wanted.hash === refused?.hash) return false
  if (wanted.hash === AS_IT_CAME) return current !== null || inForce !== null
  return wanted.hash !== current?.hash || wanted.hash !== inForce
}

/** Why a trial goes back. That nobody is there any more who configures the network is not the configuration's fault. */
export function blamed(intent: NetworkIntent, fault: Fault): NetworkIntent {
  const own = fault.code === 'HF_NETWORK_UNAVAILABLE' ? null : fault
  return { ...intent, change: { ...changeOf(intent), fault: own } }
}

/** Counts one more try of what is wanted. */
export function beginTrial(intent: NetworkIntent): NetworkIntent {
  const { wanted, change } = intent
  if (wanted === null) throw new Error('nothing is wanted')
  const attempts = change?.hash === wanted.hash ? change.attempts + 1 : 1
  return { ...intent, phase: 'applying', change: { ...wanted, attempts, fault: null } }
}

/** The trial has been confirmed, and what it replaced is gone. */
export function keep(intent: NetworkIntent): NetworkIntent {
  const { changeId, hash, document } = changeOf(intent)
  const current = hash === AS_IT_CAME ? null : { changeId, hash, document }
  return { ...intent, phase: 'settled', current, change: null, refused: null }
}

/**
 * The device is back on what it had. A configuration that failed, or was cut off too often, is refused; one that was
 * cut off may be tried again, and is remembered with its attempts; one that the owner has dropped is forgotten.
 */
export function giveBack(intent: NetworkIntent): NetworkIntent {
  const change = changeOf(intent)
  const settled = { ...intent, phase: 'settled' as const }
  if (change.fault === null && intent.wanted?.hash !== change.hash) return { ...settled, change: null }
  const fault = change.fault ?? (change.attempts < change.maxAttempts ? null : INTERRUPTED)
  if (fault === null) return settled
  const { changeId, hash, document } = change
  return { ...settled, change: null, refused: { changeId, hash, document, ...fault } }
}

const INTERRUPTED: Fault = {
  code: 'HF_NETWORK_UNCONFIRMED',
  message: 'the trial of the network configuration was cut off too often',
}

export function changeOf({ change }: NetworkIntent): NetworkChange {
  if (change === null) throw new Error('no change is under way')
  return change
}
