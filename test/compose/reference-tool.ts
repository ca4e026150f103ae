/**
 * The reference compose tool, as Debian has it.
 *
 * Invariant: it is given the compose file as it is, and speaks to the engine of the rig alone.
 */
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const TOOL = 'docker-compose'

/** Of the version that the table of differences was written against. */
const VERSION = /^1\.29\./

/** Why there is nothing to compare with; null when there is. */
export function whyNoTool(): string | null {
  try {
    const version = execFileSync(TOOL, ['version', '--short'], { encoding: 'utf8' }).trim()
    return VERSION.test(version) ? null : `${TOOL} is ${version}, and not 1.29 as in Debian 12`
  } catch {
    return `${TOOL} is not installed`
  }
}

export interface Project {
  /** Path of the engine's socket. */
  engine: string
  name: string
  /** Path of the compose file. */
  file: string
}

/** Has it make everything of the file, and start it. */
export async function bringUp({ engine, name, file }: Project, isStarted: boolean): Promise<void> {
  const how = isStarted ? '--detach' : '--no-start'
  const words = ['--host', `unix://${engine}`, '--project-name', name, '--file', file, 'up', '--quiet-pull', how]
  try {
    await run(TOOL, words, {
      env: { ...process.env, COMPOSE_HTTP_TIMEOUT: '300' },
      timeout: 300_000,
      maxBuffer: 16 * 1024 * 1024,
    })
  } catch (cause) {
    throw new Error(`${TOOL} ${words.join(' ')}:\n${(cause as { stderr?: string }).stderr ?? ''}`)
  }
}
