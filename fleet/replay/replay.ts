/**
 * A flight record held against charts.
 *
 * Invariant: pure; each transition is judged by itself, from the state that the record has, so that one difference
 * does not make others of all that comes after it.
 */
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import type { FlightEntry } from '../../protocol/types.ts'
import { storyOf, type Told } from '../follow/flight-story.ts'
import { Chart, type Standing } from './reachable.ts'
import { leavesIn } from './state-text.ts'

export type Judged =
  | { kind: 'same'; entry: FlightEntry }
  /** Today's chart would not do this, for this reason. */
  | { kind: 'different'; entry: FlightEntry; why: string; possible: string[] }
  /** No chart makes this entry. */
  | { kind: 'beside'; entry: FlightEntry }
  /** The record does not begin where its machine was before: entries between are missing. */
  | { kind: 'gap'; entry: FlightEntry; was: string }
  | (Told & { kind: 'cut' })

/** Of the agent's own lives and of commands it is told under these names. */
const TELLERS: readonly string[] = ['agent', 'command']

/** What the record says, in its order, each transition with a verdict. */
export function replayed(
  entries: readonly FlightEntry[],
  definitions: ReadonlyMap<string, MachineDefinition>,
): Judged[] {
  const charts = new Map([...definitions].map(([name, definition]) => [name, new Chart(definition)]))
  const states = new Map<string, string>()
  return storyOf(entries).flatMap((told): Judged[] => {
    if (told.kind === 'cut') {
      states.clear()
      return [told]
    }
    const { entry } = told
    if (TELLERS.includes(entry.machine)) return [{ kind: 'beside', entry }]
    const was = states.get(entry.machine)
    states.set(entry.machine, entry.to)
    const gap: Judged[] =
      was === undefined || was === entry.from || entry.from === '' ? [] : [{ kind: 'gap', entry, was }]
    return [...gap, judged(entry, charts.get(entry.machine))]
  })
}

function judged(entry: FlightEntry, chart: Chart | undefined): Judged {
  const different = (why: string, possible: readonly Standing[] = []): Judged => ({
    kind: 'different',
    entry,
    why,
    possible: possible.map((standing) => shownAs(standing, entry.machine)).sort(),
  })
  if (chart === undefined) return different(`there is no machine ${entry.machine}`)
  for (const text of [entry.from, entry.to]) {
    if (text === '' && text === entry.from) continue
    const leaves = leavesIn(text, entry.machine)
    const missing = leaves === null ? text : chart.missing(leaves)
    if (missing !== null) return different(`there is no state ${shownAs([missing], entry.machine)}`)
  }
  const from = leavesIn(entry.from, entry.machine)
  const possible = from === null ? chart.begun() : chart.after([...from].sort(), entry.event)
  if (possible === null) return different(`${entry.event} is not heard in ${entry.from}`)
  const to = leavesIn(entry.to, entry.machine)!.sort().join(' ')
  if (possible.some((standing) => standing.join(' ') === to)) return { kind: 'same', entry }
  return different(`${entry.event} leads elsewhere from ${from === null ? 'the start' : entry.from}`, possible)
}

/** Without the machine's name: "serving.logs.quiet, serving.operation.free". */
function shownAs(standing: Standing, machine: string): string {
  return standing.map((id) => (id.startsWith(`${machine}.`) ? id.slice(machine.length + 1) : id)).join(', ')
}
