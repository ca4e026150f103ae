/**
 * JSON Schema, as much of it as the local API's document uses.
 *
 * Invariant: what it lets through is what the schema says; a keyword that it does not know cannot be written down.
 */

export interface Schema {
  type?: Type | readonly Type[]
  description?: string
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: false
  items?: Schema
  enum?: readonly string[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  default?: string | number | boolean
  $ref?: string
}

type Type = 'object' | 'array' | 'string' | 'integer' | 'boolean' | 'null'

export interface SchemaFault {
  /** "services[3].state"; empty for the value itself. */
  place: string
  message: string
}

/** The first fault of a value; null when there is none. `named` holds what `$ref` speaks of. */
export function schemaFault(
  schema: Schema,
  value: unknown,
  named: Readonly<Record<string, Schema>>,
  place = '',
): SchemaFault | null {
  const { $ref } = schema
  if ($ref !== undefined) {
    const meant = named[$ref.split('/').at(-1) ?? '']
    return meant === undefined
      ? { place, message: `names no schema: ${$ref}` }
      : schemaFault(meant, value, named, place)
  }
  const types: readonly string[] = schema.type === undefined ? [] : [schema.type].flat()
  if (types.length > 0 && !types.includes(typeOf(value))) return { place, message: `is not ${articled(types)}` }
  if (typeof value === 'string') return textFault(schema, value, place)
  if (typeof value === 'number') return numberFault(schema, value, place)
  if (Array.isArray(value)) {
    const { items = {} } = schema
    return firstOf(value.map((item, index) => () => schemaFault(items, item, named, `${place}[${index}]`)))
  }
  return isObject(value) ? objectFault(schema, value, named, place) : null
}

function objectFault(
  { properties = {}, required = [], additionalProperties }: Schema,
  value: Record<string, unknown>,
  named: Readonly<Record<string, Schema>>,
  place: string,
): SchemaFault | null {
  const at = (key: string): string => (place === '' ? key : `${place}.${key}`)
  const missing = required.find((key) => !Object.hasOwn(value, key))
  if (missing !== undefined) return { place: at(missing), message: 'is missing' }
  return firstOf(
    Object.entries(value).map(([key, item]) => () => {
      const schema = Object.hasOwn(properties, key) ? properties[key] : undefined
      if (schema !== undefined) return schemaFault(schema, item, named, at(key))
      const known = Object.keys(properties).join(', ')
      return additionalProperties === false
        ? { place: at(key), message: `is not a key${known === '' ? '' : `; known keys are ${known}`}` }
        : null
    }),
  )
}

function textFault(schema: Schema, text: string, place: string): SchemaFault | null {
  if (schema.enum !== undefined && !schema.enum.includes(text))
    return { place, message: `is not one of ${schema.enum.join(', ')}` }
  if (text.length < (schema.minLength ?? 0)) return { place, message: 'is too short' }
  if (text.length > (schema.maxLength ?? Number.POSITIVE_INFINITY))
    return { place, message: `is longer than ${schema.maxLength}` }
  return null
}

function numberFault({ minimum, maximum }: Schema, number: number, place: string): SchemaFault | null {
  if (minimum !== undefined && number < minimum) return { place, message: `is below ${minimum}` }
  if (maximum !== undefined && number > maximum) return { place, message: `is above ${maximum}` }
  return null
}

function typeOf(value: unknown): Type | 'number' | 'undefined' {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number'
  if (typeof value === 'string' || typeof value === 'boolean') return typeof value as 'string' | 'boolean'
  return typeof value === 'object' ? 'object' : 'undefined'
}

function articled(types: readonly string[]): string {
  return types.map((type) => (type === 'null' ? type : `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`)).join(' or ')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function firstOf(checks: readonly (() => SchemaFault | null)[]): SchemaFault | null {
  for (const check of checks) {
    const fault = check()
    if (fault !== null) return fault
  }
  return null
}
