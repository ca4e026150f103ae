/**
 * What services wrote that failed in an update: kept after the update was undone, and their containers with it.
 *
 * Invariant: bounded: of each service its newest failure, of the last few services, each with the last of its lines. On
 * the disk before the update goes back; what cannot be read any more is none, and is told.
 */
import type { LogEntry } from '../machines/ports.ts'
import type { Checkpoint, Store } from '../storage/store.ts'

/** The checkpoint's name. */
export const FAILED_LOGS = 'failed-logs'
const VERSION = 1
/** Of one service, without what JSON adds. */
export const MAX_FAILED_BYTES = 64 * 1024
const MAX_SERVICES = 4

export interface FailedLog {
  service: string
  /** Its id; it is gone, most likely. */
  container: string
  /** Id of the release. */
  release: string
  /** When it was read, by the wall clock. */
  atMs: number
  entries: LogEntry[]
}

interface FailedLogsOptions {
  store: Pick<Store, 'commit'>
  /** The checkpoint `failed-logs`, as the store holds it. */
  saved: Pick<Checkpoint, 'version' | 'body'> | undefined
}

export class FailedLogs {
  /** Of what was saved and cannot be read, one sentence. */
  readonly problem: string | null
  readonly #store: Pick<Store, 'commit'>
  /** As they are on the disk: nobody asks for them for most of the time. */
  #body: Uint8Array | null

  constructor({ store, saved }: FailedLogsOptions) {
    const isReadable = saved === undefined || readLogs(saved) !== null
    this.problem = isReadable ? null : 'What services wrote that failed in an earlier update cannot be read any more.'
    this.#store = store
    this.#body = saved !== undefined && isReadable ? saved.body : null
  }

  /** The newest last. */
  all(): FailedLog[] {
    return this.#body === null ? [] : (readLogs({ version: VERSION, body: this.#body }) ?? [])
  }

  /** @throws HF_STORE_UNWRITABLE and it is not kept */
  async keep(log: FailedLog): Promise<void> {
    const others = this.all().filter(({ service }) => service !== log.service)
    const body = Buffer.from(JSON.stringify([...others, log].slice(-MAX_SERVICES)))
    await this.#store.commit([{ op: 'checkpoint', machine: FAILED_LOGS, version: VERSION, body }])
    this.#body = body
  }
}

/** The last entries that have so many bytes together; of a line that alone has more the beginning. */
export function lastOf(entries: readonly LogEntry[], maxBytes = MAX_FAILED_BYTES): LogEntry[] {
  const kept: LogEntry[] = []
  let left = maxBytes
  for (const entry of entries.toReversed()) {
    const bytes = Buffer.byteLength(entry.text)
    if (bytes > left && kept.length > 0) break
    kept.unshift(bytes > left ? { ...entry, text: Buffer.from(entry.text).subarray(0, left).toString() } : entry)
    left -= bytes
    if (left <= 0) break
  }
  return kept
}

function readLogs({ version, body }: Pick<Checkpoint, 'version' | 'body'>): FailedLog[] | null {
  if (version !== VERSION) return null
  try {
    const read: unknown = JSON.parse(new TextDecoder().decode(body))
    return Array.isArray(read) && read.every(isLog) ? read : null
  } catch {
    return null
  }
}

function isLog(value: unknown): value is FailedLog {
  const { service, container, release, atMs, entries } = Object(value) as Partial<FailedLog>
  const words = [service, container, release].every((word) => typeof word === 'string')
  return words && typeof atMs === 'number' && Array.isArray(entries) && entries.every(isEntry)
}

function isEntry(value: unknown): value is LogEntry {
  const { stderr, atMs, text } = Object(value) as Partial<LogEntry>
  return typeof stderr === 'boolean' && typeof atMs === 'number' && typeof text === 'string'
}
