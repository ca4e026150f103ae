/** The last lines that a container wrote: evidence, so never a reason to fail. */

import type { EnginePort, LogEntry } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import { cutTo } from '../../protocol/text.ts'
import { lastOf, MAX_FAILED_BYTES } from '../failed-logs.ts'
import type { World } from './world.ts'

/** For the report. */
const TOLD = 20
const MAX_LINE = 500
/** Enough for what is kept, of lines that are not very short. */
const READ = 2_000

/** Whose container it is, and in which release it failed. */
export interface Failure {
  container: string
  service: string
  release: string
}

/** At most twenty lines; when they cannot be read, one line that says why. */
export async function lastLines(engine: EnginePort, container: string, signal: AbortSignal): Promise<string[]> {
  return told(await read(engine, container, TOLD, signal))
}

/** As `lastLines`, and keeps more of them: going back removes the container. */
export async function lastWordsKept(
  { engine, failedLogs, clock }: Pick<World, 'engine' | 'failedLogs' | 'clock'>,
  failure: Failure,
  signal: AbortSignal,
): Promise<string[]> {
  const entries = await read(engine, failure.container, READ, signal)
  if (entries.length === 0 || signal.aborted) return told(entries)
  try {
    await failedLogs.keep({ ...failure, atMs: clock.now().wallMs, entries: lastOf(entries) })
  } catch (error) {
    return [...told(entries).slice(1 - TOLD), `(no more than this could be kept: ${faultOf(error).message})`]
  }
  return told(entries)
}

async function read(engine: EnginePort, container: string, tail: number, signal: AbortSignal): Promise<LogEntry[]> {
  const entries: LogEntry[] = []
  try {
    let bytes = 0
    for await (const entry of engine.logs(container, { follow: false, tail, sinceMs: 0 }, signal)) {
      entries.push(entry)
      bytes += entry.text.length
      // Never much more in memory than is kept, however long the lines are.
      while (bytes > MAX_FAILED_BYTES && entries.length > TOLD) bytes -= entries.shift()!.text.length
    }
  } catch (error) {
    entries.push({ stderr: true, atMs: 0, text: `(the logs could not be read: ${faultOf(error).message})` })
  }
  return entries
}

function told(entries: readonly LogEntry[]): string[] {
  return entries.slice(-TOLD).map(({ text }) => cutTo(text, MAX_LINE))
}
