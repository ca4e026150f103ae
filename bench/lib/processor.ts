/**
 * Processor time of a process with all that it has started.
 *
 * Invariant: what has ended, and was waited for by who started it, counts as that one's own.
 */
import { readdirSync, readFileSync } from 'node:fs'

/** Linux tells processor time in hundredths of a second, whatever the kernel's own clock. */
const TICK_MS = 10

interface Told {
  parent: number
  ms: number
}

/** Of this process and its descendants, in milliseconds. */
export function familyMs(pid: number): number {
  const told = new Map<number, Told>()
  for (const name of readdirSync('/proc')) {
    const one = /^\d+$/.test(name) ? toldOf(name) : null
    if (one !== null) told.set(Number(name), one)
  }
  const of = (one: number): number => {
    const children = [...told].filter(([, { parent }]) => parent === one)
    return children.reduce((sum, [child]) => sum + of(child), told.get(one)?.ms ?? 0)
  }
  return of(pid)
}

/** Of one process alone, and of its children that have ended. Zero where there is none. */
export function ownMs(pid: number): number {
  return toldOf(String(pid))?.ms ?? 0
}

/** Null: it has ended meanwhile. */
function toldOf(pid: string): Told | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // A program's name may have blanks and brackets in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [parent, ...ticks] = [1, 11, 12, 13, 14].map((at) => Number(fields[at]))
    return { parent: parent ?? 0, ms: ticks.reduce((sum, each) => sum + each, 0) * TICK_MS }
  } catch {
    return null
  }
}
