/** Queries by tags: what they say, what they choose, and where they are wrong. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asksForTags, chooses } from './match-query.ts'
import { formatQuery, parseQuery, type Query, QueryFault, type Term } from './parse-query.ts'

const till = { name: 'till-1', fleet: 'shop', tags: ['site=berlin', 'site=mitte', 'model=b', 'canary'] }

describe('a query', () => {
  it.each([
    ['site=berlin', true],
    ['site = berlin', true],
    ['site=mitte', true],
    ['site=paris', false],
    ['site!=paris', true],
    ['site!=berlin', false],
    ['colour!=red', true],
    ['model in (a, b)', true],
    ['model in (a)', false],
    ['model not in (a,c)', true],
    ['model not in (b)', false],
    ['canary', true],
    ['!canary', false],
    ['!retired', true],
    ['site', true],
    ['site=berlin, model=b, canary', true],
    ['site=berlin, model=a', false],
    ['fleet=shop', true],
    ['device in (till-1, till-2)', true],
    ['device!=till-1', false],
    ['"in"', false],
    ['site="berlin"', true],
  ])('%s: %s', (text, isChosen) => expect(chooses([parseQuery(text)], till)).toBe(isChosen))

  it.each([
    ['', 0, 'the name of a tag is missing'],
    ['site=', 5, 'a value is missing'],
    ['site=berlin,', 12, 'the name of a tag is missing'],
    ['site=berlin model=b', 12, 'a comma is missing'],
    ['site in berlin', 8, 'a list such as'],
    ['site in (a, b', 13, 'not closed with ")"'],
    ['site in ()', 9, 'a value is missing'],
    ['site not (a)', 9, '"in" has to follow'],
    ['site="a', 5, 'quotation marks are not closed'],
    ['=a', 0, 'the name of a tag is missing'],
  ])('%j is wrong at %i: %s', (text, at, message) => {
    const fault = faultOf(text)
    expect(fault.at).toBe(at)
    expect(fault.message).toContain(message)
  })

  it('several are any of them; none is everybody', () => {
    expect(chooses([parseQuery('site=paris'), parseQuery('canary')], till)).toBe(true)
    expect(chooses([], till)).toBe(true)
  })

  it('knows whether it needs a registrar', () => {
    expect(asksForTags([parseQuery('fleet=shop, device!=a')])).toBe(false)
    expect(asksForTags([parseQuery('fleet=shop'), parseQuery('canary')])).toBe(true)
  })
})

const words = fc.oneof(fc.constantFrom('in', 'not', 'a', 'b', 'site'), fc.string({ minLength: 1, maxLength: 6 }))
const terms: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ kind: fc.constantFrom('has' as const, 'lacks' as const), key: words }),
  fc.record({
    kind: fc.constantFrom('any' as const, 'none' as const),
    key: words,
    values: fc.array(words, { minLength: 1, maxLength: 3 }),
  }),
)
const queries: fc.Arbitrary<Query> = fc.array(terms, { minLength: 1, maxLength: 4 })

describe('properties of queries', () => {
  it('what is written is read as it was', () =>
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseQuery(formatQuery(query))).toEqual(query)
      }),
    ))

  it('whatever is written is read, or is wrong at a place in it', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab in not=!,()"\\ '.split('')) }), (text) => {
        try {
          return parseQuery(text).length > 0
        } catch (error) {
          return error instanceof QueryFault && error.at >= 0 && error.at <= text.length
        }
      }),
    ))

  it('a condition and its opposite choose each device once', () =>
    fc.assert(
      fc.property(terms, fc.array(words), (term, tags) => {
        const device = { name: 'd', fleet: 'f', tags }
        return chooses([[term]], device) !== chooses([[opposite(term)]], device)
      }),
    ))
})

function opposite(term: Term): Term {
  if (!('values' in term)) return { ...term, kind: term.kind === 'has' ? 'lacks' : 'has' }
  return { ...term, kind: term.kind === 'any' ? 'none' : 'any' }
}

function faultOf(text: string): QueryFault {
  try {
    parseQuery(text)
  } catch (error) {
    if (error instanceof QueryFault) return error
  }
  throw new Error(`${text} was read`)
}
