/**
 * What services, volumes and networks may be called.
 *
 * Invariant: a name that passes here is one of the protocol.
 */
import { ITEM_NAME } from '../../protocol/release-faults.ts'
import { ValueFault } from './faults.ts'
import type { Entry } from './yaml-tree.ts'

/** @throws ValueFault */
export function itemName({ key, keyPlace }: Entry): string {
  if (ITEM_NAME.test(key)) return key
  const rule = 'letters, digits, ".", "_" and "-", 63 at most, a letter or digit first'
  throw new ValueFault(keyPlace, `${JSON.stringify(key)} is not a name: ${rule}`)
}
