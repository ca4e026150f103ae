/**
 * What is wrong with the contents, in sentences.
 *
 * Invariant: pure; whatever was damaged, is missing or came back is said, and nothing else. What was lost
 * of the flight record is said in one sentence, however much it is.
 */
import { type Contents, type Copies, type Damaged, newestOf } from './contents.ts'
import type { Inventory } from './inventory.ts'

/** At most so many sentences; the last one then says how many more there were. */
export const MAX_PROBLEMS = 32

export function audit(contents: Contents): string[] {
  const damagedFlight = contents.damaged.filter(isFlight).length
  const problems = contents.damaged.filter((it) => !isFlight(it)).map(sentenceOf)
  if (damagedFlight > 0)
    problems.push(`Of the flight record ${count(damagedFlight, 'entry was', 'entries were')} damaged and set aside.`)
  if (contents.inventory !== null) problems.push(...compare(contents.inventory, contents))
  else if (hasRecords(contents)) problems.push('The inventory is lost, so it cannot be told what else is missing.')
  return bounded(problems)
}

/** The first ones, and how many more there are. */
export function bounded(problems: readonly string[]): string[] {
  const unique = [...new Set(problems)]
  if (unique.length <= MAX_PROBLEMS) return unique
  return [...unique.slice(0, MAX_PROBLEMS - 1), `There were ${unique.length - MAX_PROBLEMS + 1} more such problems.`]
}

function compare(inventory: Inventory, contents: Contents): string[] {
  const problems: string[] = []
  for (const [machine, revision] of inventory.checkpoints) {
    const found = newestRevision(contents.checkpoints.get(machine))
    const name = JSON.stringify(machine)
    if (found === 0) problems.push(`The checkpoint of ${name} is lost.`)
    else if (found < revision)
      problems.push(`The last checkpoint of ${name} is lost; its last good copy, from before it, is used.`)
  }
  const revisions = [...contents.counters.values()].map(newestRevision)
  const lostCounters = inventory.counters.count - revisions.length
  if (lostCounters > 0) problems.push(`${count(lostCounters, 'counter is', 'counters are')} lost.`)
  else if (sum(revisions) < inventory.counters.revisions)
    problems.push('The last value of a counter is lost; the one before it is used.')
  problems.push(...difference('document', inventory.documents, contents.documents.size))
  problems.push(...difference('command', inventory.commands, contents.commands.size))
  problems.push(...difference('outgoing message', inventory.outgoing, contents.outgoing.size))
  if (contents.damaged.every((it) => !isFlight(it))) {
    const lost = missingFlight(contents, inventory.flight)
    if (lost > 0) problems.push(`Of the flight record ${count(lost, 'entry is', 'entries are')} lost.`)
  }
  return problems
}

/** Entries that fell out at the old end are no loss; gaps and the new end are. */
function missingFlight({ flight }: Contents, last: number): number {
  const first = flight[0]?.sequence ?? last
  return Math.max(0, last - first + (last > 0 ? 1 : 0) - flight.length)
}

function difference(what: string, expected: number, found: number): string[] {
  if (found < expected) return [`${count(expected - found, `${what} is`, `${what}s are`)} lost.`]
  if (found > expected)
    return [`${count(found - expected, `${what} has`, `${what}s have`)} come back that had been dropped.`]
  return []
}

function sentenceOf({ key, damage }: Damaged): string {
  return `The record ${JSON.stringify(key.slice(0, 120))} was set aside: it ${damage}.`
}

function isFlight({ parsed }: Damaged): boolean {
  return parsed?.type === 'flight'
}

function hasRecords(contents: Contents): boolean {
  const { checkpoints, counters, documents, commands, outgoing, flight } = contents
  return checkpoints.size + counters.size + documents.size + commands.size + outgoing.size + flight.length > 0
}

function newestRevision(copies: Copies | undefined): number {
  return copies === undefined ? 0 : newestOf(copies).sealed.revision
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`
}
