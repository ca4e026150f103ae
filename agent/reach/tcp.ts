/**
 * A TCP connection to one of several addresses.
 *
 * Invariant: one that does not answer does not keep us from the next: each but the last has three seconds, which
 * is long for a link and short for a person. The error names the addresses: the name may have led to a stranger.
 */
import type { LookupAddress } from 'node:dns'
import { connect, type Socket } from 'node:net'
import { inStage, STAGE_MS } from './stages.ts'

/** Node's own quarter of a second is less than the way over many cellular links and every satellite. */
const EACH_MS = 3_000

/** @throws StageError "tcp" */
export async function connectTcp(
  host: string,
  addresses: readonly LookupAddress[],
  port: number,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<Socket> {
  const tried = addresses.map(({ address, family }) => (family === 6 ? `[${address}]:${port}` : `${address}:${port}`))
  const where = tried.join(', ')
  const terms = {
    ms: Math.min(limitMs, STAGE_MS.tcp),
    late: `nothing answers at ${where}`,
    attempt: `cannot connect to ${where}`,
    signal,
  }
  return inStage('tcp', host, terms, (ending) => {
    const socket = connect({
      host,
      port,
      // A ping must not wait until a slow link has acknowledged what went before: the broker would take us for dead.
      noDelay: true,
      autoSelectFamily: addresses.length > 1,
      autoSelectFamilyAttemptTimeout: EACH_MS,
      lookup: (_host, options, done) => {
        const [first] = addresses
        if (first === undefined) done(new Error('there is no address'), '')
        else if (options.all === true) done(null, [...addresses])
        else done(null, first.address, first.family)
      },
    })
    ending.addEventListener('abort', () => socket.destroy(), { once: true })
    return new Promise((done, fail) => {
      socket.once('connect', () => {
        socket.removeListener('error', fail)
        done(socket)
      })
      socket.once('error', fail)
    })
  })
}
