/**
 * JSON Schema of values that a level's keys take, and of levels themselves.
 *
 * Invariant: a schema describes a value as it is written; what it takes, the key's reader takes, but for
 * rules between two values.
 */

export interface JsonSchema {
  readonly [keyword: string]: unknown
}

/** A level of which every key says what it takes. */
interface Described {
  title: string
  keys: Readonly<Record<string, { doc: string; schema: JsonSchema }>>
}

const DURATION = '^(0|([0-9]+(\\.[0-9]+)?(us|µs|ms|s|m|h|d))+)$'
const SIZE = '^[0-9]+(\\.[0-9]+)? ?([kKmMgGtTpP][iI]?)?[bB]?$'

export const TEXT = { type: 'string', minLength: 1 } as const satisfies JsonSchema
export const FLAG = { type: 'boolean' } as const satisfies JsonSchema

export function durationSchema(...examples: readonly string[]): JsonSchema {
  return { type: 'string', pattern: DURATION, examples }
}

export function sizeSchema(...examples: readonly (string | number)[]): JsonSchema {
  return {
    oneOf: [
      { type: 'integer', minimum: 0 },
      { type: 'string', pattern: SIZE },
    ],
    examples,
  }
}

export function wholeSchema(minimum: number, maximum: number): JsonSchema {
  return { type: 'integer', minimum, maximum, examples: [minimum, maximum] }
}

export function wordsSchema(words: Readonly<Record<string, unknown>>): JsonSchema {
  return { enum: Object.keys(words), examples: Object.keys(words) }
}

export function listSchema(items: JsonSchema, ...examples: readonly unknown[]): JsonSchema {
  return { type: 'array', items, ...(examples.length === 0 ? {} : { examples }) }
}

/** @param required keys that have to be there */
export function levelSchema({ title, keys }: Described, ...required: readonly string[]): JsonSchema {
  const properties = Object.entries(keys).map(([key, { doc, schema }]) => [key, { description: doc, ...schema }])
  return {
    title: title.replaceAll('`', ''),
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  }
}
