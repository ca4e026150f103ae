/**
 * Files of variables: `.env` beside the compose file, and `env_file` (Compose Specification, "Env_file format").
 *
 * Invariant: every line is understood or reported with its number; none is passed over in silence.
 */
import { interpolate, type Lookup } from './interpolate.ts'

interface DotenvFault {
  line: number
  message: string
}

export interface Dotenv {
  variables: Map<string, string>
  faults: DotenvFault[]
}

const NAME = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*/
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' }
const QUOTED = { "'": /^'((?:[^'\\]|\\.)*)'/s, '"': /^"((?:[^"\\]|\\.)*)"/s }

/**
 * `NAME=value` lines. Values are bare, or within quotes, also over several lines; single quotes keep everything
 * as it is, elsewhere variables are put in. A name alone takes what `lookup` knows of it.
 * @param lookup variables that go over those before in the file
 */
export function parseDotenv(text: string, lookup: Lookup): Dotenv {
  const variables = new Map<string, string>()
  const faults: DotenvFault[] = []
  let rest = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  let line = 1
  const take = (length: number): void => {
    line += rest.slice(0, length).split('\n').length - 1
    rest = rest.slice(length)
  }
  const endOfLine = () => (rest.includes('\n') ? rest.indexOf('\n') + 1 : rest.length)
  while (rest !== '') {
    const at = line
    const blank = /^(?:[ \t]*(?:#.*)?\n|[ \t]+|#.*$)/.exec(rest)
    if (blank !== null) {
      take(blank[0].length)
      continue
    }
    const name = NAME.exec(rest)
    const after = name === null ? '' : rest.slice(name[0].length)
    if (name !== null && /^(?:#|\n|$)/.test(after)) {
      const found = lookup(name[1]!)
      if (found !== undefined) variables.set(name[1]!, found)
      take(endOfLine())
      continue
    }
    if (!after.startsWith('=')) {
      faults.push({ line: at, message: 'is not NAME=value' })
      take(endOfLine())
      continue
    }
    take(name![0].length + 1 + /^[ \t]*/.exec(after.slice(1))![0].length)
    const value = valueAt(rest, endOfLine())
    if (value === null) {
      faults.push({ line: at, message: 'has a quote that is not closed' })
      take(rest.length)
      continue
    }
    take(value.length)
    const put = value.literal
      ? ({ ok: true, text: value.text } as const)
      : interpolate(value.text, (key) => lookup(key) ?? variables.get(key))
    if (put.ok) variables.set(name![1]!, put.text)
    else faults.push({ line: at, message: put.message })
  }
  return { variables, faults }
}

/** The value that `rest` begins with, and how many characters it takes up; null when a quote is left open. */
function valueAt(rest: string, lineEnd: number): { text: string; length: number; literal: boolean } | null {
  const quote = rest[0] === "'" || rest[0] === '"' ? rest[0] : null
  if (quote === null) {
    const bare = rest.slice(0, lineEnd).replace(/(?:^|[ \t]+)#.*$/m, '')
    return { text: bare.trim(), length: lineEnd, literal: false }
  }
  const match = QUOTED[quote].exec(rest)
  const tail = match === null ? null : /^[ \t]*(?:#.*)?(?:\n|$)/.exec(rest.slice(match[0].length))
  if (match === null || tail === null) return null
  const inside = match[1]!
  const text = quote === "'" ? inside.replaceAll("\\'", "'") : unescaped(inside)
  return { text, length: match[0].length + tail[0].length, literal: quote === "'" }
}

/** An escaped dollar sign stays one that begins no variable. */
function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (whole, char: string) =>
    char === '$' ? '$$' : (ESCAPES[char] ?? (char === '"' || char === '\\' ? char : whole)),
  )
}

/** `NAME=value` lines of which the value is all that stands there, quotes included: the format "raw". */
export function parseRaw(text: string): Dotenv {
  const variables = new Map<string, string>()
  const faults: DotenvFault[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue
    const at = line.indexOf('=')
    if (at > 0) variables.set(line.slice(0, at).trim(), line.slice(at + 1))
    else faults.push({ line: index + 1, message: 'is not NAME=value' })
  }
  return { variables, faults }
}
