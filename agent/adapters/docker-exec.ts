/**
 * A program in a running container, to its end.
 *
 * Invariant: memory is bounded by what is kept of the output; it ends with the program, the signal or the
 * engine. The engine knows no way to end a program that it runs so: after the signal it is killed where we can
 * see processes, and goes on elsewhere.
 */
import type { ProgramEnd } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { endProcess } from './container-processes.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { engineError } from './docker-errors.ts'
import { framesOf } from './docker-log-frames.ts'
import { OutputTail } from './output-tail.ts'

/** What the engine writes, and the exit codes with it, when it found nothing that it could run. */
const NO_PROGRAM = /^OCI runtime exec failed/
const NO_PROGRAM_CODES = new Set([126, 127])

/** See EnginePort.exec. */
export async function exec(
  connection: Connection,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ProgramEnd> {
  const { exitCode, tail } = await runProgram(connection, id, command, signal)
  return { exitCode, output: tail.text(), truncated: tail.truncated }
}

/** As `exec`. */
export async function runProgram(
  connection: Connection,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<{ exitCode: number; tail: OutputTail }> {
  const what = `run ${command[0] ?? 'nothing'} in ${id}`
  const end = new AbortController()
  const cancel = () =>
    end.abort(new HoldfastError('HF_CANCELLED', `the wait for ${command[0] ?? 'nothing'} was given up`))
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  let execution: string | null = null
  try {
    end.signal.throwIfAborted()
    const made = await connection.ask(what, ({ docker }, bound) =>
      docker.getContainer(id).exec(withSignal(bound, { Cmd: [...command], AttachStdout: true, AttachStderr: true })),
    )
    execution = made.id
    const bytes = await connection.open(
      what,
      ({ docker }, abort) => docker.getExec(made.id).start(withSignal(abort, { Detach: false, Tty: false })),
      end.signal,
    )
    const tail = new OutputTail()
    for await (const piece of framesOf(bytes)) tail.add(piece.bytes)
    const { ExitCode } = await connection.ask(what, ({ docker }, bound) =>
      docker.getExec(made.id).inspect(withSignal(bound)),
    )
    const exitCode = ExitCode ?? 0
    if (NO_PROGRAM_CODES.has(exitCode) && NO_PROGRAM.test(tail.text()))
      throw new HoldfastError('HF_ENGINE_FAILED', `the engine did not ${what}: ${tail.text().trim()}`)
    return { exitCode, tail }
  } catch (error) {
    // Not waited for: whoever gave up has no time for it, and what fails here leaves the program as it is.
    if (execution !== null && end.signal.aborted) endProgram(connection, id, execution).catch(() => {})
    end.signal.throwIfAborted()
    throw engineError(error, what)
  } finally {
    signal.removeEventListener('abort', cancel)
    end.abort()
  }
}

async function endProgram(connection: Connection, container: string, execution: string): Promise<void> {
  const { Running, Pid } = await connection.ask(`look at a program in ${container}`, ({ docker }, bound) =>
    docker.getExec(execution).inspect(withSignal(bound)),
  )
  if (Running && Pid > 0) await endProcess(container, Pid)
}
