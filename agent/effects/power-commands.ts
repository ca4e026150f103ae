/**
 * Commands that end this boot of the device.
 *
 * Invariant: the boot id tells whether it has happened: the answer is given by the boot that follows.
 */
import { type CommandFact, type Done, ok } from '../../machines/commands.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { begin, type CommandWorld, goOn } from './command-world.ts'

const ENDINGS = {
  reboot: { order: (world: CommandWorld) => world.host.reboot(), done: 'rebooted' },
  shutdown: { order: (world: CommandWorld) => world.host.shutdown(), done: 'was switched off, and runs again' },
} as const

export async function endBoot(
  world: CommandWorld,
  command: CommandFact,
  ending: keyof typeof ENDINGS,
  signal: AbortSignal,
): Promise<Done> {
  const { order, done } = ENDINGS[ending]
  if (world.clock.now().bootId !== command.bootId) return ok(done)
  goOn(signal)
  await begin(world, command)
  goOn(signal)
  await order(world)
  goOn(signal)
  // The answer is given after the boot; if none comes, by the budget.
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new HoldfastError('HF_CANCELLED', 'the wait for the boot was ended')))
  })
}
