/**
 * Queries that choose devices by their tags: "site=berlin, model in (a, b), !canary".
 *
 * Invariant: pure; what is read means exactly what stands there, and a fault names the character at which it begins.
 */

/** One condition. `any`: the device has the key with one of these values; `none`: with none of them. */
export type Term =
  | { kind: 'any' | 'none'; key: string; values: readonly string[] }
  /** It has the key at all, or has it not. */
  | { kind: 'has' | 'lacks'; key: string }

/** All of its terms have to hold. */
export type Query = readonly Term[]

/** A fault, and where it is: the index of a character, from 0. */
export class QueryFault extends Error {
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

const MOST_TERMS = 64
const MOST_VALUES = 256
const WORD = /[^\s,=!()"]+/y
const QUOTED = /"(?:[^"\\]|\\["\\])*"/y
const SPACE = /\s*/y

/** @throws QueryFault */
export function parseQuery(text: string): Query {
  const reader = new Reader(text)
  const terms: Term[] = []
  do {
    terms.push(term(reader))
    if (terms.length > MOST_TERMS) throw reader.fault(`has more than ${MOST_TERMS} conditions`)
  } while (reader.takes(','))
  if (!reader.isAtEnd) throw reader.fault('a comma is missing between two conditions, or this is too much')
  return terms
}

function term(reader: Reader): Term {
  if (reader.takes('!')) return { kind: 'lacks', key: reader.word('the name of a tag') }
  const key = reader.word('the name of a tag')
  if (reader.takes('!=')) return { kind: 'none', key, values: [reader.word('a value')] }
  if (reader.takes('=')) return { kind: 'any', key, values: [reader.word('a value')] }
  const isNot = reader.takesWord('not')
  if (reader.takesWord('in')) return { kind: isNot ? 'none' : 'any', key, values: list(reader) }
  if (isNot) throw reader.fault('"in" has to follow "not"')
  return { kind: 'has', key }
}

function list(reader: Reader): string[] {
  if (!reader.takes('(')) throw reader.fault('a list such as (a, b) has to follow "in"')
  const values: string[] = []
  do {
    values.push(reader.word('a value'))
    if (values.length > MOST_VALUES) throw reader.fault(`has more than ${MOST_VALUES} values`)
  } while (reader.takes(','))
  if (!reader.takes(')')) throw reader.fault('the list is not closed with ")"')
  return values
}

/** The text, and how far it has been read; spaces before a word count for nothing. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    this.#match(SPACE)
    return this.#at === this.#text.length
  }

  fault(message: string): QueryFault {
    this.#match(SPACE)
    return new QueryFault(message, this.#at)
  }

  takes(sign: string): boolean {
    this.#match(SPACE)
    const isThere = this.#text.startsWith(sign, this.#at)
    if (isThere) this.#at += sign.length
    return isThere
  }

  takesWord(wanted: string): boolean {
    this.#match(SPACE)
    const before = this.#at
    if (this.#match(WORD) === wanted) return true
    this.#at = before
    return false
  }

  /** @throws QueryFault */
  word(what: string): string {
    this.#match(SPACE)
    const quoted = this.#match(QUOTED)
    if (quoted !== null) return quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1')
    const found = this.#match(WORD)
    if (found !== null) return found
    throw this.fault(this.#text[this.#at] === '"' ? 'the quotation marks are not closed' : `${what} is missing`)
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? null
    if (found !== null) this.#at += found.length
    return found
  }
}

/** As it is read again. */
export function formatQuery(query: Query): string {
  return query.map(formatTerm).join(', ')
}

function formatTerm(term: Term): string {
  const key = quote(term.key)
  if (!('values' in term)) return term.kind === 'has' ? key : `!${key}`
  const [first] = term.values
  if (term.values.length === 1 && first !== undefined) return `${key}${term.kind === 'any' ? '=' : '!='}${quote(first)}`
  return `${key} ${term.kind === 'any' ? 'in' : 'not in'} (${term.values.map(quote).join(', ')})`
}

/** "in" and "not" are words of their own. */
function quote(text: string): string {
  WORD.lastIndex = 0
  const isPlain = WORD.exec(text)?.[0] === text && text !== 'in' && text !== 'not'
  return isPlain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}
