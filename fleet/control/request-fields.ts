/**
 * What a service is asked over its socket, held field by field against a table.
 *
 * Invariant: pure; a request that passes has all that its row names, each as its rule wants it, and nothing else. What
 * a field means, and whether there is such a device, the service says. No value stands in an error.
 */
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'

/** What is the matter, and where below the value. */
interface Fault {
  at: string
  why: string
}

/** Null: the value is good. */
export type Rule = (value: unknown) => Fault | null

/** A rule for each field, also for those that may be absent. */
export type Rules<Fields> = { readonly [Field in keyof Fields]-?: Rule }

/** The fields of each request, by its name. */
export type RequestTable<Requests> = { readonly [Name in keyof Requests]: Rules<Requests[Name]> }

export const such =
  (is: (value: unknown) => boolean, why: string): Rule =>
  (value) =>
    is(value) ? null : { at: '', why }
export const worded = (is: (word: string) => boolean, why: string): Rule =>
  such((value) => typeof value === 'string' && is(value), why)

export const text = worded(() => true, 'is no text')
export const yesOrNo = such((value) => typeof value === 'boolean', 'is neither true nor false')

/** A whole number. */
export const from = (least: number, most: number): Rule =>
  such(
    (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
    `is not a whole number from ${least} to ${most}`,
  )

export const oneOf = (words: readonly string[]): Rule =>
  worded((word) => words.includes(word), `is none of ${words.join(', ')}`)

export const orAbsent =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined ? null : rule(value)

export const orNull =
  (rule: Rule): Rule =>
  (value) =>
    value === null ? null : rule(value)

/** The later ones are asked only about what the earlier ones have let through. */
export const all =
  (...rules: readonly Rule[]): Rule =>
  (value) => {
    for (const rule of rules) {
      const fault = rule(value)
      if (fault !== null) return fault
    }
    return null
  }

export const listOf =
  (rule: Rule): Rule =>
  (value) => {
    if (!Array.isArray(value)) return { at: '', why: 'is no list' }
    for (const [index, one] of value.entries()) {
      const fault = rule(one)
      if (fault !== null) return { ...fault, at: `[${index}]${fault.at}` }
    }
    return null
  }

/** All of these fields and nothing else. */
export const made =
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

/** As its `kind` says, by the table of kinds. */
export const madeByKind = (kinds: Readonly<Record<string, object>>): Rule => {
  const kind = oneOf(Object.keys(kinds))
  return (value) => {
    if (typeof value !== 'object' || value === null) return { at: '', why: 'is none' }
    const named = 'kind' in value ? value.kind : undefined
    const fault = kind(named)
    return fault === null ? made({ kind, ...kinds[named as string] })(value) : { ...fault, at: `.kind${fault.at}` }
  }
}

/**
 * The request that a line of JSON is.
 * @param service who is asked, in a word, and the code of what it does not take
 * @throws HoldfastError of that code, with the field as its place where the request is known
 */
export function readRequest<Requests>(
  line: string,
  table: RequestTable<Requests>,
  { name, code }: { name: string; code: ErrorCode },
): { [Name in keyof Requests]: { do: Name } & Requests[Name] }[keyof Requests] {
  type Asked = ReturnType<typeof readRequest<Requests>>
  const said = namedIn(line)
  if (said === null || !Object.hasOwn(table, said.do))
    throw new HoldfastError(code, `is not a request that this ${name} knows`)
  const { do: asked, ...fields } = said
  const fault = made(table[asked as keyof Requests])(fields)
  if (fault !== null) throw new HoldfastError(code, fault.why, { place: `${asked}${fault.at}` })
  return said as unknown as Asked
}

function namedIn(line: string): { do: string } | null {
  try {
    const said: unknown = JSON.parse(line)
    const isNamed = typeof said === 'object' && said !== null && 'do' in said && typeof said.do === 'string'
    return isNamed ? (said as { do: string }) : null
  } catch {
    return null // Not JSON: the same as not known.
  }
}
