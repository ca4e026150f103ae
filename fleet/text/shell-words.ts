/**
 * Words of a command line as the shell splits them: quotes and backslashes, nothing expanded (POSIX
 * shell, section 2.2).
 *
 * Invariant: a word in single quotes is split into exactly itself.
 */

/** The words, or null when a quote is left open or a backslash ends the line. */
export function shellWords(line: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let index = 0; index < line.length; index++) {
    const char = line[index]!
    if (quote === "'") {
      if (char === quote) quote = ''
      else word += char
    } else if (char === '\\') {
      const next = line[++index]
      if (next === undefined) return null
      // Inside double quotes a backslash stands for itself unless it escapes something.
      const literal = quote === '"' && !'$`"\\\n'.includes(next)
      if (next !== '\n') word = `${word ?? ''}${literal ? char : ''}${next}`
    } else if (char === '"' || (char === "'" && quote === '')) {
      quote = quote === char ? '' : char
      word ??= ''
    } else if (quote === '' && /\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else word = `${word ?? ''}${char}`
  }
  if (quote !== '') return null
  return word === null ? words : [...words, word]
}
