/**
 * What a registry asks for when it answers 401: `WWW-Authenticate` (RFC 9110, section 11.6.1).
 *
 * Invariant: pure; what cannot be read is null, never a guess.
 */

export type Challenge = { scheme: 'basic' } | { scheme: 'bearer'; realm: URL; parameters: Record<string, string> }

/** A parameter, or the name of a scheme, with its only word (`token68`) where it has one. */
const WORD =
  /[\s,]*(?:([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([a-z][a-z0-9-]*)(?:\s+[\w.~+/-]+=*(?=\s*(?:,|$)))?)/giy

/** Of several the one for a token, for which nobody needs a password; null when there is none that we can answer. */
export function parseChallenge(header: string | null): Challenge | null {
  const found: { scheme: string; parameters: Record<string, string> }[] = []
  for (const [, name, quoted, plain, scheme] of (header ?? '').matchAll(WORD)) {
    if (scheme !== undefined) found.push({ scheme: scheme.toLowerCase(), parameters: {} })
    const last = found.at(-1)
    if (name !== undefined && last !== undefined)
      last.parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
  }
  for (const { scheme, parameters } of found) {
    const { realm, ...rest } = parameters
    if (scheme === 'bearer' && realm !== undefined && URL.canParse(realm))
      return { scheme, realm: new URL(realm), parameters: rest }
  }
  return found.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : null
}
