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

/** "870 B", "1.2 kB", "34 MB": of a thousand each, as providers of links count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[power]}`
}
