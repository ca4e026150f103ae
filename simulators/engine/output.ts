/**
 * What a simulated container wrote, and goes on to write.
 *
 * Invariant: lines come in order, none twice; following ends when the container's process has ended, or
 * its container is gone, as `docker logs -f` does.
 */
import type { OutputLine } from './engine-types.ts'
import { Away } from './engine-waits.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

/** Lines that wait for a reader who is slow; older ones are dropped. */
const MOST_WAITING = 10_000

export interface OutputOptions {
  follow: boolean
  /** Lines from the end; null is all. */
  tail: number | null
  /** Wall time. */
  sinceMs: number
}

/**
 * The lines asked for. What has been written is looked at now, not when it is first read.
 * @throws Refusal 404; from the iterator Away
 */
export function followOutput(
  engine: SimulatedEngine,
  key: string,
  options: OutputOptions,
  signal: AbortSignal,
): AsyncIterable<OutputLine> {
  const record = engine.model.container(key)
  const since = record.output.filter(({ atWallMs }) => atWallMs >= options.sinceMs)
  const waiting = options.tail === null ? since : since.slice(Math.max(0, since.length - options.tail))
  if (!options.follow || record.run === null) return all(waiting)
  let over = false
  let wake = () => {}
  const end = () => {
    over = true
    wake()
  }
  const stop = engine.model.watchOutput((id, line) => {
    if (id !== record.id) return
    waiting.push(line)
    if (waiting.length > MOST_WAITING) waiting.shift()
    wake()
  })
  void engine.ended(record.id).then(end)
  signal.addEventListener('abort', end, { once: true })
  return (async function* () {
    try {
      for (;;) {
        const line = waiting.shift()
        if (line !== undefined) yield line
        else if (over) break
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
      if (engine.isAway) throw new Away('the engine went away')
    } finally {
      stop()
      signal.removeEventListener('abort', end)
    }
  })()
}

async function* all(lines: OutputLine[]): AsyncGenerator<OutputLine, void, void> {
  yield* lines
}
