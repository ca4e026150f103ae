/**
 * How a command reaches a service on the same machine: a socket that its owner alone may open.
 *
 * Invariant: one request is one line of JSON; its answer is one line, {"ok": …} or {"error": {code, message}}.
 */
import { chmod, rm } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { type ErrorCode, faultOf, HoldfastError, isErrorCode } from '../../protocol/errors.ts'

/**
 * Serves until it is closed. Whoever calls has made sure that nobody else listens there.
 * @param handle gets the line as it came
 * @throws HF_LISTEN_FAILED
 */
export async function serveLines(path: string, handle: (line: string) => Promise<unknown>): Promise<Server> {
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

function serve(socket: Socket, handle: (line: string) => Promise<unknown>): void {
  // Whoever asked has gone: nothing to be done for them.
  socket.on('error', () => {})
  createInterface({ input: socket }).once('line', (line) => {
    void answerTo(line, handle).then((answer) => socket.end(`${JSON.stringify(answer)}\n`))
  })
}

async function answerTo(line: string, handle: (line: string) => Promise<unknown>): Promise<object> {
  try {
    return { ok: await handle(line) }
  } catch (error) {
    return { error: faultOf(error) }
  }
}

/**
 * Asks whoever listens; null when nobody does.
 * @param unanswered what it is when the answer is none
 * @throws HF_… as it was answered
 */
export function askLine(
  path: string,
  request: object,
  unanswered: { code: ErrorCode; message: string },
): Promise<{ ok: unknown } | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => socket.write(`${JSON.stringify(request)}\n`))
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null)
      // It has ended before it had read what it was asked.
      else if (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        reject(new HoldfastError(unanswered.code, unanswered.message, { cause: error }))
      else reject(new HoldfastError('HF_FILE_UNREADABLE', error.message, { place: path, cause: error }))
    })
    socket.once('end', () => {
      try {
        const said = JSON.parse(text) as { ok: unknown } | { error: { code: string; message: string } }
        if (!('error' in said)) return resolve(said)
        const { code, message } = said.error
        reject(new HoldfastError(isErrorCode(code) ? code : 'HF_INTERNAL', message))
      } catch (cause) {
        reject(new HoldfastError(unanswered.code, unanswered.message, { cause }))
      }
    })
  })
}
