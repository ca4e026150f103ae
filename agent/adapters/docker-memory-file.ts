/**
 * A file in a tmpfs of a running container: the engine's archives show none, so a program in it reads it.
 *
 * Invariant: nothing is run in a container that has no tmpfs there; one without a shell has no such file.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { Connection } from './docker-connection.ts'
import { runProgram } from './docker-exec.ts'
import { inspect, type Looked } from './docker-inspect.ts'

/** What never ends is no plain file. */
const READ_MS = 10_000
const SCRIPT = 'test -f "$1" && exec head -c "$2" "$1"'

/**
 * Null when it is in no tmpfs, or there is none.
 * @throws HF_ENGINE_FAILED when it is over `maxBytes`
 */
export async function memoryFile(
  connection: Connection,
  id: string,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const inspected = await inspect(connection, id)
  if (inspected === null || !isInMemory(inspected, path)) return null
  const command = ['/bin/sh', '-c', SCRIPT, 'sh', path, String(maxBytes + 1)]
  const content = await outputOf(connection, id, command)
  if (content !== null && content.length > maxBytes)
    throw new HoldfastError('HF_ENGINE_FAILED', `the file has over ${maxBytes} bytes`, { place: path })
  return content
}

function isInMemory({ State, Mounts, HostConfig }: Looked, path: string): boolean {
  if (State.Status !== 'running') return false
  // Those in the older form are not among the mounts.
  const older = Object.keys(HostConfig.Tmpfs ?? {}).map((Destination) => ({ Type: 'tmpfs', Destination }))
  const [innermost] = [...(Mounts ?? []), ...older]
    .filter(({ Destination = '' }) => path.startsWith(`${Destination}/`))
    .sort((a, b) => (b.Destination?.length ?? 0) - (a.Destination?.length ?? 0))
  return innermost?.Type === 'tmpfs'
}

/** Null when the program does not say that it went well, or cannot be run. */
async function outputOf(connection: Connection, id: string, command: readonly string[]): Promise<Uint8Array | null> {
  try {
    const { exitCode, tail } = await runProgram(connection, id, command, AbortSignal.timeout(READ_MS))
    return exitCode === 0 ? tail.bytes() : null
  } catch (error) {
    if (error instanceof HoldfastError && error.code !== 'HF_ENGINE_UNAVAILABLE') return null
    throw error
  }
}
