/**
 * Files of variables: `.env` beside the compose file, and `env_file`.
 *
 * Invariant: every line is understood or reported with its number; none is passed over in silence.
 */

interface DotenvFault {
  line: number
  message: string
}

const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }

/** `NAME=value` lines; values bare, or in one line within quotes. Single quotes keep everything as it is. */
export function parseDotenv(text: string): { variables: Map<string, string>; faults: DotenvFault[] } {
  const variables = new Map<string, string>()
  const faults: DotenvFault[] = []
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim()
    if (line === '' || line.startsWith('#')) continue
    const match = ASSIGNMENT.exec(line)
    const value = match === null ? null : parseValue(match[2]!)
    if (match === null) faults.push({ line: index + 1, message: 'is not NAME=value' })
    else if (value === null) faults.push({ line: index + 1, message: 'has a quote that is not closed' })
    else variables.set(match[1]!, value)
  }
  return { variables, faults }
}

function parseValue(text: string): string | null {
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(text)
  if (single !== null) return single[1]!
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(text)
  if (double !== null) return double[1]!.replace(/\\(.)/g, (whole, char: string) => ESCAPES[char] ?? whole)
  if (/^['"]/.test(text)) return null
  return text.replace(/(?:^|\s+)#.*$/, '').trim()
}
