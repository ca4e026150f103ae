/**
 * What a registry asks for when it answers 401: `WWW-Authenticate` (RFC 9110, section 11.6.1).
 *
 * Invariant: pure; what cannot be read is null, never a guess.
 */

export type Challenge = { scheme: 'basic' } | { scheme: 'bearer'; realm: URL; parameters: Record<string, string> }

/** The challenge, or null when there is none that we can answer. */
export function parseChallenge(header: string | null): Challenge | null {
  if (header === null) return null
  if (/^basic\b/i.test(header)) return { scheme: 'basic' }
  if (!/^bearer\s/i.test(header)) return null
  const parameters: Record<string, string> = {}
  for (const match of header.matchAll(/([a-z_]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi))
    parameters[match[1]!.toLowerCase()] = match[2]?.replace(/\\(.)/g, '$1') ?? match[3]!
  const { realm, ...rest } = parameters
  if (realm === undefined || !URL.canParse(realm)) return null
  return { scheme: 'bearer', realm: new URL(realm), parameters: rest }
}
