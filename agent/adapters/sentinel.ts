/**
 * The sentinel: a tiny process beside the agent that ends it when it no longer hears from it.
 *
 * Invariant: it lives exactly as long as the agent: the end of the agent, however it comes, closes the pipe that
 * it listens on, so that it ends also an agent that hangs at its very end. It kills only on silence, never because a
 * tool is missing. Under a service manager that asks for
 * it (`$NOTIFY_SOCKET`, sd_notify(3)) it hands on what it hears. See docs/decisions/0003-watchdog.md.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import type { Log } from '../log.ts'

/** Words of sd_notify(3). */
export type Notice = 'READY=1' | 'WATCHDOG=1' | 'STOPPING=1'

interface SentinelOptions {
  /** Silence that is too long. */
  limitMs: number
  log: Log
  /** Default: this process. */
  pid?: number
}

/**
 * $1: the process, $2: seconds, which ENDING makes few. `timeout` ends with 124, that of busybox with 143, when
 * there was silence.
 */
const SCRIPT = `while :; do
  heard=$(timeout "$2" dd bs=64 count=1 2>/dev/null)
  case $? in
  0) [ -n "$heard" ] || exit 0 ;;
  124 | 143) kill -KILL "$1"; exit 0 ;;
  *) exit 1 ;;
  esac
  case $heard in *ENDING*) set -- "$1" 1; continue ;; esac
  [ -z "\${NOTIFY_SOCKET:-}" ] || for notice in $heard; do systemd-notify "$notice"; done
done`

/** A stop may reach us and it at once, in either order. */
const STOP_SPREAD_MS = 500

export class Sentinel {
  readonly #options: SentinelOptions
  #process: ChildProcess | null = null
  #stopping = false
  #closed = false

  constructor(options: SentinelOptions) {
    this.#options = options
    this.#start()
  }

  /** Its process id; undefined while there is none. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  tell(notice: Notice): void {
    if (notice === 'STOPPING=1') this.#stopping = true
    this.#write(notice)
  }

  /** To be told before `process.exit`, which a call that hangs on the disk holds up: a second later it kills. */
  ending(): void {
    this.#stopping = true
    this.#write('ENDING')
  }

  /** It listens no more. */
  close(): void {
    this.#closed = true
    this.#process?.stdin?.end()
    this.#process = null
  }

  #write(word: string): void {
    if (this.#closed) return
    if (this.#process === null) this.#start()
    this.#process?.stdin?.write(`${word}\n`)
  }

  #start(): void {
    const { limitMs, log, pid = process.pid } = this.#options
    const args = ['-c', SCRIPT, 'holdfast-sentinel', String(pid), String(Math.max(1, Math.ceil(limitMs / 1000)))]
    // In a group of its own: Ctrl-C is meant for the agent.
    const child = spawn('/bin/sh', args, { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
    this.#process = child
    const gone = (why: string): void => {
      if (this.#process !== child) return
      this.#process = null
      // The next beat starts another.
      setTimeout(() => {
        if (this.#stopping) return
        log.warn('the sentinel has ended; until there is another, nothing ends an agent that hangs', { why })
      }, STOP_SPREAD_MS).unref()
    }
    child.once('error', (error) => gone(error.message))
    child.once('exit', (code, signal) => gone(String(code ?? signal)))
    // A beat that comes too late for it: its end is told above.
    child.stdin.on('error', () => {})
    child.unref()
    if (child.stdin instanceof Socket) child.stdin.unref()
  }
}
