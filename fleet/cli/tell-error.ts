/**
 * An error as the operator sees it.
 *
 * Invariant: with its code, its message and what to do about it; with `--json` also as one line for scripts.
 */
import { ERROR_CODES, HoldfastError } from '../../protocol/errors.ts'
import type { Io } from './io.ts'
import { paintWith } from './style.ts'

/** Prints it. What is not ours is a fault of ours. @returns the error that was told */
export function tellError(error: unknown, json: boolean, io: Io): HoldfastError {
  const known = error instanceof HoldfastError ? error : internal(error)
  const { code, message, place, cause } = known
  if (json) io.out(`${JSON.stringify({ event: 'error', code, message, place: place ?? null })}\n`)
  const paint = paintWith(io.colour)
  io.err(`${paint('red', `error ${code}`)}\n${message.replace(/^/gm, '  ')}\n`)
  io.err(`${paint('dim', ERROR_CODES[code].help)}\n`)
  if (code === 'HF_INTERNAL' && cause instanceof Error) io.err(`${cause.stack}\n`)
  return known
}

function internal(cause: unknown): HoldfastError {
  return new HoldfastError('HF_INTERNAL', cause instanceof Error ? cause.message : String(cause), { cause })
}
