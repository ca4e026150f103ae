/**
 * Variables in a compose file: `$NAME`, `${NAME}`, and with a default, an error or a replacement.
 *
 * Invariant: a text without "$" is returned as it is, and a value that was put in is never looked at again.
 * The forms are those of the compose specification, "Interpolation".
 */

/** What variables are worth; undefined when not set. */
export type Lookup = (name: string) => string | undefined

type Interpolated =
  | { ok: true; text: string; unset: string[] }
  /** `at` counts characters from the beginning of the text. */
  | { ok: false; at: number; message: string }

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const OPERATOR = /:?[-?+]/y

class Malformed extends Error {
  readonly at: number
  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/** The text with its variables replaced, and the names of those that were not set and had no default. */
export function interpolate(text: string, lookup: Lookup): Interpolated {
  const unset: string[] = []
  try {
    return { ok: true, text: expand(text, 0, false, lookup, unset).text, unset }
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, at: error.at, message: error.message }
    throw error
  }
}

/** Expands from `from` up to the end, or up to the "}" that closes the braces that one is in. */
function expand(text: string, from: number, inBraces: boolean, lookup: Lookup, unset: string[]) {
  let out = ''
  let index = from
  while (index < text.length) {
    const char = text[index]!
    if (inBraces && char === '}') return { text: out, end: index }
    if (char !== '$') {
      out += char
      index += 1
    } else if (text[index + 1] === '$') {
      out += '$'
      index += 2
    } else {
      const piece = text[index + 1] === '{' ? braced(text, index, lookup, unset) : bare(text, index, lookup, unset)
      out += piece.text
      index = piece.end
    }
  }
  if (inBraces) throw new Malformed(from, 'has a "${" that is not closed')
  return { text: out, end: index }
}

function bare(text: string, at: number, lookup: Lookup, unset: string[]) {
  const name = match(NAME, text, at + 1)
  if (name === null) throw new Malformed(at, 'has a "$" that begins no variable; write "$$" for a dollar sign')
  return { text: value(name, lookup, unset), end: at + 1 + name.length }
}

function braced(text: string, at: number, lookup: Lookup, unset: string[]) {
  const name = match(NAME, text, at + 2)
  if (name === null) throw new Malformed(at, 'has a "${" that is not followed by a name')
  const afterName = at + 2 + name.length
  const operator = match(OPERATOR, text, afterName)
  if (operator === null) {
    if (text[afterName] !== '}') throw new Malformed(at, `has "\${${name}" that is not closed`)
    return { text: value(name, lookup, unset), end: afterName + 1 }
  }
  const unsetInside: string[] = []
  const word = expand(text, afterName + operator.length, true, lookup, unsetInside)
  const found = lookup(name)
  // With the colon, an empty value counts as none.
  const present = found !== undefined && (found !== '' || !operator.startsWith(':'))
  const takesWord = operator.endsWith('+') ? present : !present
  if (takesWord && operator.endsWith('?'))
    throw new Malformed(at, `needs the variable ${name}${word.text === '' ? '' : `: ${word.text}`}`)
  if (takesWord) unset.push(...unsetInside)
  const kept = operator.endsWith('+') ? '' : (found ?? '')
  return { text: takesWord ? word.text : kept, end: word.end + 1 }
}

function value(name: string, lookup: Lookup, unset: string[]): string {
  const found = lookup(name)
  if (found === undefined) unset.push(name)
  return found ?? ''
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}
