/**
 * How commands reach the registrar's data.
 *
 * Invariant: one process has the data: where a registrar runs it is asked, over a socket that its owner alone may
 * open; where none runs, the data is opened for the one request.
 *
 * One request is one line of JSON, {"do": …}; its answer is one line, {"ok": …} or {"error": {code, message}}.
 */
import { chmod, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { faultOf, HoldfastError, isErrorCode } from '../../protocol/errors.ts'
import { act, type Request, type RequestName, type Requests, readRequest } from './act.ts'
import { type AuditEntry, RegistryStore } from './registry-store.ts'

/** An operator's request, or a look at the audit log. */
export type ControlRequest = Request | { do: 'audit'; last: number }

/** Where the registrar of a data directory listens. */
export function socketOf(data: string): string {
  return join(data, 'registrar.sock')
}

/** Serves requests until it is closed. @throws HF_LISTEN_FAILED */
export async function serveControl(
  data: string,
  handle: (request: ControlRequest) => Promise<unknown>,
): Promise<Server> {
  const path = socketOf(data)
  // Nobody else listens there: whoever comes here holds the database.
  await rm(path, { force: true })
  const server = createServer((socket) => serve(socket, handle))
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new HoldfastError('HF_LISTEN_FAILED', cause.message, { place: path, cause })),
    )
    server.listen(path, resolve)
  })
  await chmod(path, 0o600)
  return server
}

function serve(socket: Socket, handle: (request: ControlRequest) => Promise<unknown>): void {
  // Whoever asked has gone: nothing to be done for them.
  socket.on('error', () => {})
  createInterface({ input: socket }).once('line', (line) => {
    void answerTo(line, handle).then((answer) => socket.end(`${JSON.stringify(answer)}\n`))
  })
}

async function answerTo(line: string, handle: (request: ControlRequest) => Promise<unknown>): Promise<object> {
  try {
    return { ok: await handle(isAudit(line) ?? readRequest(line)) }
  } catch (error) {
    return { error: faultOf(error) }
  }
}

function isAudit(line: string): ControlRequest | null {
  const match = /^\{"do":"audit","last":(\d{1,9})\}$/.exec(line)
  return match === null ? null : { do: 'audit', last: Number(match[1]) }
}

/**
 * Does one request, by the registrar if it runs.
 * @throws HF_… of the request; HF_STORE_LOCKED when the data is in use by something that does not listen
 */
export async function ask<N extends RequestName>(
  data: string,
  request: Extract<Request, { do: N }>,
): Promise<{ answer: Requests[N]['answer']; byRegistrar: boolean }> {
  const over = await overSocket(data, request)
  if (over !== null) return { answer: over.ok as Requests[N]['answer'], byRegistrar: true }
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
  return over === null ? withStore(data, (store) => store.audit(last)) : (over.ok as AuditEntry[])
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
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketOf(data), () => socket.write(`${JSON.stringify(request)}\n`))
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      else reject(new HoldfastError('HF_FILE_UNREADABLE', error.message, { place: socketOf(data), cause: error }))
    })
    socket.once('end', () => {
      try {
        const said = JSON.parse(text) as { ok: unknown } | { error: { code: string; message: string } }
        if (!('error' in said)) resolve(said)
        else
          reject(new HoldfastError(isErrorCode(said.error.code) ? said.error.code : 'HF_INTERNAL', said.error.message))
      } catch (cause) {
        reject(new HoldfastError('HF_REGISTRAR_REQUEST_INVALID', 'the registrar did not answer', { cause }))
      }
    })
  })
}
