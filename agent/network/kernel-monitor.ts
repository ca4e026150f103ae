/**
 * Told by the kernel whenever an interface, an address or a route changes: a child `ip monitor`.
 *
 * Invariant: what it says is never read, only that it said something; it is started again, with full jitter, when it
 * ends, and dies with whoever listens. Where there is no `ip` that is said once, and the tables are looked at every
 * minute instead.
 */
import { spawn } from 'node:child_process'
import { Observable } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'
import { fullJitter } from '../backoff.ts'
import type { Log } from '../log.ts'

const BACKOFF = { baseMs: 1_000, capMs: 60_000 }
const LOOK_MS = 60_000
const LISTENS_MS = 1_000
/** A child that lived so long ends the growing of the waits. */
const STABLE_MS = 30_000

export interface MonitorOptions {
  clock: ClockPort
  log: Log
  /** Default: `ip -o monitor link address route`. */
  command?: readonly [string, ...string[]]
}

const IP = ['ip', '-o', 'monitor', 'link', 'address', 'route'] as const

/** At the start of each child and a moment later, since something may have been missed; then whenever it says something. */
export function kernelMonitor({ clock, log, command = IP }: MonitorOptions): Observable<void> {
  return new Observable((told) => {
    const stop = new AbortController()
    void (async () => {
      for (let failures = 0; !stop.signal.aborted; failures += 1) {
        const beganMs = clock.now().monoMs
        const ended = new AbortController()
        // It listens a moment after it was started.
        clock.sleep(LISTENS_MS, ended.signal).then(
          () => told.next(),
          () => undefined, // ended before
        )
        const why = await oneLife(command, () => told.next(), stop.signal)
        ended.abort()
        if (stop.signal.aborted) return
        if (why === 'missing') {
          log.warn('changes of the network are not told: there is no such program; it is looked at every minute', {
            program: command[0],
          })
          return lookAgain(clock, () => told.next(), stop.signal)
        }
        if (clock.now().monoMs - beganMs >= STABLE_MS) failures = 0
        log.info('the kernel is not heard any more, and will be again', { why })
        const waitMs = fullJitter(failures, BACKOFF.baseMs, BACKOFF.capMs, clock.random())
        await clock.sleep(waitMs, stop.signal).catch(() => undefined) // unsubscribed
      }
    })()
    return () => stop.abort()
  })
}

/** From its start to its end, and why it ended. */
function oneLife(command: readonly [string, ...string[]], said: () => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const [program, ...args] = command
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] })
    const kill = (): void => {
      child.kill('SIGKILL')
    }
    signal.addEventListener('abort', kill, { once: true })
    const end = (why: string): void => {
      signal.removeEventListener('abort', kill)
      resolve(why)
    }
    child.once('spawn', said)
    child.stdout.on('data', said)
    child.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ENOENT' ? 'missing' : error.message))
    child.once('exit', (code, killed) => end(killed ?? `exit ${code}`))
  })
}

async function lookAgain(clock: ClockPort, look: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    look()
    await clock.sleep(LOOK_MS, signal).catch(() => undefined) // unsubscribed
  }
}
