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

const BLANK = /^[ \t]*(?:#.*)?(?:\n|$)/
const HEAD = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(=[ \t]*)?/
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' }
const QUOTED = { "'": /^'((?:[^'\\]|\\.)*)'/s, '"': /^"((?:[^"\\]|\\.)*)"/s }

/**
 * `NAME=value` lines. Values are bare, or within quotes, also over several lines; single quotes keep everything
 * as it is, elsewhere variables are put in. A name alone takes what is known of it.
 * @param lookup variables that go over those before in the file
 */
export function parseDotenv(text: string, lookup: Lookup): Dotenv {
  const variables = new Map<string, string>()
  const faults: DotenvFault[] = []
  const known: Lookup = (name) => lookup(name) ?? variables.get(name)
  let rest = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  let line = 1
  while (rest !== '') {
    const { length, name, value, fault } = statementAt(rest, known)
    if (fault !== undefined) faults.push({ line, message: fault })
    if (name !== undefined && value !== undefined) variables.set(name, value)
    line += rest.slice(0, length).split('\n').length - 1
    rest = rest.slice(length)
  }
  return { variables, faults }
}

/** What stands there, and how many characters it takes up. */
interface Statement {
  length: number
  name?: string
  value?: string | undefined
  fault?: string
}

function statementAt(rest: string, known: Lookup): Statement {
  const blank = BLANK.exec(rest)
  if (blank !== null) return { length: blank[0].length }
  const lineEnd = rest.includes('\n') ? rest.indexOf('\n') + 1 : rest.length
  const head = HEAD.exec(rest)
  const [begin = '', name = '', equals] = head ?? []
  const after = rest.slice(begin.length)
  const isAlone = equals === undefined && BLANK.test(after)
  if (head === null || (equals === undefined && !isAlone)) return { length: lineEnd, fault: 'is not NAME=value' }
  if (isAlone) return { length: lineEnd, name, value: known(name) }
  const found = valueAt(after)
  if (found === null) return { length: rest.length, fault: 'has a quote that is not closed' }
  const length = begin.length + found.length
  if (found.isLiteral) return { length, name, value: found.text }
  const put = interpolate(found.text, known)
  return put.ok ? { length, name, value: put.text } : { length, fault: put.message }
}

/** The value that stands first, and how many characters it takes up with its line; null when a quote is left open. */
function valueAt(rest: string): { text: string; length: number; isLiteral: boolean } | null {
  const quote = rest[0]
  if (quote !== "'" && quote !== '"') {
    const line = /^.*\n?/.exec(rest)![0]
    return { text: line.replace(/(?:^|[ \t]+)#.*$/m, '').trim(), length: line.length, isLiteral: false }
  }
  const match = QUOTED[quote].exec(rest)
  const tail = match === null ? null : BLANK.exec(rest.slice(match[0].length))
  if (match === null || tail === null) return null
  const text = quote === "'" ? match[1]!.replaceAll("\\'", "'") : unescaped(match[1]!)
  return { text, length: match[0].length + tail[0].length, isLiteral: quote === "'" }
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
