import { describe, expect, it } from 'vitest'
import { type Schema, schemaFault } from './schema.ts'

const PERSON: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 5 },
    age: { type: 'integer', minimum: 0, maximum: 150 },
    role: { type: 'string', enum: ['a', 'b'] },
    children: { type: 'array', items: { $ref: '#/components/schemas/Person' } },
    note: { type: ['string', 'null'] },
  },
  required: ['name'],
  additionalProperties: false,
}

const faultOf = (value: unknown) => {
  const fault = schemaFault(PERSON, value, { Person: PERSON })
  return fault === null ? null : `${fault.place}: ${fault.message}`
}

describe('a schema', () => {
  it.each([
    [{ name: 'Ada' }],
    [{ name: 'Ada', age: 36, role: 'a', note: null, children: [{ name: 'Bo', children: [] }] }],
  ])('lets through what it says: %j', (value) => {
    expect(faultOf(value)).toBeNull()
  })

  it.each([
    [null, ': is not an object'],
    [[], ': is not an object'],
    [{}, 'name: is missing'],
    [{ name: '' }, 'name: is too short'],
    [{ name: 'Gwendolyn' }, 'name: is longer than 5'],
    [{ name: 'Ada', age: -1 }, 'age: is below 0'],
    [{ name: 'Ada', age: 151 }, 'age: is above 150'],
    [{ name: 'Ada', age: 1.5 }, 'age: is not an integer'],
    [{ name: 'Ada', age: 1e300 }, 'age: is not an integer'],
    [{ name: 'Ada', role: 'c' }, 'role: is not one of a, b'],
    [{ name: 'Ada', note: 3 }, 'note: is not a string or null'],
    [{ name: 'Ada', agee: 3 }, 'agee: is not a key; known keys are name, age, role, children, note'],
    [{ name: 'Ada', constructor: 3 }, 'constructor: is not a key; known keys are name, age, role, children, note'],
    [{ name: 'Ada', children: [{ name: 'Bo' }, { name: 7 }] }, 'children[1].name: is not a string'],
  ])('finds the first fault, with its place: %j', (value, fault) => {
    expect(faultOf(value)).toBe(fault)
  })

  it('that names another which there is not lets nothing through', () => {
    expect(schemaFault({ $ref: '#/components/schemas/Nobody' }, {}, {})?.message).toContain('Nobody')
  })
})
