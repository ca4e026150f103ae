/**
 * The ballast: space held back for the moment when the disk is full, for then LevelDB can neither delete
 * nor open.
 *
 * Invariant: the file is there in its whole size, really allocated, or `held` is false; it is restored
 * only when there is room for several of it, so that it does not come and go.
 */
import { randomBytes } from 'node:crypto'
import { open, rm, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isMissing } from './files.ts'

const BALLAST_BYTES = 1024 * 1024
/** Free space, in bytes, at which the ballast is restored. */
const ROOM = 4 * BALLAST_BYTES

export class Ballast {
  #path: string
  #held = false

  constructor(path: string) {
    this.#path = path
  }

  get held(): boolean {
    return this.#held
  }

  /** Holds the ballast if it is there or there is room for it. What hinders it now is tried again later. */
  async restore(): Promise<void> {
    if (this.#held) return
    try {
      if ((await sizeOf(this.#path)) !== BALLAST_BYTES) {
        const { bavail, bsize } = await statfs(dirname(this.#path))
        if (bavail * bsize < ROOM) return
        await fill(this.#path)
      }
      this.#held = true
    } catch {
      // Most likely another took the room. The store works without; half a ballast would be worth nothing.
      await rm(this.#path, { force: true }).catch(() => {})
    }
  }

  /** Gives the space back; false when there was none to give. */
  async release(): Promise<boolean> {
    const bytes = await sizeOf(this.#path)
    await rm(this.#path, { force: true })
    this.#held = false
    return bytes > 0
  }
}

/** Random bytes, for a file system that compresses, or keeps holes for zeros, would allocate nothing. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(randomBytes(BALLAST_BYTES))
    await file.sync()
  } finally {
    await file.close()
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (isMissing(error)) return 0
    throw error
  }
}
