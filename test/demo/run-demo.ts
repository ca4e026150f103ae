/** Runs the demo as people do. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

export interface Ran {
  exitCode: number | null
  output: string
  /** What of ours is left in the directory for temporary files. */
  left: string[]
}

/** By `npm start`, or its program alone, whose exit code and ending npm would pass on in its own way. */
export const NPM = ['npm', 'start', '--']
export const PROGRAM = ['node', 'simulators/demo/main.ts']

/** @param onOutput called with all that was written so far, and a way to press Ctrl-C, once */
export async function runDemo(
  [program = '', ...args]: readonly string[],
  env: Record<string, string> = {},
  onOutput: (output: string, interrupt: () => void) => void = () => {},
): Promise<Ran> {
  const temporary = mkdtempSync(join(tmpdir(), 'demo-'))
  try {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, DOCKER_HOST: '', ...env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
      // As in a terminal, Ctrl-C goes to the whole group.
      detached: true,
    })
    let output = ''
    let interrupted = false
    const interrupt = () => {
      if (!interrupted) process.kill(-child.pid!, 'SIGINT')
      interrupted = true
    }
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString('utf8')
        onOutput(output, interrupt)
      })
    const [exitCode] = (await once(child, 'close')) as [number | null]
    const left = readdirSync(temporary).filter((name) => name.startsWith('holdfast'))
    return { exitCode, output, left }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** The story as it is told where nothing can be drawn over, in its order. */
export const STORY = [
  'Version 1 goes out',
  '✓ runs 1, healthy',
  'Version 2 goes out',
  '↯ power cut! in mid-fetching',
  '↻ the power is back  The agent goes on in fetching.',
  '↯ power cut! in mid-switching',
  '✓ tide is 2, display still 1',
  '↻ the power is back  The agent goes on in switching.',
  '✓ runs 2, store untouched',
  'Version 3 goes out',
  '↶ the display is sick',
  'its last words: display 3: the panel does not answer',
  '✓ is refused for its health',
  '✓ runs 2, nothing of 3 left',
  'seconds',
  'All of it happened as it should.',
  'Everything that was made has been removed.',
] as const

/** What of the story is in the output, in this order. */
export function toldOf(output: string): string[] {
  let from = 0
  return STORY.filter((part) => {
    const at = output.indexOf(part, from)
    if (at >= 0) from = at + part.length
    return at >= 0
  })
}
