/**
 * What stands in each request of an operator, field by field.
 *
 * Invariant: pure; the only table of it. What a field means, whether there is such a device and whether a name may be
 * one, the action says. No code of a serial stands in an error.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { RequestName, Requests } from './act.ts'
import type { SerialRecord } from './records.ts'
import { isCode, isNameOrNone, isSerial } from './serials-file.ts'

/** For how long a token may be good, in ms. */
export const TOKEN_MS = { least: 60_000, most: 3650 * 86_400_000 } as const

/** What is the matter, and where below the value. */
interface Fault {
  at: string
  why: string
}

/** Null: the value is good. */
type Rule = (value: unknown) => Fault | null

type Rules<Fields> = { [Field in keyof Fields]-?: Rule }

const such =
  (is: (value: unknown) => boolean, why: string): Rule =>
  (value) =>
    is(value) ? null : { at: '', why }
const worded = (is: (word: string) => boolean, why: string): Rule =>
  such((value) => typeof value === 'string' && is(value), why)

const text = worded(() => true, 'is no text')
const yesOrNo = such((value) => typeof value === 'boolean', 'is neither true nor false')
const from = (least: number, most: number): Rule =>
  such(
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    `is not a whole number from ${least} to ${most}`,
  )
const orAbsent =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined ? null : rule(value)

const listOf =
  (rule: Rule): Rule =>
  (value) => {
    if (!Array.isArray(value)) return { at: '', why: 'is no list' }
    for (const [index, one] of value.entries()) {
      const fault = rule(one)
      if (fault !== null) return { ...fault, at: `[${index}]${fault.at}` }
    }
    return null
  }

/** All of these and nothing else. */
const made =
  (rules: object): Rule =>
  (value) => {
    if (typeof value !== 'object' || value === null) return { at: '', why: 'is none' }
    const values = new Map<string, unknown>(Object.entries(value))
    for (const [field, rule] of Object.entries(rules) as [string, Rule][]) {
      const fault = rule(values.get(field))
      if (fault !== null) return { ...fault, at: `.${field}${fault.at}` }
    }
    const unknown = [...values.keys()].find((field) => !Object.hasOwn(rules, field))
    return unknown === undefined ? null : { at: `.${unknown.slice(0, 40)}`, why: 'is not known' }
  }

const OF_A_SERIAL: Rules<SerialRecord> = {
  serial: worded(isSerial, 'is no serial'),
  code: worded(isCode, 'is no code'),
  fleet: worded(isNameOrNone, 'cannot be the name of a fleet'),
  device: worded(isNameOrNone, 'cannot be the name of a device'),
  claim: worded((claim) => claim === '', 'is not empty: nobody has claimed by what is imported'),
}

const FIELDS: { [N in RequestName]: Rules<Requests[N]['asks']> } = {
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

/** @throws HF_REGISTRAR_REQUEST_INVALID with the field; one that is not known here would be asked in vain */
export function checkFields(name: RequestName, request: object): void {
  const { do: _, ...asked } = { do: name, ...request }
  const fault = made(FIELDS[name])(asked)
  if (fault !== null)
    throw new HoldfastError('HF_REGISTRAR_REQUEST_INVALID', fault.why, { place: `${name}${fault.at}` })
}
