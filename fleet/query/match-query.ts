/**
 * Which devices a query chooses.
 *
 * Invariant: pure; `device` and `fleet` are what the device is, whatever its tags say. Of several queries any will do;
 * of none, every device is chosen.
 */
import type { Query, Term } from './parse-query.ts'

export interface Tagged {
  name: string
  fleet: string
  /** "KEY=VALUE", or a word alone. A key may be there more than once. */
  tags: readonly string[]
}

/** What can be asked of a device that no registrar knows. */
const OWN = ['device', 'fleet']

export function chooses(queries: readonly Query[], device: Tagged): boolean {
  return queries.length === 0 || queries.some((query) => query.every((term) => holds(term, device)))
}

/** Whether any of them asks for more than the name and the fleet. */
export function asksForTags(queries: readonly Query[]): boolean {
  return queries.some((query) => query.some(({ key }) => !OWN.includes(key)))
}

function holds(term: Term, device: Tagged): boolean {
  const values = valuesOf(device, term.key)
  switch (term.kind) {
    case 'has':
      return values.length > 0
    case 'lacks':
      return values.length === 0
    case 'any':
      return values.some((value) => term.values.includes(value))
    case 'none':
      return !values.some((value) => term.values.includes(value))
  }
}

function valuesOf({ name, fleet, tags }: Tagged, key: string): string[] {
  if (key === 'device') return [name]
  if (key === 'fleet') return [fleet]
  return tags.flatMap((tag) => {
    const end = tag.indexOf('=')
    const [own, value] = end === -1 ? [tag, ''] : [tag.slice(0, end), tag.slice(end + 1)]
    return own === key ? [value] : []
  })
}
