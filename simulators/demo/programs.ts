/**
 * Our own programs as the demo runs them: as processes, as people do.
 *
 * Invariant: each is in a session of its own, so that Ctrl-C reaches the demo alone, which ends them in
 * order; nothing of the caller's HOLDFAST_ variables or registry logins reaches them.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

export const ROOT = join(import.meta.dirname, '../..')
const HOLDFAST = join(ROOT, 'bin/holdfast')
const STOP_MS = 10_000
const TAIL_LINES = 12

export interface Finished {
  exitCode: number | null
  /** What it wrote, both streams as they came. */
  output: string
}

/** The `holdfast` command line, for one broker. */
export class Operator {
  readonly #directory: string
  readonly #env: NodeJS.ProcessEnv
  readonly #running = new Set<ChildProcess>()

  /** @param settings variables for the commands */
  constructor(directory: string, settings: Record<string, string>) {
    this.#directory = directory
    this.#env = { ...cleanEnv(), DOCKER_CONFIG: directory, ...settings }
  }

  /** Runs a command to its end. */
  async run(...args: string[]): Promise<Finished> {
    const child = spawn(HOLDFAST, args, {
      cwd: this.#directory,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    this.#running.add(child)
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    const [exitCode] = (await once(child, 'close')) as [number | null]
    this.#running.delete(child)
    return { exitCode, output: Buffer.concat(chunks).toString('utf8') }
  }

  /** Runs a command that must succeed. @throws HF_INTERNAL with what it wrote */
  async must(...args: string[]): Promise<void> {
    const { exitCode, output } = await this.run(...args)
    if (exitCode !== 0)
      throw new HoldfastError('HF_INTERNAL', `failed: ${output.trim()}`, { place: `holdfast ${args[0]}` })
  }

  stop(): void {
    for (const child of this.#running) child.kill('SIGTERM')
  }
}

/** A program that goes on until it is ended, and writes to a log. */
export class Service {
  readonly #command: readonly string[]
  readonly #log: string
  #child: ChildProcess | null = null

  constructor(command: readonly string[], log: string) {
    this.#command = command
    this.#log = log
  }

  /** @param ended called when it ends without having been told to, with its last words */
  start(ended: (words: string) => void): void {
    const [program = '', ...args] = this.#command
    const log = openSync(this.#log, 'a')
    const child = spawn(program, args, { env: cleanEnv(), stdio: ['ignore', log, log], detached: true })
    closeSync(log)
    this.#child = child
    const gone = () => {
      if (this.#child !== child) return
      this.#child = null
      ended(this.lastWords())
    }
    child.once('exit', gone)
    child.once('error', gone)
  }

  /** SIGKILL: it learns nothing and saves nothing. Returns when it is gone. */
  async cutPower(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** In order, or at last by force. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  lastWords(): string {
    return readFileSync(this.#log, 'utf8').trim().split('\n').slice(-TAIL_LINES).join('\n')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === null) return
    this.#child = null
    const exit = once(child, 'exit')
    child.kill(signal)
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    await exit
    clearTimeout(force)
  }
}

/** The agent of a device. */
export function agentOf(config: string, log: string): Service {
  return new Service([HOLDFAST, 'agent', '--config', config], log)
}

/** The dashboard of a broker, on a port that is free. */
export function dashboardOf(broker: string, log: string): Service {
  return new Service([HOLDFAST, 'dashboard', '--listen', '127.0.0.1:0', '--broker', broker], log)
}

function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HOLDFAST_')))
}
