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

/** What is counted, for people. */
const NAMES = {
  counter: ['counter', 'counters'],
  document: ['document', 'documents'],
  command: ['command', 'commands'],
  outgoing: ['outgoing message', 'outgoing messages'],
  flight: ['entry of the flight record', 'entries of the flight record'],
} as const

const TYPES = ['counter', 'document', 'command', 'outgoing', 'flight'] as const

export function audit(contents: Contents): string[] {
  const damagedFlight = contents.damaged.filter(isFlight).length
  const problems = contents.damaged.filter((it) => !isFlight(it)).map(sentenceOf)
  if (damagedFlight > 0) problems.push(`${count(damagedFlight, NAMES.flight, 'was', 'were')} damaged and set aside.`)
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
  const found = {
    counter: revisions.length,
    document: contents.documents.size,
    command: contents.commands.size,
    outgoing: contents.outgoing.size,
    flight: contents.flight.length,
  }
  const expected = {
    counter: inventory.counters.count,
    document: inventory.documents,
    command: inventory.commands,
    outgoing: inventory.outgoing,
    flight: inventory.flight.count,
  }
  for (const type of TYPES) {
    const damaged = contents.damaged.filter(({ parsed }) => parsed?.type === type).length
    const lost = expected[type] - found[type] - damaged
    if (lost > 0) problems.push(`${count(lost, NAMES[type], 'is', 'are')} lost.`)
    const more = found[type] - expected[type]
    if (more > 0) problems.push(`${count(more, NAMES[type], 'has', 'have')} come back that had been dropped.`)
  }
  if (found.counter === expected.counter && sum(revisions) < inventory.counters.revisions)
    problems.push('The last value of a counter is lost; the one before it is used.')
  return problems
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

function count(n: number, [one, many]: readonly [string, string], is: string, are: string): string {
  return n === 1 ? `1 ${one} ${is}` : `${n} ${many} ${are}`
}
