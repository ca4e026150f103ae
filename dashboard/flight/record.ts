/**
 * A flight record, read and told as moments.
 *
 * Invariant: pure. A line that is no entry is refused with its number; a moment holds the state of each machine
 * after its entry, and of machines of a life that has ended nothing.
 */
import type { FlightEntry } from '../page/wire.ts'

export interface Moment {
  entry: FlightEntry
  /** What each machine was in after it. */
  states: ReadonlyMap<string, string>
  /** What ended the life before this entry. */
  cut: 'power' | 'killed' | null
  /** On an axis of all lives: what was dark between two of them counts for little. */
  axisMs: number
}

/** The machine under whose name the agent tells of its own life. */
const AGENT = 'agent'
/** Room on the axis for a time that nobody knows. */
const DARK_MS = 1_000

/** One entry as JSON in each line, or as "holdfast flight --json" writes them. @throws with the number of the line */
export function readRecord(text: string): FlightEntry[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const told = jsonIn(line)
    // What "holdfast flight --json" tells between entries is seen from them.
    if (told?.event === 'cut' && told.machine === undefined) return []
    const entry = entryIn(isObject(told?.entry) ? told.entry : told)
    if (entry === null) throw new Error(`line ${index + 1} is no entry of a flight record`)
    return [entry]
  })
}

/** The same, as it is read again. */
export function writeRecord(entries: readonly FlightEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

const TEXTS = ['machine', 'bootId', 'from', 'to', 'event', 'detail'] as const
const NUMBERS = ['sequence', 'monoMs', 'wallMs'] as const

function jsonIn(line: string): Json | null {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

type Json = Readonly<Record<string, unknown>>

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function entryIn(given: Json | null): FlightEntry | null {
  if (given === null) return null
  const texts = TEXTS.map((name) => [name, given[name] ?? ''] as const)
  const numbers = NUMBERS.map((name) => [name, given[name] ?? 0] as const)
  const isGood =
    texts.every(([, text]) => typeof text === 'string') &&
    numbers.every(([, number]) => Number.isSafeInteger(number)) &&
    given.machine !== undefined &&
    given.to !== undefined
  return isGood ? (Object.fromEntries([...texts, ...numbers]) as unknown as FlightEntry) : null
}

/** @param entries oldest first */
export function momentsOf(entries: readonly FlightEntry[]): Moment[] {
  const moments: Moment[] = []
  let states = new Map<string, string>()
  let axisMs = 0
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1]
    const isNewLife = before !== undefined && (isStart(entry) || before.bootId !== entry.bootId)
    const isCut = isNewLife && !(before.machine === AGENT && before.to === 'stopped')
    const isSameBoot = before?.bootId === entry.bootId
    if (before !== undefined) axisMs += isSameBoot ? Math.max(0, entry.monoMs - before.monoMs) : DARK_MS
    states = new Map(isNewLife ? [] : states).set(entry.machine, entry.to)
    moments.push({ entry, states, axisMs, cut: isCut ? (isSameBoot ? 'killed' : 'power') : null })
  }
  return moments
}

function isStart({ machine, event }: FlightEntry): boolean {
  return machine === AGENT && event === 'start'
}

/** What the machine did last at a moment, and in the same life. */
export function lastMoveOf(moments: readonly Moment[], at: number, machine: string): FlightEntry | null {
  for (let index = at; index >= 0; index--) {
    const { entry, cut } = moments[index]!
    if (entry.machine === machine) return entry
    if (cut !== null) return null
  }
  return null
}

/** The index of the moment with this sequence number, or of the last. */
export function momentAt(moments: readonly Moment[], sequence: number | null): number {
  const found = sequence === null ? -1 : moments.findIndex(({ entry }) => entry.sequence === sequence)
  return found === -1 ? moments.length - 1 : found
}
