/**
 * Told by the kernel whenever an interface, an address or a route changes: a child `ip monitor`.
 *
 * Invariant: what it says is never read, only that it said something; it is started again, with full jitter, when it
 * ends, and dies with the agent, also when that is killed: a shell holds the other end of a pipe. Where there is no `ip` that is said once, and the tables are looked at every
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
  /** Of the shell. Default: `ip -o monitor link address route`. */
  command?: string
}

const IP = 'ip -o monitor link address route'
/** As shells say that there is no such program. */
const MISSING = 127
/** The program's end closes its output, since the shell has closed its own; the end of our input ends the program. */
const guarded = (command: string): string =>
  `command -v "$1" >/dev/null || exit ${MISSING}; ${command} & exec >&-; read -r _; kill $!`

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
            program: command.split(' ')[0],
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
function oneLife(command: string, said: () => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const args = ['-c', guarded(command), 'sh', command.split(' ')[0]!]
    const child = spawn('sh', args, { stdio: ['pipe', 'pipe', 'ignore'] })
    const letGo = (): void => {
      child.stdin.end()
    }
    signal.addEventListener('abort', letGo, { once: true })
    child.stdin.on('error', () => undefined) // it has ended by itself
    child.once('spawn', said)
    child.stdout.on('data', said)
    child.stdout.once('end', letGo)
    const end = (why: string): void => {
      signal.removeEventListener('abort', letGo)
      resolve(why)
    }
    child.once('error', (error: NodeJS.ErrnoException) => end(error.code === 'ENOENT' ? 'missing' : error.message))
    child.once('exit', (code) => end(code === MISSING ? 'missing' : 'it has ended'))
  })
}

async function lookAgain(clock: ClockPort, look: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    look()
    await clock.sleep(LOOK_MS, signal).catch(() => undefined) // unsubscribed
  }
}
