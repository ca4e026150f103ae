/**
 * `/exec` of the served engine: programs in running containers.
 *
 * Invariant: what Docker 20.10.24 says in the output, and not by a status, is said there: a program that is not
 * there has the exit code 126.
 */
import { randomBytes } from 'node:crypto'
import { type Route, route } from './api.ts'
import { frame } from './api-containers.ts'
import { Refusal } from './engine-types.ts'
import { notFound, programOf } from './programs.ts'
import type { HeldExec, SimulatedEngine } from './simulated-engine.ts'

/** As the engine has them until their container goes; here the oldest go first. */
const MOST_HELD = 1000

export const execRoutes: Route[] = [
  route('POST /containers/{id}/exec', async ({ engine, body, params: [id = ''] }) =>
    engine.call('exec', (model) => {
      const { Cmd = [] } = (body ?? {}) as { Cmd?: string[] }
      const { id: container, run } = model.container(id)
      if (run === null) throw new Refusal(409, `Container ${container} is not running`)
      if (Cmd.length === 0) throw new Refusal(400, 'No exec command specified')
      const exec = randomBytes(32).toString('hex')
      engine.execs.set(exec, { container, command: Cmd, exitCode: null })
      if (engine.execs.size > MOST_HELD) engine.execs.delete([...engine.execs.keys()][0] ?? '')
      return { status: 201, body: { Id: exec } }
    }),
  ),

  route('POST /exec/{id}/start', async ({ engine, params: [id = ''], response, gone }) => {
    const exec = heldExec(engine, id)
    const { behaviour } = engine.model.container(exec.container)
    return {
      status: 200,
      contentType: 'application/vnd.docker.raw-stream',
      async stream() {
        const write = (text: string, stderr: boolean) => response.write(frame(stderr, `${text}\n`))
        if (programOf(behaviour, exec.command) === null) {
          exec.exitCode = 126
          write(`OCI runtime exec failed: exec failed: ${notFound(exec.command)}: unknown`, false)
          return
        }
        const { exitCode, lines } = await engine.runProgram(exec.container, exec.command, gone)
        exec.exitCode = exitCode
        for (const { text, stderr } of lines) write(text, stderr)
      },
    }
  }),

  route('GET /exec/{id}/json', async ({ engine, params: [id = ''] }) => {
    const { container, exitCode } = heldExec(engine, id)
    return { status: 200, body: { ID: id, ContainerID: container, Running: exitCode === null, ExitCode: exitCode } }
  }),
]

/** @throws 404 */
function heldExec(engine: SimulatedEngine, id: string): HeldExec {
  const exec = engine.execs.get(id)
  if (exec === undefined) throw new Refusal(404, `No such exec instance: ${id}`)
  return exec
}
