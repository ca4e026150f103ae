/**
 * Commands that run a program: `exec` in the container of a service, `run` in one of its own.
 *
 * Invariant: neither runs its program twice. What `run` has begun it finds again by the operation's label, and how it
 * ended it notes before its container goes; of an `exec` that was cut off nobody can tell how far it came, so it is
 * answered as failed.
 */
import { type Answer, type CommandFact, type Done, refused } from '../../machines/commands.ts'
import type { ProgramEnd, RunFact } from '../../machines/ports.ts'
import { currentOf } from '../../machines/situation.ts'
import { Restart } from '../../protocol/enums.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { OutputTail } from '../adapters/output-tail.ts'
import { containerSpecOf, ensureSurroundings } from './bring-about.ts'
import { BUDGET_SPENT, type CommandWorld, goOn } from './command-world.ts'
import { currentDesired } from './service-commands.ts'

/** A one-off program is looked at so often. */
const LOOK_MS = 1_000
const WHOLE = { follow: false, tail: 0, sinceMs: 0 }

export async function exec(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  if (command.note !== '') {
    throw new HoldfastError(
      'HF_COMMAND_INTERRUPTED',
      'the agent ended while the program ran; how far it came is not known',
    )
  }
  const { service, program } = askedBy(command)
  const desired = await currentDesired(world)
  const wanted = desired?.services.find(({ name }) => name === service)
  if (wanted === undefined) return refused('HF_COMMAND_FAILED', `the release has no service ${service}`)
  const container = currentOf(wanted, await world.engine.listContainers(world.device))
  if (container?.state !== 'running') return refused('HF_COMMAND_FAILED', `${service} does not run`)
  await world.note(command.id, 'begun')
  return ended(await world.engine.exec(container.id, program, signal))
}

/** With what the service has, but its ports and names; the container is removed at the end, or when its time is over. */
export async function runOnce(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  if (command.note !== '') {
    await removeRun(world, command)
    return JSON.parse(command.note) as Done
  }
  const { service, program } = askedBy(command)
  const desired = await currentDesired(world)
  const wanted = desired?.services.find(({ name }) => name === service)
  if (desired === null || wanted === undefined) {
    return refused('HF_COMMAND_FAILED', `the release has no service ${service}`)
  }
  let done: Done
  try {
    let run = await runOf(world, command)
    // Also one that stands already: it may lack its files.
    if (run === undefined || run.state === 'created') {
      await ensureSurroundings(world, desired)
      const name = `${world.device}_${service}_run_${command.id}`
      const spec = { name, run: { operation: command.id, command: program } }
      await world.engine.createContainer(await containerSpecOf(world, desired, wanted, spec))
      run = await runOf(world, command)
    }
    if (run?.state === 'created') await world.engine.startContainer(run.id, Restart.RESTART_NO, 0)
    done = await endOf(world, command, signal)
  } catch (error) {
    // The agent stops, and the program goes on: the next life finds it.
    if (signal.aborted && signal.reason !== BUDGET_SPENT) throw error
    await finish(world, command, { outcome: 'failed', ...faultOf(error), output: '' })
    throw error
  }
  await finish(world, command, done)
  return done
}

/** How it ended is noted before its container goes. */
async function finish(world: CommandWorld, command: CommandFact, done: Done): Promise<void> {
  await world.note(command.id, JSON.stringify(done))
  await removeRun(world, command)
}

async function endOf(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  for (;;) {
    const run = await runOf(world, command)
    if (run === undefined) {
      throw new HoldfastError(
        'HF_COMMAND_INTERRUPTED',
        'the container of the program is gone; how far it came is not known',
      )
    }
    if (run.state === 'exited' || run.state === 'dead') {
      const tail = new OutputTail()
      for await (const { text } of world.engine.logs(run.id, WHOLE, signal)) tail.add(Buffer.from(`${text}\n`))
      return ended({ exitCode: run.exitCode, output: tail.text(), truncated: tail.truncated })
    }
    goOn(signal)
    await world.clock.sleep(LOOK_MS, signal)
  }
}

async function runOf(
  world: Pick<CommandWorld, 'device' | 'engine'>,
  { id }: CommandFact,
): Promise<RunFact | undefined> {
  return (await world.engine.listRuns(world.device)).find(({ operation }) => operation === id)
}

/** What is left of it on the engine. */
export async function removeRun(world: Pick<CommandWorld, 'device' | 'engine'>, command: CommandFact): Promise<void> {
  const run = await runOf(world, command)
  if (run !== undefined) await world.engine.removeContainer(run.id)
}

function askedBy({ args }: CommandFact): { service: string; program: string[] } {
  return { service: String(args.service ?? ''), program: Array.isArray(args.command) ? args.command : [] }
}

function ended({ exitCode, output, truncated }: ProgramEnd): Answer {
  const message = `it ended with exit code ${exitCode}${truncated ? '; only the end of its output is here' : ''}`
  if (exitCode === 0) return { outcome: 'ok', code: '', message, output, exitCode }
  return { outcome: 'failed', code: 'HF_COMMAND_FAILED', message, output, exitCode }
}
