/**
 * Standing by: one process has the data, and the next one takes over when that one has ended, however it ended.
 *
 * Invariant: what another has open is not touched; told to stop, nothing is opened any more.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'

/** Between two tries. Uneven, so that nobody who looks as regularly stands in the way each time. */
const STANDBY_MS = [700, 1300] as const

interface Waiting {
  /** Who is waited for: "another controller". */
  other: string
  log(event: string, facts: object): void
  signal: AbortSignal
}

/**
 * What `open` gives, once nobody else has it; null when told to stop before.
 * @throws as `open` does, but HF_STORE_LOCKED
 */
export async function inTurn<T>(open: () => Promise<T>, { other, log, signal }: Waiting): Promise<T | null> {
  for (let told = false; !signal.aborted; ) {
    try {
      return await open()
    } catch (error) {
      if (!(error instanceof HoldfastError) || error.code !== 'HF_STORE_LOCKED') throw error
      if (!told) log('standby', { why: `${other} has the data` })
      told = true
      const [least, most] = STANDBY_MS
      await sleep(least + Math.random() * (most - least), undefined, { signal }).catch(() => {}) // told to stop
    }
  }
  return null
}
