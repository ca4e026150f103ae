/**
 * The model's refusals in the words of the port.
 *
 * Invariant: the code follows from the operation and the status alone, but for a registry's failures,
 * which the engine tells apart by its words only.
 */
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import { Refusal } from './engine-types.ts'
import { Away } from './engine-waits.ts'

/** @param statuses what a status means to this call; otherwise it is HF_ENGINE_FAILED */
export function portError(error: unknown, statuses: Record<number, ErrorCode> = {}): HoldfastError {
  if (error instanceof HoldfastError) return error
  if (error instanceof Away) return new HoldfastError('HF_ENGINE_UNAVAILABLE', error.message, { cause: error })
  if (error instanceof Refusal)
    return new HoldfastError(statuses[error.status] ?? 'HF_ENGINE_FAILED', error.message, { cause: error })
  return new HoldfastError('HF_INTERNAL', 'the simulated engine failed', { cause: error })
}

const PULL_WORDS: [RegExp, ErrorCode][] = [
  [/no space left/, 'HF_SPACE_LOW'],
  [/manifest unknown|not found/, 'HF_REGISTRY_NOT_FOUND'],
  [/unauthorized|denied/, 'HF_REGISTRY_UNAUTHORIZED'],
  [/connection refused|no such host|timeout/, 'HF_REGISTRY_UNAVAILABLE'],
  [/unmarshalling|invalid character/, 'HF_REGISTRY_INVALID'],
]

/** For a pull. */
export function pullError(error: unknown): HoldfastError {
  if (!(error instanceof Refusal)) return portError(error)
  const code = PULL_WORDS.find(([words]) => words.test(error.message))?.[1] ?? 'HF_ENGINE_FAILED'
  return new HoldfastError(code, error.message, { cause: error })
}

/** For a load. What the source threw stays what it is. */
export function loadError(error: unknown): Error {
  if (!(error instanceof Refusal)) return error instanceof Away || !(error instanceof Error) ? portError(error) : error
  const code: ErrorCode = /no space left/.test(error.message)
    ? 'HF_SPACE_LOW'
    : error.status === 500
      ? 'HF_IMAGE_INVALID'
      : 'HF_ENGINE_FAILED'
  return new HoldfastError(code, error.message, { cause: error })
}
