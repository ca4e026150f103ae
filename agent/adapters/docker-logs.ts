/**
 * A container's log, as it was or as it comes.
 *
 * Invariant: the stream to the engine is closed when the reader stops, the signal is given or the log ends.
 */
import type { LogEntry, LogOptions } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Connection, type Session, withSignal } from './docker-connection.ts'
import { engineError } from './docker-errors.ts'
import { entriesOf, framesOf, rawOf } from './docker-log-frames.ts'

/** @throws as EnginePort.logs, and HF_CANCELLED */
export async function* containerLogs(
  connection: Connection,
  id: string,
  options: LogOptions,
  signal: AbortSignal,
): AsyncGenerator<LogEntry> {
  const what = `read the log of ${id}`
  const end = new AbortController()
  const cancel = () => end.abort(new HoldfastError('HF_CANCELLED', 'the reading of the log was given up'))
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const inspected = await connection.ask(what, ({ docker }, bound) =>
      docker.getContainer(id).inspect(withSignal(bound)),
    )
    const query = {
      stdout: true,
      stderr: true,
      timestamps: true,
      follow: options.follow,
      tail: options.tail === 0 ? 'all' : String(options.tail),
      ...(options.sinceMs === 0 ? {} : { since: (options.sinceMs / 1000).toFixed(3) }),
    }
    const bytes = await connection.open(what, ({ docker }, abort) => logStream(docker, id, query, abort), end.signal)
    yield* entriesOf(inspected.Config.Tty ? rawOf(bytes) : framesOf(bytes))
  } catch (error) {
    end.signal.throwIfAborted()
    throw engineError(error, what)
  } finally {
    signal.removeEventListener('abort', cancel)
    end.abort()
  }
}

interface Modem {
  dial(options: object, done: (error: Error | null, stream: NodeJS.ReadableStream) => void): void
}

/** dockerode's own `logs` keeps a log that is not followed in memory as a whole. */
function logStream(
  docker: Session['docker'],
  id: string,
  query: object,
  abortSignal: AbortSignal,
): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    const options = {
      path: `/containers/${id}/logs?`,
      method: 'GET',
      isStream: true,
      statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
      options: query,
      abortSignal,
    }
    const modem = docker.modem as Modem
    modem.dial(options, (error, stream) => (error === null ? resolve(stream) : reject(error)))
  })
}
