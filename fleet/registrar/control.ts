/**
 * How commands reach the registrar's data.
 *
 * Invariant: one process has the data: where a registrar runs it is asked, over a socket that its owner alone may
 * open; where none runs, the data is opened for the one request.
 */
import { readdir } from 'node:fs/promises'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { askLine, serveLines } from '../control/line-socket.ts'
import { act, type Request, type RequestName, type Requests, readRequest } from './act.ts'
import { type AuditEntry, RegistryStore } from './registry-store.ts'

/** An operator's request, or a look at the audit log. */
export type ControlRequest = Request | { do: 'audit'; last: number }

/** Where the registrar of a data directory listens. */
export function socketOf(data: string): string {
  return join(data, 'registrar.sock')
}

/** Whether a registrar, or `holdfast broker config`, has kept anything there. */
export async function isRegistrarData(data: string): Promise<boolean> {
  const names = await readdir(data).catch(() => [])
  return names.some((name) => name === 'authority.pem' || name === 'db' || name.startsWith('db.'))
}

/** Serves requests until it is closed. @throws HF_LISTEN_FAILED */
export function serveControl(data: string, handle: (request: ControlRequest) => Promise<unknown>): Promise<Server> {
  return serveLines(socketOf(data), (line) => handle(isAudit(line) ?? readRequest(line)))
}

function isAudit(line: string): ControlRequest | null {
  const match = /^\{"do":"audit","last":(\d{1,9})\}$/.exec(line)
  return match === null ? null : { do: 'audit', last: Number(match[1]) }
}

/**
 * Does one request, by the registrar if it runs.
 * @throws HF_… of the request; HF_FILE_UNREADABLE when no data is there; HF_STORE_LOCKED when the data is in use by something that does not listen
 */
export async function ask<N extends RequestName>(
  data: string,
  request: Extract<Request, { do: N }>,
): Promise<{ answer: Requests[N]['answer']; byRegistrar: boolean }> {
  const over = await overSocket(data, request)
  if (over !== null) return { answer: over.ok as Requests[N]['answer'], byRegistrar: true }
  await needData(data)
  const answer = await withStore(data, async (store) => {
    const { changes, notes, result } = act(store.registry, request, Date.now())
    await store.apply(changes, notes, Date.now())
    return result
  })
  return { answer: answer as Requests[N]['answer'], byRegistrar: false }
}

/** The last entries of the audit log, oldest first. */
export async function readAudit(data: string, last: number): Promise<AuditEntry[]> {
  const over = await overSocket(data, { do: 'audit', last })
  if (over !== null) return over.ok as AuditEntry[]
  await needData(data)
  return withStore(data, (store) => store.audit(last))
}

/** @throws HF_FILE_UNREADABLE: a directory that was mistyped is not made into that of a registrar that nobody runs */
export async function needData(data: string): Promise<void> {
  if (await isRegistrarData(data)) return
  await needReadable(data)
  const why = 'is no data of a registrar; "holdfast registrar init", or "holdfast broker config", makes it'
  throw new HoldfastError('HF_FILE_UNREADABLE', why, { place: data })
}

/** Whether anything is there, it can be said. @throws HF_FILE_UNREADABLE */
export async function needReadable(data: string): Promise<void> {
  await readdir(data).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return
    throw new HoldfastError('HF_FILE_UNREADABLE', `cannot be read (${cause.code ?? 'unknown'})`, { place: data, cause })
  })
}

async function withStore<T>(data: string, work: (store: RegistryStore) => Promise<T>): Promise<T> {
  const store = await RegistryStore.open(data)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Null: no registrar listens. */
function overSocket(data: string, request: ControlRequest): Promise<{ ok: unknown } | null> {
  return askLine(socketOf(data), request, {
    code: 'HF_REGISTRAR_REQUEST_INVALID',
    message: 'the registrar did not answer',
  })
}
