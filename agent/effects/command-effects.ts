/**
 * The commands that work on the device: within their budgets, and not against an application's lock.
 *
 * Invariant: each may be begun again after a power cut; nothing of it goes on after its answer.
 */
import { type Answer, type CommandFact, type Done, ok } from '../../machines/commands.ts'
import type { StopFact } from '../../machines/intent.ts'
import { lockSentence } from '../../machines/locks.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { countsFromMs } from '../boot.ts'
import { GIVEN_UP } from '../given-up.ts'
import { DEFAULT_ENTRIES, flightAnswer } from './answer-flight.ts'
import { BUDGET_SPENT, type CommandWorld, remainingMs } from './command-world.ts'
import { locksOn } from './locks.ts'
import { endBoot } from './power-commands.ts'
import { exec, removeRun, runOnce } from './program-commands.ts'
import { prune, purge, restart, start, stop } from './service-commands.ts'

type WithCommand = { command: CommandFact }

export function commandEffectsOn(world: CommandWorld) {
  return {
    runCommand: ({ command }: WithCommand, signal: AbortSignal): Promise<Done> =>
      withinBudget(world, command, signal, (inner) => run(world, command, inner)),
    unlock: ({ command }: WithCommand, signal: AbortSignal): Promise<Answer | null> =>
      withinBudget(world, command, signal, (inner) => unlocked(world, command, inner)),
    // Following logs is meant to last until the budget is spent: the stream itself keeps to it.
    streamLogs: ({ command }: WithCommand, signal: AbortSignal): Promise<Answer> => world.streamLogs(command, signal),
    expire: async ({ command }: WithCommand, signal: AbortSignal): Promise<null> => {
      await world.clock.sleep(remainingMs(world, command), signal)
      return null
    },
    expireBehind: async ({ commands }: { commands: CommandFact[] }, signal: AbortSignal): Promise<string> => {
      const left = commands.map((command) => ({ id: command.id, ms: remainingMs(world, command) }))
      const [first] = left.sort((a, b) => a.ms - b.ms)
      if (first === undefined) throw new HoldfastError('HF_INTERNAL', 'no command waits')
      await world.clock.sleep(first.ms, signal)
      return first.id
    },
    stopsEnd: ({ stops }: { stops: StopFact[] }, signal: AbortSignal): Promise<string[]> =>
      stopsEnd(world, stops, signal),
  }
}

const EXPIRED: Answer = {
  outcome: 'expired',
  code: 'HF_COMMAND_EXPIRED',
  message: 'it was not done within its budget',
  output: '',
}

function whyExpired(error: unknown): string {
  const { code, message } = faultOf(error)
  return code === 'HF_LOCKED' ? `${EXPIRED.message}: ${message}` : EXPIRED.message
}

/** Works until the budget is spent. Nothing of the work goes on after the answer: what must not be disturbed may begin. */
async function withinBudget<T>(
  world: CommandWorld,
  command: CommandFact,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | Done> {
  const remaining = remainingMs(world, command)
  if (remaining === 0) {
    // It was spent while no agent was there to end it.
    if (command.action === 'run') await removeRun(world, command)
    return EXPIRED
  }
  const spent = new AbortController()
  const done = new AbortController()
  world.clock.sleep(remaining, AbortSignal.any([signal, done.signal])).then(
    () => spent.abort(BUDGET_SPENT),
    () => {
      // The work has ended before.
    },
  )
  try {
    return await work(AbortSignal.any([signal, spent.signal]))
  } catch (error) {
    if (!spent.signal.aborted) throw error
    return { ...EXPIRED, message: whyExpired(error) }
  } finally {
    done.abort(GIVEN_UP)
  }
}

const ENDS_BOOT: readonly CommandFact['action'][] = ['reboot', 'shutdown']
const LOCK_POLL_MS = 5_000

/** Ends when no application holds a lock, or fails when the budget is spent, with who holds it. */
async function unlocked(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<null> {
  for (;;) {
    // After the boot that it asked for there is nothing left to defer.
    if (ENDS_BOOT.includes(command.action) && world.clock.now().bootId !== command.bootId) return null
    const [lock] = await locksOn(world)
    if (lock === undefined) return null
    try {
      await world.clock.sleep(LOCK_POLL_MS, signal)
    } catch (cause) {
      throw new HoldfastError('HF_LOCKED', lockSentence(lock), { cause })
    }
  }
}

async function run(world: CommandWorld, command: CommandFact, signal: AbortSignal): Promise<Done> {
  switch (command.action) {
    case 'identify':
      return ok('', world.identify())
    case 'flight':
      return flightAnswer(await world.store.flight(Number(command.args.limit ?? 0) || DEFAULT_ENTRIES))
    case 'restart':
      return restart(world, command, signal)
    case 'stop':
      return stop(world, command, signal)
    case 'start':
      return start(world, command, signal)
    case 'purge':
      return purge(world, command, signal)
    case 'prune':
      return prune(world, signal)
    case 'exec':
      return exec(world, command, signal)
    case 'run':
      return runOnce(world, command, signal)
    case 'reboot':
    case 'shutdown':
      return endBoot(world, command, command.action, signal)
    default:
      throw new HoldfastError('HF_INTERNAL', `${command.action} is not worked on here`)
  }
}

/** Resolves with the services whose stop is over. One from before the last boot begins anew with it, once. */
async function stopsEnd({ clock, boot }: CommandWorld, stops: readonly StopFact[], signal: AbortSignal) {
  const now = clock.now()
  const left = stops.map((stop) => ({
    service: stop.service,
    ms: Math.max(0, stop.forMs - (now.monoMs - countsFromMs(stop, now, boot))),
  }))
  const soonest = Math.min(...left.map(({ ms }) => ms))
  await clock.sleep(soonest, signal)
  return left.filter(({ ms }) => ms <= soonest).map(({ service }) => service)
}
