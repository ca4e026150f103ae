/**
 * What one round does, and where it is cut. Pure.
 *
 * Invariant: the plan of a round follows from the seed and the round's number alone, so that any round can be
 * had again without those before it.
 */
import { Strategy } from '../../protocol/enums.ts'
import { seededRandom } from '../../simulators/seeded-random.ts'

/** What the operator asks for in a round. */
export type Work = 'update' | 'unhealthy' | 'cancel' | 'purge' | 'restart'

/** Whom SIGKILL hits. */
export type Victim = 'agent' | 'engine' | 'both'

export interface Kill {
  victim: Victim
  /**
   * When: for the first, as a share of what this work takes when nobody disturbs it, from its beginning; for
   * the second, in milliseconds from when what was killed has been started again.
   */
  at: number
  /** How long it stays dark, in milliseconds. */
  darkMs: number
}

export interface Plan {
  round: number
  work: Work
  /** Of the new release, when there is one. */
  strategy: Strategy
  /** When the cancel is sent, as a share of the undisturbed work. */
  sayAt: number
  kills: Kill[]
}

const WORKS: readonly (readonly [Work, number])[] = [
  ['update', 0.52],
  ['unhealthy', 0.13],
  ['cancel', 0.11],
  ['purge', 0.13],
  ['restart', 0.11],
]

const VICTIMS: readonly (readonly [Victim, number])[] = [
  ['agent', 0.45],
  ['engine', 0.25],
  ['both', 0.3],
]

/** Those with which never two containers of the service may run. */
const EXCLUSIVE = [
  [Strategy.STRATEGY_DOWNLOAD_THEN_KILL, 0.5],
  [Strategy.STRATEGY_KILL_THEN_DOWNLOAD, 0.25],
  [Strategy.STRATEGY_DELETE_THEN_DOWNLOAD, 0.25],
] as const

const SECOND_KILL = 0.3
/** A little past the end, too: what is tidied up then can be cut as well. */
const LATEST = 1.15

/** @param round from 1 on */
export function planOf(seed: string, round: number): Plan {
  const random = seededRandom(`${seed}/${round}`)
  const work = chosen(WORKS, random())
  const strategy = chosen(EXCLUSIVE, random())
  const sayAt = random()
  const kills: Kill[] = [{ victim: chosen(VICTIMS, random()), at: random() * LATEST, darkMs: random() * 150 }]
  if (random() < SECOND_KILL) {
    kills.push({ victim: chosen(VICTIMS, random()), at: random() * 1_000, darkMs: random() * 150 })
  }
  return { round, work, strategy, sayAt, kills }
}

/** The same work with nobody disturbing it. */
export function calm(work: Work, round = 0): Plan {
  return { round, work, strategy: Strategy.STRATEGY_DOWNLOAD_THEN_KILL, sayAt: 0.5, kills: [] }
}

/** In words, for whoever reads along. */
export function tell({ work, kills }: Plan): string {
  const when = ({ victim, at }: Kill, index: number): string =>
    index === 0 ? `${victim} killed at ${at.toFixed(2)}` : `${victim} killed ${Math.round(at)} ms into the recovery`
  return [work, ...kills.map(when)].join(', ')
}

function chosen<T>(table: readonly (readonly [T, number])[], chance: number): T {
  let rest = chance
  for (const [value, share] of table) {
    rest -= share
    if (rest < 0) return value
  }
  return table.at(-1)![0]
}
