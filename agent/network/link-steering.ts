/**
 * Brings about, by whoever configures the network, that others of several links are used.
 *
 * Invariant: one after the other, so that the newest choice is what stays; the same failure is logged once, however often it
 * is tried, and each is told to whoever tries again.
 */
import type { NetworkBackend } from '../../machines/network-backend.ts'
import { faultOf } from '../../protocol/errors.ts'
import type { Log } from '../log.ts'

export interface SteeringParts {
  backend: Pick<NetworkBackend, 'steer'>
  log: Log
  /** It was not brought about, or not for each link. */
  failed(setBack: readonly string[]): void
}

export function linkSteering({ backend, log, failed }: SteeringParts): NetworkBackend['steer'] {
  let turn: Promise<unknown> = Promise.resolve()
  /** What was logged last, of what; empty: it was brought about. */
  let told = { setBack: '', fault: '' }

  const steered = async (setBack: readonly string[]): Promise<void> => {
    const what = setBack.join(' ')
    const isRetry = told.fault !== '' && told.setBack === what
    if (!isRetry) log.info('another link is to be used', { setBack: what })
    try {
      await backend.steer(setBack)
      told = { setBack: what, fault: '' }
    } catch (error) {
      const fault = faultOf(error)
      const words = `${fault.code} ${fault.message}`
      if (!isRetry || words !== told.fault)
        log.warn('not all links are used as they should', { setBack: what, ...fault })
      told = { setBack: what, fault: words }
      failed(setBack)
      throw error
    }
  }
  return (setBack) => {
    const mine = turn.then(() => steered(setBack))
    turn = mine.catch(() => undefined) // told to whoever asked
    return mine
  }
}
