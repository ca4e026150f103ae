/**
 * What LevelDB's errors mean.
 *
 * Invariant: pure; every error of LevelDB becomes one HF_STORE_… with the error as its cause. Which disks are waited for
 * stands here alone.
 */
import { type ErrorCode, HoldfastError } from '../protocol/errors.ts'

/** What LevelDB says of a file that its books name and that is not there: damage, not a failing disk. */
const MISSING = /No such file or directory|does not exist \(create_if_missing is false\)/

/** As glibc says it, and musl. */
const FULL = /No space left on device|(?:Disk q|Q)uota exceeded/
const FAILING = /Read-only file system|Input\/output error|I\/O error/

const BY_LEVEL_CODE: Record<string, ErrorCode> = {
  LEVEL_LOCKED: 'HF_STORE_LOCKED',
  LEVEL_CORRUPTION: 'HF_STORE_CORRUPT',
  LEVEL_IO_ERROR: 'HF_STORE_UNWRITABLE',
  LEVEL_DATABASE_NOT_OPEN: 'HF_STORE_CLOSED',
  LEVEL_ITERATOR_NOT_OPEN: 'HF_STORE_CLOSED',
}

/** @param place the database's directory */
export function storeError(error: unknown, place: string): HoldfastError {
  if (error instanceof HoldfastError) return error
  const { code, message } = reasonOf(error)
  const meant = MISSING.test(message) ? 'HF_STORE_CORRUPT' : (BY_LEVEL_CODE[code] ?? 'HF_STORE_UNWRITABLE')
  return new HoldfastError(meant, message, { place, cause: error })
}

/** Whether the disk, or our share of it, is full. */
export function isDiskFull(error: unknown): boolean {
  const { code, message } = reasonOf(error)
  return code === 'ENOSPC' || code === 'EDQUOT' || FULL.test(message)
}

/**
 * Whether the store cannot be written because of its disk: full, read-only or failing, which may be mended while
 * somebody waits. A directory that can be neither made nor entered is no such fault.
 */
export function isDiskFault(error: unknown): error is HoldfastError {
  if (!(error instanceof HoldfastError) || error.code !== 'HF_STORE_UNWRITABLE') return false
  const { code, message } = reasonOf(error)
  return isDiskFull(error) || code === 'EROFS' || code === 'EIO' || FAILING.test(message)
}

/** LEVEL_DATABASE_NOT_OPEN hides why in its cause. */
function reasonOf(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const hidden = code === 'LEVEL_DATABASE_NOT_OPEN' || error instanceof HoldfastError
  return hidden && error.cause instanceof Error ? reasonOf(error.cause) : { code, message: error.message }
}
