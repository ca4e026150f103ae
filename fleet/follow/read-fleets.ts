/**
 * What the broker retains of every fleet, for commands that look at many.
 *
 * Invariant: looks only; nothing is published, and who has signed what makes no difference to it.
 */
import { everyFleet, fleetTopics } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import type { Args } from '../cli/args.ts'
import { type Io, warning } from '../cli/io.ts'
import type { Published } from './overview.ts'
import { publishedRollout, publishedTarget } from './published.ts'
import type { Seen } from './seen.ts'
import { Watch } from './watch.ts'

export const LOOK_FLAGS = BROKER_FLAGS

/** @throws HF_BROKER_… */
export async function readFleets(args: Args, io: Io): Promise<{ published: Published[]; devices: Seen[] }> {
  const warn = warning(io)
  const watch = await Watch.open(await brokerOptions(args, io), warn, [everyFleet('target'), everyFleet('rollout')])
  await watch.close()
  const published = watch.fleetNames.map((fleet) => {
    const { target, rollout } = fleetTopics(fleet)
    return {
      fleet,
      target: publishedTarget(watch, target, [], warn)?.message ?? null,
      rollout: publishedRollout(watch, rollout, []),
    }
  })
  return { published, devices: [...watch.fleet.values()] }
}
