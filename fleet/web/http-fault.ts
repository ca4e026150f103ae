/**
 * What is wrong with a request, as an answer of HTTP.
 *
 * Invariant: each error has one status; what is not ours is a fault of ours and says nothing of its inside.
 */
import { ERROR_CODES, type ErrorCode, HoldfastError } from '../../protocol/errors.ts'

const STATUS: Partial<Record<ErrorCode, number>> = {
  HF_BROKER_REFUSED: 502,
  HF_BROKER_UNAVAILABLE: 502,
  HF_COMMAND_INVALID: 400,
  HF_DASHBOARD_CROSS_SITE: 403,
  HF_DASHBOARD_READ_ONLY: 403,
  HF_DASHBOARD_REQUEST_INVALID: 400,
  HF_DASHBOARD_SIGN_IN: 401,
  HF_TIMEOUT: 504,
  HF_TOPIC_INVALID: 400,
  HF_WIRE_MALFORMED: 502,
}

/** A fault with a status of its own. */
export class HttpFault extends HoldfastError {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(code, message)
    this.status = status
    this.headers = headers
  }
}

export interface FaultAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: { error: { code: ErrorCode; message: string; help: string } }
}

/** The answer for an error. */
export function faultAnswer(error: unknown): FaultAnswer {
  if (!(error instanceof HoldfastError)) return answer(500, 'HF_INTERNAL', 'the dashboard has a fault', {})
  if (error instanceof HttpFault) return answer(error.status, error.code, error.message, error.headers)
  return answer(STATUS[error.code] ?? 500, error.code, error.message, {})
}

function answer(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>>) {
  return { status, headers, body: { error: { code, message, help: ERROR_CODES[code].help } } }
}
