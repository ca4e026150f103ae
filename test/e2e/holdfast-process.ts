/**
 * One run of `bin/holdfast`, as a child process.
 *
 * Invariant: it dies with us, and all that it wrote is kept.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../bin/holdfast', import.meta.url))

export interface HoldfastProcess {
  child: ChildProcess
  /** What it has written so far, whole lines. */
  out: string[]
  err: string[]
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
}

export function startHoldfast(
  words: readonly string[],
  options: { env?: Record<string, string>; cwd: string; onError?: (line: string) => void; program?: string },
): HoldfastProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', options.program ?? PROGRAM, ...words], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: string[] = []
  const err: string[] = []
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => void closed.then(() => resolve(code ?? signal ?? 1)))
  })
  eachLine(child.stdout, (line) => out.push(line))
  eachLine(child.stderr, (line) => {
    err.push(line)
    options.onError?.(line)
  })
  return { child, out, err, ended }
}

function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  stream.on('end', () => {
    if (rest !== '') take(rest)
  })
}
