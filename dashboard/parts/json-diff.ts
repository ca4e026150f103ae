/**
 * Where two JSON values differ.
 *
 * Invariant: pure; a path stands for what is at it now: it is there when that is new or other than it was, and so
 * is every path on the way to it.
 */

/** Paths such as "intent.task.epoch"; the whole is "". */
export function changedPaths(before: unknown, after: unknown, path = ''): Set<string> {
  if (Object.is(before, after)) return new Set()
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    const inner = [...keys].flatMap((key) => [...changedPaths(before[key], after[key], pathTo(path, key))])
    return new Set(inner.length === 0 ? [] : [path, ...inner])
  }
  return new Set([path])
}

export function pathTo(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

export function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** JSON, or the text itself when it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
