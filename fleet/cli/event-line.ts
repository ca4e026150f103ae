/** One line of a service's log, for people or as JSON. */
import { plain } from './style.ts'

/** What is told is one line, whatever is in it. @param atMs Unix milliseconds */
export function eventLine({ event, ...facts }: { event: string }, atMs: number, json: boolean): string {
  const at = new Date(atMs).toISOString()
  if (json) return `${JSON.stringify({ at, event, ...facts })}\n`
  const words = Object.entries(facts)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${String(value)}`)
  return `${plain(`${at}  ${event}  ${words.join(' ')}`)
    .trimEnd()
    .replaceAll('\n', '\\x0a')}\n`
}
