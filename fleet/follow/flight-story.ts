/**
 * A flight record told: lives, what each machine did and for how long, and where the power went.
 *
 * Invariant: pure; durations are only taken between entries of one boot, by the monotonic clock; a life
 * that did not say that it stopped was cut.
 */
import type { FlightEntry } from '../../protocol/types.ts'

/** What a machine was in when its life ended, and since when before the life's last entry. */
export interface Doing {
  machine: string
  state: string
  sinceMs: number
}

export type Told =
  /** An entry, and for how long the machine then stayed so; null when that is not known. */
  | { kind: 'entry'; entry: FlightEntry; stayedMs: number | null }
  /** The life before ended with no word: the process was killed, or, when the boot is another, all went down. */
  | { kind: 'cut'; cause: 'killed' | 'power'; doing: Doing[]; bootId: string; nextBootId: string }

/** The machine under whose name the agent tells of its own life. */
const AGENT = 'agent'
/** Commands and their answers: told, but nothing that a device is in. */
const COMMAND = 'command'

export function storyOf(entries: readonly FlightEntry[]): Told[] {
  const lives = livesOf(entries)
  return lives.flatMap((life, index) => {
    const told = life.map((entry, at): Told => ({ kind: 'entry', entry, stayedMs: stayed(life, at) }))
    const cut = index === 0 ? null : cutBetween(lives[index - 1]!, life)
    return cut === null ? told : [cut, ...told]
  })
}

/** A life begins where the agent says so, and where the boot changes. */
function livesOf(entries: readonly FlightEntry[]): FlightEntry[][] {
  const lives: FlightEntry[][] = []
  for (const entry of entries) {
    const life = lives.at(-1)
    if (life === undefined || isStart(entry) || life.at(-1)?.bootId !== entry.bootId) lives.push([entry])
    else life.push(entry)
  }
  return lives
}

function cutBetween(before: readonly FlightEntry[], after: readonly FlightEntry[]): Told | null {
  const last = before.at(-1)!
  const next = after[0]!
  if (last.machine === AGENT && last.to === 'stopped') return null
  const cause = last.bootId === next.bootId ? 'killed' : 'power'
  return { kind: 'cut', cause, doing: doingAtEnd(before), bootId: last.bootId, nextBootId: next.bootId }
}

function doingAtEnd(life: readonly FlightEntry[]): Doing[] {
  const end = life.at(-1)!.monoMs
  const last = new Map<string, FlightEntry>()
  for (const entry of life) if (entry.machine !== AGENT && entry.machine !== COMMAND) last.set(entry.machine, entry)
  return [...last.values()].map(({ machine, to, monoMs }) => ({ machine, state: to, sinceMs: end - monoMs }))
}

function stayed(life: readonly FlightEntry[], at: number): number | null {
  const entry = life[at]!
  if (entry.machine === AGENT) return null
  const next = life.slice(at + 1).find((later) => later.machine === entry.machine)
  return next === undefined ? null : next.monoMs - entry.monoMs
}

function isStart({ machine, event }: FlightEntry): boolean {
  return machine === AGENT && event === 'start'
}
