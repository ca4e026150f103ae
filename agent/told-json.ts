/**
 * What a machine knows, as JSON for whoever watches it.
 *
 * Invariant: pure; always JSON, never more bytes than allowed, and where something was left out it says so with
 * "…"; what may be a secret is not in it.
 */

const CUT = '…'
const HIDDEN = '•••'
/** Names of fields whose values are nobody's business. */
const SECRET = /pass|secret|token|credential|private|auth/i

/** A copy in which secrets are hidden: fields that are named so, and the arguments of programs. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(key, inner)]))
}

function shown(key: string, value: unknown): unknown {
  if (SECRET.test(key) && value !== null) return HIDDEN
  // Of a command line only the program: what follows may be a password.
  if (key === 'command' && Array.isArray(value)) return value.map((word, index) => (index === 0 ? word : HIDDEN))
  return withoutSecrets(value)
}

/**
 * What is another value now: an object of only the fields that changed, to any depth, lists as a whole, and null
 * for a field that is gone. Null when nothing has changed.
 */
export function changesBetween(before: unknown, after: unknown): Record<string, unknown> | null {
  if (before === after || !isRecord(before) || !isRecord(after)) return null
  const changes: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[key], after[key]]
    if (isRecord(was) && isRecord(is)) {
      const inner = changesBetween(was, is)
      if (inner !== null) changes[key] = inner
    } else if (JSON.stringify(was) !== JSON.stringify(is)) changes[key] = is ?? null
  }
  return Object.keys(changes).length === 0 ? null : changes
}

/** Characters of a text, items of a list and fields of an object that are kept, from the first try to the last. */
const KEPT = [Number.POSITIVE_INFINITY, 1000, 200, 50, 20, 8]

/** The value as JSON, shortened as little as is needed to fit. */
export function boundedJson(value: unknown, maxBytes: number): string {
  for (const kept of KEPT) {
    const json = JSON.stringify(shortened(value, kept))
    if (Buffer.byteLength(json) <= maxBytes) return json
  }
  return JSON.stringify({ [CUT]: `${Buffer.byteLength(JSON.stringify(value))} bytes` })
}

function shortened(value: unknown, kept: number): unknown {
  if (typeof value === 'string')
    return value.length > kept ? `${value.slice(0, kept)}${more(value.length - kept)}` : value
  if (Array.isArray(value)) {
    const items = value.slice(0, kept).map((item) => shortened(item, kept))
    return value.length > kept ? [...items, more(value.length - kept)] : items
  }
  if (!isRecord(value)) return value
  const fields = Object.entries(value)
  const some = fields.slice(0, kept).map(([key, inner]) => [key, shortened(inner, kept)] as const)
  return Object.fromEntries(fields.length > kept ? [...some, [CUT, more(fields.length - kept)]] : some)
}

function more(count: number): string {
  return `${CUT} ${count} more`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
