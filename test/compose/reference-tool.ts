/**
 * The reference compose tool, as Debian has it.
 *
 * Invariant: it is given the compose file as it is, and speaks to the engine of the rig alone.
 */
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import type { ToolVersion } from '../../fleet/compose/differences.ts'

const run = promisify(execFile)
/** Another one than the machine's own: see `second-reference.ts`. */
const TOOL = process.env.COMPOSE_REFERENCE ?? 'docker-compose'

/** Those that the table of differences was written against. */
const VERSIONS: readonly ToolVersion[] = ['1.29', '2.26']

/** Why there is nothing to compare with; null when there is. */
export function whyNoTool(): string | null {
  try {
    const found = versionText()
    return VERSIONS.some((known) => found.startsWith(`${known}.`))
      ? null
      : `${TOOL} is ${found}, and neither 1.29 as in Debian 12 nor 2.26 as in Debian 13`
  } catch {
    return `${TOOL} is not installed`
  }
}

/** Which one it is. */
export function toolVersion(): ToolVersion {
  return versionText().startsWith('2.') ? '2.26' : '1.29'
}

/** Asked once: the older tool takes a second to say it. */
let version: string | undefined

function versionText(): string {
  version ??= execFileSync(TOOL, ['version', '--short'], { encoding: 'utf8' }).trim()
  return version
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
  const host = toolVersion() === '1.29' ? ['--host', `unix://${engine}`] : []
  const words = [...host, '--project-name', name, '--file', file, 'up', '--quiet-pull', how]
  try {
    await run(TOOL, words, {
      env: { ...process.env, DOCKER_HOST: `unix://${engine}`, COMPOSE_HTTP_TIMEOUT: '300' },
      timeout: 300_000,
      maxBuffer: 16 * 1024 * 1024,
    })
  } catch (cause) {
    throw new Error(`${TOOL} ${words.join(' ')}:\n${(cause as { stderr?: string }).stderr ?? ''}`)
  }
}
