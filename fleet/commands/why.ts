/** `holdfast why`: why a device has not converged. */

import { KINDS, type Kind } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkName, deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { warning } from '../cli/io.ts'
import { paintWith } from '../cli/style.ts'
import { convergenceOf, type Known } from '../follow/convergence.ts'
import { fleetOf, type Seen } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { whyLines } from '../follow/why-lines.ts'
import { peek } from '../signing/sealed.ts'

export const command: CommandBody = {
  usage: 'DEVICE',
  positionals: [1, 1],
  flags: { json: { help: 'one JSON line' }, ...BROKER_FLAGS },
  details: `Reads what the device last reported and what is published for it, and says each thing that keeps it from
running that: pauses, windows, locks, the rollout, refused epochs with the last lines of what failed, stopped
and unhealthy services, and below each what would clear it. Asks nothing of the device itself. Published
targets are read here without a check of their signatures: that is for the device, which tells if one is bad.

Exit codes: 0 it is online and has converged; 1 it has not, is offline, or has never reported; 3 the broker was
not reached.`,
  async run(args, io) {
    const device = checkName('device', args.positionals[0]!)
    const warn = warning(io)
    const watch = await Watch.open(await brokerOptions(args, io), warn, [deviceTopics(device).target], device)
    try {
      const known = await gather(watch, device, warn)
      const found = convergenceOf(known)
      if (args.has('json')) io.out(`${JSON.stringify({ event: 'why', ...found })}\n`)
      else io.out(`${whyLines(known, Date.now(), paintWith(io.colour)).join('\n')}\n`)
      return found.converged ? EXIT.OK : EXIT.FAILED
    } finally {
      await watch.close()
    }
  },
}

async function gather(watch: Watch, device: string, warn: (message: string) => void): Promise<Known> {
  const seen: Seen = watch.fleet.get(device) ?? { device, presence: null, report: null }
  const fleet = fleetOf(seen)
  const topics = fleet === '' ? null : fleetTopics(fleet)
  if (topics !== null) await watch.read([topics.target, topics.rollout])
  const last = <M extends object>(of: Kind<M>, topic: string | undefined): M | null => {
    const bytes = topic === undefined ? null : watch.last(topic)
    try {
      return bytes === null ? null : peek(of, bytes, []).message
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
      warn(`${topic}: ${error.code} ${error.message}`)
      return null
    }
  }
  const published = {
    fleet: last(KINDS.Target, topics?.target),
    device: last(KINDS.Target, deviceTopics(device).target),
    rollout: last(KINDS.Rollout, topics?.rollout),
  }
  return { ...seen, published }
}
