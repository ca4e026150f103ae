/**
 * Whether a flight record tells of the lives that were, and of how the last one ended. Pure.
 *
 * Invariant: what has fallen out of the record because it is bounded is no fault; a gap is.
 */
import type { FlightEntry } from '../../protocol/types.ts'
import type { FlightFound } from '../../storage/read-flight.ts'

/** What is known of the device from outside. */
export interface Outside {
  /** So many lives of the agent at least have said that they began. */
  lives: number
  /** Whether the last one was cut, and had no time to note its end. */
  isCut: boolean
  /** Of all entries, where there was one boot only. */
  bootId?: string
}

export function flightFaults({ entries, damaged }: FlightFound, { lives, isCut, bootId }: Outside): string[] {
  const begun = entries.flatMap((entry, at) => (lifeOf(entry) === null ? [] : [{ life: lifeOf(entry)!, at }]))
  const last = begun.at(-1)
  const told = last?.life ?? 0
  const ends = last === undefined ? [] : entries.slice(last.at).filter(isEnd)
  return [
    ...(damaged === 0 ? [] : [`${damaged} entries of the flight record are damaged`]),
    ...disorder(entries),
    ...(told >= lives ? [] : [`the flight record tells of life ${told}, and ${lives} were seen`]),
    ...begun
      .slice(1)
      .filter(({ life }, n) => life !== begun[n]!.life + 1)
      .map(({ life }) => `the flight record does not tell of life ${life - 1}`),
    ...(isCut && ends.length > 0 ? [`the flight record says that life ${told} ended in order, and it was cut`] : []),
    ...(bootId === undefined || entries.every((entry) => entry.bootId === bootId)
      ? []
      : [`the flight record tells of another boot than ${bootId}`]),
  ]
}

/**
 * Numbers rise, a boot that is over does not come back, and no time goes backwards within one: that of no machine and of
 * no command. What several of them do in one moment may be written down in another order than it happened in.
 */
function disorder(entries: readonly FlightEntry[]): string[] {
  const faults: string[] = []
  const times = new Map<string, number>()
  const over = new Set<string>()
  let before: FlightEntry | null = null
  for (const entry of entries) {
    const { sequence, bootId, machine, monoMs, detail } = entry
    const place = `entry ${sequence} of the flight record`
    const whose = machine === 'command' ? `command ${detail.split(' ')[0]}` : machine
    const clock = `${bootId}/${whose}`
    if (bootId === '') faults.push(`${place} has no boot`)
    if (before !== null && sequence <= before.sequence) faults.push(`${place} comes after ${before.sequence}`)
    if (before !== null && before.bootId !== bootId) over.add(before.bootId)
    if (over.has(bootId)) faults.push(`${place} is of a boot that was over`)
    if (monoMs < (times.get(clock) ?? 0)) faults.push(`${place} was before the one of ${whose} before it`)
    times.set(clock, monoMs)
    before = entry
  }
  return faults
}

/** Number of the life that begins with this entry. */
function lifeOf({ machine, to, detail }: FlightEntry): number | null {
  const found = machine === 'agent' && to === 'running' ? /^life (\d+),/.exec(detail) : null
  return found === null ? null : Number(found[1])
}

function isEnd({ machine, to }: FlightEntry): boolean {
  return machine === 'agent' && to === 'stopped'
}
