/**
 * Locks: what an application says against being disturbed, and how that is told.
 *
 * Invariant: pure; whatever a file holds is a lock, because its being there is what counts.
 */

export interface Lock {
  service: string
  /** Who in the service holds it: a name of the application's choice, or the file's path. */
  owner: string
  reason: string
  /** ms left; null is without end. */
  remainingMs: number | null
  via: 'api' | 'file'
  /** The beginning of the hash of the definition of the container that has taken it; without: any of the service. */
  spec?: string
}

/** Whether this container has taken it: one that was made anew knows nothing of the locks of the one before. */
export function isHolder({ service, spec = '' }: Lock, container: { service: string; specHash: string }): boolean {
  return container.service === service && container.specHash.startsWith(spec)
}

/** Where an application may put a lock file, in its own container: ours, and those that balena's applications use. */
export const LOCK_FILES = ['/run/holdfast/lock', '/tmp/balena/updates.lock', '/tmp/resin/resin-updates.lock'] as const
/** A larger one is a lock all the same, but is not read to its end. */
export const MAX_LOCK_FILE_BYTES = 4096

export const MAX_OWNER = 64
export const MAX_REASON = 200
/** Of a lease, and of a lock file that names its seconds. */
export const MAX_LOCK_MS = 24 * 3_600_000

/**
 * One sentence: who holds it, why, and what would clear it.
 * @param leftMs for how much longer it may put off what waits; null is without end
 */
export function lockSentence({ service, owner, reason, remainingMs, via }: Lock, leftMs: number | null = null): string {
  const who = owner === service ? service : `${service} (${owner})`
  const why = reason === '' ? 'no reason given' : reason
  const cleared =
    via === 'api' ? 'the application releases it' : owner.startsWith('/') ? 'remove the file' : 'remove its lock file'
  const end = remainingMs === null ? '' : `, or it ends in ${spanOf(remainingMs)}`
  const anyway = leftMs === null ? '' : `, or it is passed over in ${spanOf(leftMs)}`
  return `${who} holds a lock: ${why}; ${cleared}${end}${anyway}, or go on with --force`
}

function spanOf(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000))
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}

/**
 * What a lock file says: JSON `{owner, reason, seconds}`, each of which may be missing, or any other text, which is
 * the reason.
 *
 * @returns a lock whose `remainingMs` is the whole term of the file: whoever reads it again counts from when it was
 * first seen (`FileTerms`)
 */
export function lockOfFile(service: string, path: string, content: Uint8Array): Lock {
  const text = new TextDecoder().decode(content)
  const said = objectIn(text)
  const lock: Lock = { service, owner: path, reason: plain(text, MAX_REASON), remainingMs: null, via: 'file' }
  if (said === null) return lock
  const { owner, reason, seconds } = said
  return {
    ...lock,
    owner: typeof owner === 'string' && plain(owner, MAX_OWNER) !== '' ? plain(owner, MAX_OWNER) : path,
    reason: typeof reason === 'string' ? plain(reason, MAX_REASON) : '',
    remainingMs: typeof seconds === 'number' && seconds > 0 ? Math.min(seconds * 1000, MAX_LOCK_MS) : null,
  }
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null // any other text is allowed
  }
}

/** On one line, without what a terminal might obey. */
export function plain(text: string, most: number): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim()
  return Array.from(line).slice(0, most).join('')
}
