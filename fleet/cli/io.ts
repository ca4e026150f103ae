/**
 * What a command sees of the world outside its files and the network.
 *
 * Invariant: commands write, read variables and learn of Ctrl-C only through this, so that a test can be
 * the terminal.
 */
import { usage } from './args.ts'

export interface Io {
  out(text: string): void
  err(text: string): void
  /** All that comes on the standard input. @throws HF_USAGE when that is a terminal, which would show it */
  input(): Promise<Uint8Array>
  /** Whether `out` is a terminal that can be redrawn. */
  readonly terminal: boolean
  /** Whether colours may be used. */
  readonly colour: boolean
  readonly columns: number
  readonly rows: number
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal
}

/** The process's own. The second Ctrl-C ends the process at once. */
export function processIo(): Io {
  const { stdout, stderr, env } = process
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort())
  // A reader that goes away (`| head`) is no fault.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const terminal = stdout.isTTY && env.TERM !== 'dumb'
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    input: readInput,
    terminal,
    colour: terminal && (env.NO_COLOR ?? '') === '',
    get columns() {
      return terminalSize(stdout).columns
    },
    get rows() {
      return terminalSize(stdout).rows
    },
    env,
    cwd: process.cwd(),
    signal: interrupt.signal,
  }
}

async function readInput(): Promise<Uint8Array> {
  if (process.stdin.isTTY) throw usage('is a terminal: pipe it in, or name a file', 'standard input')
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Tells what is not as it should be, and does not end the command. */
export function warning(io: Pick<Io, 'err'>): (message: string) => void {
  return (message) => io.err(`warning: ${message}\n`)
}

/** What a terminal says of itself. One that knows no size says 0, or nothing. */
export function terminalSize(said: { rows?: number; columns?: number }): { rows: number; columns: number } {
  return { rows: said.rows || 24, columns: said.columns || 80 }
}
