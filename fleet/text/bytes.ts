/**
 * Sizes as people and compose files write them: "64m", "1.5gb".
 *
 * Invariant: every unit is a power of 1024, whether it is written "k", "kb" or "kib", as compose reads it.
 */

const POWER: Record<string, number> = { '': 0, k: 1, m: 2, g: 3, t: 4, p: 5 }

/** Bytes, rounded down, or null when it is no size. */
export function parseBytes(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?) ?(?:([kmgtp])i?)?b?$/i.exec(text.trim())
  if (match === null) return null
  const bytes = Math.floor(Number(match[1]) * 1024 ** POWER[(match[2] ?? '').toLowerCase()]!)
  return Number.isSafeInteger(bytes) ? bytes : null
}
