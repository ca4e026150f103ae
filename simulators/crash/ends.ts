/**
 * What has come of the worlds that cuts have left, so that of those that are left alike one is run.
 *
 * Invariant: a world takes over an end only from one that went on exactly as it would itself, and was judged as it
 * would be. All that is left is compared: disk, engine, broker, operator, time, and what the judge remembers; but for
 * how often was written, of which only what is added counts, and for the intents that may be on the disk. Of them the
 * judge asks once, at the first start after the cut, whether what is found there is one, and from then on goes by that.
 */
import { createHash } from 'node:crypto'
import { serialize } from 'node:v8'
import type { World } from './world.ts'

/** A world right after the power went. */
export interface Left {
  key: string
  /** The intents that the judge would let the first start find, as JSON. */
  possible: readonly string[]
}

export function leftOf(world: World): Left {
  const { monoMs, wallMs, boots, operator, disk, engine, broker } = world.capture()
  const { writes: _, intent, unacknowledged: _possible, ...memory } = world.judge.memory
  const entries = [...disk.held].sort(([a], [b]) => (a < b ? -1 : 1))
  // Of the intent that was acknowledged last the operator goes by, too, until there is another one.
  const seen = world.hasSteps ? intent : null
  const all = serialize([monoMs, wallMs, boots, operator, entries, engine, broker, memory, seen])
  return { key: createHash('sha256').update(all).digest('hex'), possible: world.judge.possible }
}

export class Ends {
  readonly #known = new Map<string, { found: string; faults: string[] }[]>()

  /** The faults that it would come to; null: it has to be run. */
  of({ key, possible }: Left): string[] | null {
    return this.#known.get(key)?.find(({ found }) => possible.includes(found))?.faults ?? null
  }

  /** @param found the intent that the first start after the cut has found, as JSON; null: there was none */
  note({ key, possible }: Left, found: string | null, faults: string[]): void {
    // One that should not have been there is a fault of its own: another might find it right.
    if (found === null || !possible.includes(found)) return
    this.#known.set(key, [...(this.#known.get(key) ?? []), { found, faults }])
  }
}
