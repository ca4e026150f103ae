/**
 * What the engine's refusals and silences mean.
 *
 * Invariant: every failure of a call becomes one HoldfastError: HF_ENGINE_UNAVAILABLE when nobody
 * answered, HF_ENGINE_FAILED with the engine's own words when it answered no.
 */
import { HoldfastError } from '../../protocol/errors.ts'

/** Errors of the socket that mean that nobody, or nobody any more, is at the other end. */
const UNREACHABLE: Record<string, string> = {
  ECONNREFUSED: 'nobody listens on its socket',
  ENOENT: 'its socket does not exist',
  ENOTSOCK: 'its socket is something else',
  EACCES: 'we may not open its socket',
  EPERM: 'we may not open its socket',
  ECONNRESET: 'it broke the connection',
  EPIPE: 'it broke the connection',
  ERR_STREAM_PREMATURE_CLOSE: 'it broke the connection',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name cannot be looked up',
}

/** Answers of something between us and the engine, which means that the engine gave none. */
const GATEWAY = new Set([502, 503, 504])

interface Failure {
  statusCode?: unknown
  code?: unknown
  json?: unknown
  message?: unknown
}

/** The HTTP status of the engine's answer, null when the failure is not an answer. */
export function statusOf(error: unknown): number | null {
  const status = (error as Failure | null)?.statusCode
  return typeof status === 'number' ? status : null
}

/** The engine's own words, of its JSON where there are any. */
export function wordsOf(error: unknown): string {
  const failure = error as Failure | null
  const said = (failure?.json as { message?: unknown } | null | undefined)?.message
  if (typeof said === 'string' && said.trim() !== '') return said.trim()
  return typeof failure?.message === 'string' ? failure.message.trim() : String(error)
}

/**
 * Any failure of a call as a HoldfastError.
 * @param what the engine was to do: "start the container web"
 */
export function engineError(error: unknown, what: string): HoldfastError {
  if (error instanceof HoldfastError) return error
  const status = statusOf(error)
  if (status !== null) {
    const code = GATEWAY.has(status) ? 'HF_ENGINE_UNAVAILABLE' : 'HF_ENGINE_FAILED'
    return new HoldfastError(code, `the engine did not ${what}: ${wordsOf(error)}`, { cause: error })
  }
  const code = (error as Failure | null)?.code
  const reason = typeof code === 'string' ? UNREACHABLE[code] : undefined
  if (reason !== undefined) {
    const message = `the engine could not be asked to ${what}: ${reason} (${String(code)})`
    return new HoldfastError('HF_ENGINE_UNAVAILABLE', message, { cause: error })
  }
  return new HoldfastError('HF_ENGINE_FAILED', `the engine did not ${what}: ${wordsOf(error)}`, { cause: error })
}
