/** Numbers and times as people read them. Pure. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** "12.3 MB" */
export function bytesWords(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`
}

/** "850 ms", "12.3 s", "4m 05s", "2h 03m" */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.floor(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 2880) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`
  return `${Math.floor(minutes / 1440)}d ${Math.floor((minutes % 1440) / 60)}h`
}

/** Time of day, with milliseconds, by the clock that it was taken with. */
export function clockWords(ms: number): string {
  const date = new Date(ms)
  if (ms === 0 || Number.isNaN(date.getTime())) return 'time unknown'
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** "2026-03-01 12:00:05" */
export function dateWords(ms: number): string {
  const date = new Date(ms)
  if (ms === 0 || Number.isNaN(date.getTime())) return 'time unknown'
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockWords(ms).slice(0, 8)}`
}

/** "1 device", "3 devices" */
export function countWords(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
