/**
 * The programs by which NetworkManager is spoken to: `nmcli`, and `busctl` for what nmcli cannot say.
 *
 * Invariant: no secret is an argument of a program; a program that hangs ends with its time; what it wrote is told in one
 * line. They are started only while a configuration is looked at or changed: between that nothing of them is in memory.
 */
import { execFile } from 'node:child_process'
import { HoldfastError } from '../../protocol/errors.ts'

/** For a question or an order that needs no wait. */
const TERM_MS = 15_000
const MAX_OUTPUT = 1024 * 1024
/** nmcli(1), "EXIT STATUS". */
const NOT_RUNNING = 8

export interface Programs {
  /**
   * What it wrote.
   * @throws HF_NETWORK_UNAVAILABLE when the program or who it speaks to is not there
   * @throws HF_NETWORK_FAILED in the program's words, HF_CANCELLED
   */
  run(program: 'nmcli' | 'busctl', args: readonly string[], options?: RunOptions): Promise<string>
}

export interface RunOptions {
  /** Default 15 seconds. */
  limitMs?: number
  signal?: AbortSignal
}

export function systemPrograms(environment: NodeJS.ProcessEnv = process.env): Programs {
  return {
    run: (program, args, { limitMs = TERM_MS, signal } = {}) =>
      new Promise((resolve, reject) => {
        // Words are compared, so they have to be those of no language.
        const env = { ...environment, LC_ALL: 'C' }
        const options = { env, timeout: limitMs, maxBuffer: MAX_OUTPUT, killSignal: 'SIGKILL' as const, signal }
        execFile(program, [...args], options, (error, stdout, stderr) => {
          if (error === null) resolve(stdout)
          else reject(faultOfRun(program, error, stderr, limitMs))
        })
      }),
  }
}

function faultOfRun(
  program: string,
  error: { name: string; code?: unknown; killed?: boolean },
  stderr: string,
  limitMs: number,
): HoldfastError {
  const words = stderr
    .trim()
    .replace(/^Error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
  const { code } = error
  if (error.name === 'AbortError') return new HoldfastError('HF_CANCELLED', `${program} was ended`)
  if (code === 'ENOENT') return new HoldfastError('HF_NETWORK_UNAVAILABLE', `there is no ${program} on the device`)
  if (
    code === NOT_RUNNING ||
    /not running|Could not create NMClient|Failed to connect to bus|not provided by/i.test(words)
  )
    return new HoldfastError('HF_NETWORK_UNAVAILABLE', 'NetworkManager does not run')
  if (error.killed === true)
    return new HoldfastError('HF_NETWORK_FAILED', `${program} did not end within ${Math.round(limitMs / 1000)} s`)
  return new HoldfastError('HF_NETWORK_FAILED', words || `${program} failed with ${String(code)}`)
}

/** The rows of `nmcli --terse`: its separator is a colon, and one within a value has a backslash before it. */
export function terseRows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)]
        .slice(0, line.endsWith(':') ? undefined : -1)
        .map(([, value]) => value!.replaceAll(/\\(.)/g, '$1')),
    )
}
