/** The last lines that a container wrote: evidence, so never a reason to fail. */
import type { EnginePort } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'

const MAX_LINE = 500

/** At most `count` lines; when they cannot be read, one line that says why. */
export async function lastLines(
  engine: EnginePort,
  container: string,
  count: number,
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = []
  try {
    for await (const entry of engine.logs(container, { follow: false, tail: count, sinceMs: 0 }, signal)) {
      lines.push(entry.text.slice(0, MAX_LINE))
    }
  } catch (error) {
    lines.push(`(the logs could not be read: ${faultOf(error).message})`)
  }
  return lines.slice(-count)
}
