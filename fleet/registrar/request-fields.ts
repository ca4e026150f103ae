/**
 * What stands in each request of an operator, field by field.
 *
 * Invariant: pure; the only table of it. What a field means, whether there is such a device and whether a name may be
 * one, the action says.
 */
import {
  from,
  listOf,
  made,
  orAbsent,
  type RequestTable,
  type Rules,
  text,
  worded,
  yesOrNo,
} from '../control/request-fields.ts'
import type { RequestName, Requests } from './act.ts'
import type { SerialRecord } from './records.ts'
import { isCode, isNameOrNone, isSerial } from './serials-file.ts'

/** For how long a token may be good, in ms. */
export const TOKEN_MS = { least: 60_000, most: 3650 * 86_400_000 } as const

const OF_A_SERIAL: Rules<SerialRecord> = {
  serial: worded(isSerial, 'is no serial'),
  code: worded(isCode, 'is no code'),
  fleet: worded(isNameOrNone, 'cannot be the name of a fleet'),
  device: worded(isNameOrNone, 'cannot be the name of a device'),
  claim: worded((claim) => claim === '', 'is not empty: nobody has claimed by what is imported'),
}

export const FIELDS: RequestTable<{ [N in RequestName]: Requests[N]['asks'] }> = {
  devices: {},
  approve: { claim: text, device: orAbsent(text), fleet: orAbsent(text), replace: yesOrNo },
  reject: { claim: text },
  revoke: { device: text, erase: yesOrNo },
  forget: { device: text },
  tag: { device: text, tags: listOf(text) },
  move: { device: text, fleet: text },
  tokens: {},
  createToken: { fleet: text, uses: from(1, Number.MAX_SAFE_INTEGER), forMs: from(TOKEN_MS.least, TOKEN_MS.most) },
  revokeToken: { id: text },
  serials: {},
  importSerials: { serials: listOf(made(OF_A_SERIAL)) },
  revoked: {},
}
