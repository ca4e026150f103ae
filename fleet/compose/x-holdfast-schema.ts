/**
 * `docs/x-holdfast.schema.json`: JSON Schema for `x-holdfast`, made from the tables that the reader reads by.
 * It says nothing of the rest of a compose file, which has a schema of its own.
 */
import { SERVICE_EXTENSION, TOP_EXTENSION } from './holdfast-keys.ts'
import { levelSchema } from './json-schema.ts'

/** A list of words and numbers, and a list of one such list, stand in one line. */
const SHORT_LIST = /\[\s+(?:"[^"]*"|-?\d+)(?:,\s+(?:"[^"]*"|-?\d+))*\s+\]/g
const LIST_OF_ONE = /\[\s+(\[[^[\]\n]*\])\s+\]/g

/** The whole document. */
export function extensionSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'x-holdfast in a compose file',
    description: 'What the reader takes once variables are put in.',
    type: 'object',
    properties: {
      'x-holdfast': levelSchema(TOP_EXTENSION),
      services: {
        type: 'object',
        additionalProperties: { type: 'object', properties: { 'x-holdfast': levelSchema(SERVICE_EXTENSION) } },
      },
    },
  }
  return `${JSON.stringify(schema, null, 2).replace(SHORT_LIST, inOneLine).replace(LIST_OF_ONE, '[$1]')}\n`
}

function inOneLine(list: string): string {
  return `[${(JSON.parse(list) as unknown[]).map((item) => JSON.stringify(item)).join(', ')}]`
}
