/**
 * What a device must have, gathered from several places.
 *
 * Invariant: all of them have to hold: of two lists of which any item will do, what both hold is left.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Requirements } from '../../protocol/types.ts'
import type { Faults } from './faults.ts'

type Field = 'architectures' | 'deviceTypes' | 'operatingSystems'

export interface Needed {
  field: Field
  /** Any of these will do. */
  any: readonly string[]
  place: string
}

/** The requirements with what else is needed. */
export function needing(
  given: Loose<Requirements> | undefined,
  needed: readonly Needed[],
  faults: Faults,
): Loose<Requirements> | undefined {
  if (needed.length === 0) return given
  const whole = { ...given }
  for (const { field, any, place } of needed) {
    const before = whole[field] ?? []
    const both = before.length === 0 ? any : before.filter((word) => any.includes(word))
    if (both.length === 0) {
      const message = `needs ${any.join(' or ')}, where ${before.join(' or ')} is needed too: no device has both`
      faults.add('HF_COMPOSE_INVALID', place, message)
    } else whole[field] = both
  }
  return whole
}
