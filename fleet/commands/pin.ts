/** `holdfast pin`: one device stays with a release, whatever its fleet is given. */

import { checkTarget } from '../../protocol/check-target.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { seal } from '../../protocol/signature.ts'
import { checkName, deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Target } from '../../protocol/types.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { warning } from '../cli/io.ts'
import { publishedTarget, refuseForeign, trustIn } from '../follow/published.ts'
import { refuseUncounted } from '../follow/published-trust.ts'
import { fleetOf, highestEpoch, type Seen } from '../follow/seen.ts'
import { Watch } from '../follow/watch.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'

export const command: CommandBody = {
  usage: 'DEVICE',
  positionals: [1, 1],
  flags: {
    json: { help: 'print what was published as JSON' },
    ...KEY_FLAGS,
    ...BROKER_FLAGS,
  },
  details: `Gives the device a target of its own, with the release that it runs now: that of its fleet's target, or the
fallback there. A target of its own goes over that of the fleet, so that it takes no part in rollouts, and no rollout
waits for it, until "holdfast unpin". For another release write: holdfast deploy FILE --device DEVICE.

Exit codes: 0 pinned; 1 it does not run what is published for its fleet, or something was wrong; 2 the command line was
not understood; 3 the broker was not reached.`,
  async run(args, io) {
    const device = checkName('device', args.positionals[0]!)
    const options = await brokerOptions(args, io)
    const keys = await loadPrivateKeys(args, io)
    needRole(keys, 'release')
    const warn = warning(io)
    const own = deviceTopics(device).target
    const watch = await Watch.open(options, warn, [own], device)
    try {
      const seen = watch.fleet.get(device)
      const fleet = seen === undefined ? '' : fleetOf(seen)
      if (seen === undefined || fleet === '')
        throw new HoldfastError('HF_DEVICE_UNKNOWN', 'has never reported', { place: device })
      const { target: topic } = fleetTopics(fleet)
      const trust = (await trustIn(watch, [fleet], warn, [topic])).get(fleet) ?? null
      const [ofFleet, before] = [topic, own].map((at) => publishedTarget(watch, at, trust ?? keys, warn))
      const signers = keys.filter(({ role }) => role === 'release').map(({ id }) => id)
      // Where a chain of trust is published it says who may sign, whoever signed before.
      if (before && trust === null) refuseForeign(before, signers, own)
      if (!ofFleet?.verified)
        throw new HoldfastError(
          'HF_TARGET_INVALID',
          'nothing that keys which count have signed is published for its fleet',
          {
            place: fleet,
          },
        )
      const epoch = Math.max(before?.message.epoch ?? 0, ofFleet.message.epoch, highestEpoch([seen])) + 1
      const release = releaseOf(seen, ofFleet.message)
      const { policy, network } = ofFleet.message
      const target = checkTarget(
        decode(
          KINDS.Target,
          encode(KINDS.Target, { device, epoch, release, fallback: null, policy, network, issuedAtMs: Date.now() }),
        ),
      )
      const signed = seal(KINDS.Target, target, keys)
      refuseUncounted(KINDS.Target, signed, trust, own)
      await watch.publish(own, signed, true)
      const { name, version, id } = target.release
      io.out(
        args.has('json')
          ? `${JSON.stringify({ event: 'pinned', device, fleet, epoch, release: { id, name, version } })}\n`
          : `${device} stays with ${`${name} ${version}`.trim()}, epoch ${epoch} of its own\n`,
      )
      return EXIT.OK
    } finally {
      await watch.close()
    }
  },
}

/** The one that it runs. @throws HF_TARGET_INVALID when that is not at hand */
function releaseOf({ device, report }: Seen, { release, fallback }: Target): Target['release'] {
  const runs = report?.current?.releaseId
  const found = [release, fallback].find((each) => each !== null && each.id === runs)
  if (found) return found
  const what =
    report?.current == null ? 'it runs nothing' : `it runs ${report.current.name} of epoch ${report.current.epoch}`
  throw new HoldfastError(
    'HF_TARGET_INVALID',
    `${what}, and that does not stand in its fleet's target; write: holdfast deploy FILE --device ${device}`,
    { place: device },
  )
}
