import { describe, expect, it } from 'vitest'
import { HoldfastError } from '../protocol/errors.ts'
import { isDiskFault, storeError } from './level-errors.ts'

/** As the file system says it, under the store's own code. */
function ofFiles(code: string): HoldfastError {
  const cause = Object.assign(new Error(`${code}: …, open '/data'`), { code })
  return new HoldfastError('HF_STORE_UNWRITABLE', cause.message, { place: '/data', cause })
}

/** As LevelDB says that it cannot be opened. */
function ofLevel(code: string, message: string): HoldfastError {
  const reason = Object.assign(new Error(message), { code })
  const cause = Object.assign(new Error('Database failed to open', { cause: reason }), {
    code: 'LEVEL_DATABASE_NOT_OPEN',
  })
  return storeError(cause, '/data/db')
}

const io = (words: string) => ofLevel('LEVEL_IO_ERROR', `IO error: /data/db/000005.log: ${words}`)

describe('the disk is at fault, and may be mended,', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])('when a file fails with %s', (code) => {
    expect(isDiskFault(ofFiles(code))).toBe(true)
  })

  it.each([
    'No space left on device',
    'Disk quota exceeded',
    'Quota exceeded',
    'Read-only file system',
    'Input/output error',
    'I/O error',
  ])('when LevelDB says "%s"', (words) => {
    expect(isDiskFault(io(words))).toBe(true)
  })
})

describe('something else is at fault, which no time mends,', () => {
  it.each(['ENOTDIR', 'EISDIR', 'EEXIST', 'EACCES', 'EPERM', 'ENOENT', 'ENAMETOOLONG', 'ELOOP'])(
    'when a file fails with %s',
    (code) => {
      expect(isDiskFault(ofFiles(code))).toBe(false)
    },
  )

  it.each(['Not a directory', 'Permission denied', 'Is a directory', 'File name too long'])(
    'when LevelDB says "%s"',
    (words) => {
      expect(io(words).code).toBe('HF_STORE_UNWRITABLE')
      expect(isDiskFault(io(words))).toBe(false)
    },
  )

  it('when the database is damaged, or open elsewhere, whatever its words', () => {
    const words = '/data/db/LOCK: Input/output error'
    expect(isDiskFault(ofLevel('LEVEL_CORRUPTION', words))).toBe(false)
    expect(isDiskFault(ofLevel('LEVEL_LOCKED', words))).toBe(false)
    expect(isDiskFault(new Error('No space left on device'))).toBe(false)
  })
})
