/**
 * What a form allows and none of some values shows.
 *
 * Invariant: pure; names each alternative, each null and not null, each flag and each list that no value has an example
 * of. A form that stands in several places (a release, a policy) has to be seen in one of them.
 */
import type { Form } from '../../agent/intent-form.ts'

type Whole = Exclude<Form, 'text' | 'number' | 'flag'>

interface Seen {
  place: string
  values: unknown[]
}

export function unseen(form: Form, values: readonly unknown[], place: string): string[] {
  const seen = new Map<Whole, Seen>()
  for (const value of values) look(form, value, place, seen)
  return [...seen].flatMap(([one, { place: at, values: all }]) => lacking(one, all).map((what) => `${at}: ${what}`))
}

function look(form: Form, value: unknown, place: string, seen: Map<Whole, Seen>): void {
  if (typeof form === 'string') return
  const known = seen.get(form) ?? { place, values: [] }
  known.values.push(value)
  seen.set(form, known)
  if ('orNull' in form && value !== null) look(form.orNull, value, place, seen)
  if ('list' in form) for (const item of value as unknown[]) look(form.list, item, `${place}[]`, seen)
  if ('fields' in form) {
    const held = value as Record<string, unknown>
    for (const [name, inner] of Object.entries(form.fields)) look(inner, held[name], `${place}.${name}`, seen)
  }
}

function lacking(form: Whole, values: readonly unknown[]): string[] {
  const none = (all: readonly unknown[], is: readonly unknown[]) => is.filter((one) => !all.includes(one)).map(String)
  if ('oneOf' in form) return none(values, form.oneOf)
  if ('orNull' in form) return [...none(values, [null]), ...(values.some((value) => value !== null) ? [] : ['any'])]
  if ('list' in form) return values.some((value) => (value as unknown[]).length > 0) ? [] : ['an item']
  return Object.entries(form.fields).flatMap(([name, inner]) => {
    const held = values.map((value) => (value as Record<string, unknown>)[name])
    return inner === 'flag' ? none(held, [false, true]).map((one) => `${name} ${one}`) : []
  })
}
