/**
 * Durations as people and compose files write them: "1m30s", "500ms".
 *
 * Invariant: `parseDuration(formatDuration(ms)) === ms` for every whole number of milliseconds.
 */

const UNIT_MS: Record<string, number> = { us: 0.001, µs: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const PART = /(\d+(?:\.\d+)?)(us|µs|ms|s|m|h|d)/y

/** Milliseconds, rounded up to whole ones, or null when it is no duration. "0" needs no unit. */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0
  let total = 0
  PART.lastIndex = 0
  let end = 0
  for (let match = PART.exec(text); match !== null; match = PART.exec(text)) {
    total += Number(match[1]) * UNIT_MS[match[2]!]!
    end = PART.lastIndex
    if (end === text.length) break
  }
  const whole = Math.ceil(Number(total.toFixed(6)))
  return end === text.length && end > 0 && Number.isSafeInteger(whole) ? whole : null
}

/** The shortest exact form: "1h30m", "1.5s" never. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s'
  let rest = ms
  let text = ''
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const size = UNIT_MS[unit]!
    const count = Math.floor(rest / size)
    if (count > 0) text += `${count}${unit}`
    rest -= count * size
  }
  return text
}
