/**
 * One server process of the rig.
 *
 * Invariant: it dies with us: `setpriv --pdeathsig` has the kernel send it SIGTERM when this process
 * ends, however it ends. `stop` and `kill` return after it is gone.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A part of the rig that tests may end and start again. */
export interface Part {
  /** Where clients reach it. Stays the same over `restart`. */
  readonly address: string
  /** Ends it in an orderly way and leaves nothing behind. */
  stop(): Promise<void>
  /** SIGKILL, as a power cut would. What it stored stays. */
  kill(): Promise<void>
  /** Starts it where it was, whether it runs or not. */
  restart(): Promise<void>
}

export interface ServerOptions {
  command: string
  args: readonly string[]
  /** File that takes what it writes. */
  log: string
  env?: Record<string, string>
  /** Whether it answers. Asked until it says yes. */
  ready(): Promise<boolean>
  /** How long it may take to answer. */
  startMs?: number
  /** How long it may take to end after SIGTERM. */
  stopMs?: number
}

export interface Server {
  readonly pid: number
  start(): Promise<void>
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/** A server process that can be started and ended any number of times. */
export function server(options: ServerOptions): Server {
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    if (child !== undefined) return
    const log = openSync(options.log, 'a')
    const started = spawn('setpriv', ['--pdeathsig', 'TERM', options.command, ...options.args], {
      stdio: ['ignore', log, log],
      // A session of its own: Ctrl-C is for us, and we end it in order.
      detached: true,
      env: { ...process.env, ...options.env },
    })
    child = started
    let ended = false
    let failure: unknown
    started.once('error', (error) => {
      failure = error
      ended = true
    })
    started.once('exit', () => {
      ended = true
      if (child === started) child = undefined
    })
    const deadline = performance.now() + (options.startMs ?? 30_000)
    // Asking costs a process or a connection: seldom, where starting takes long.
    let waitMs = 50
    while (!(await options.ready())) {
      if (ended || performance.now() > deadline) {
        await end('SIGKILL')
        const why = ended ? 'ended at its start' : 'does not answer'
        throw new Error(`${options.command} ${why}. Its last words:\n${tailOf(options.log)}`, { cause: failure })
      }
      await sleep(waitMs)
      waitMs = Math.min(500, waitMs * 1.5)
    }
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const running = child
    if (running === undefined) return
    child = undefined
    if (running.exitCode !== null || running.signalCode !== null || running.pid === undefined) return
    const gone = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill(signal)
    const impatience = setTimeout(() => running.kill('SIGKILL'), options.stopMs ?? 20_000)
    await gone
    clearTimeout(impatience)
  }

  return {
    get pid() {
      if (child?.pid === undefined) throw new Error(`${options.command} does not run`)
      return child.pid
    },
    start,
    end,
  }
}

/**
 * Below those that Linux gives to whoever connects: a client that knocks at a server which is away may be given the
 * server's own port, and then has it.
 */
const PORTS = { from: 20_000, to: 32_768 }

/** Those that this process was given: none is given twice before it is used. */
const given = new Set<number>()

/** A TCP port of 127.0.0.1 that was free a moment ago, and that no client takes meanwhile. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const port = randomInt(PORTS.from, PORTS.to)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error('no TCP port to be had')
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer()
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

function tailOf(path: string): string {
  return readFileSync(path, 'utf8').split('\n').slice(-15).join('\n')
}
