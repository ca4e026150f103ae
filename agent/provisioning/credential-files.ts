/**
 * The files that a device was given to claim with.
 *
 * Invariant: what `remove` has resolved for is gone after any cut.
 */
import { readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { isMissing, syncDirectory } from '../../storage/files.ts'

export interface CredentialFiles {
  /** Null when there is none. @throws HF_FILE_UNREADABLE */
  read(path: string): Promise<string | null>
  /**
   * @returns false when it stands where nothing can be removed, as in an image that is read-only
   * @throws HF_STORE_UNWRITABLE
   */
  remove(path: string): Promise<boolean>
}

export const credentialFiles: CredentialFiles = {
  async read(path) {
    try {
      return await readFile(path, 'utf8')
    } catch (cause) {
      if (isMissing(cause)) return null
      throw new HoldfastError('HF_FILE_UNREADABLE', 'what the device claims with cannot be read', {
        place: path,
        cause,
      })
    }
  },
  async remove(path) {
    try {
      await rm(path, { force: true })
      await syncDirectory(dirname(path))
      return true
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'EROFS') return false
      throw new HoldfastError('HF_STORE_UNWRITABLE', 'what the device claimed with cannot be removed', {
        place: path,
        cause,
      })
    }
  },
}
