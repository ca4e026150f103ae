/** `holdfast unpin`: a device goes with its fleet again. */

import { HoldfastError } from '../../protocol/errors.ts'
import { checkName, deviceTopics } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { warning } from '../cli/io.ts'
import { Watch } from '../follow/watch.ts'

export const command: CommandBody = {
  usage: 'DEVICE',
  positionals: [1, 1],
  flags: { json: { help: 'print what was done as JSON' }, ...BROKER_FLAGS },
  details: `Takes the device's own target away. It goes to what its fleet's target and rollout say, when they let it in.

Exit codes: 0 done; 1 it has no target of its own; 2 the command line was not understood; 3 the broker was not reached.`,
  async run(args, io) {
    const device = checkName('device', args.positionals[0]!)
    const { target: topic } = deviceTopics(device)
    const watch = await Watch.open(await brokerOptions(args, io), warning(io), [topic], device)
    try {
      if (watch.last(topic) === null)
        throw new HoldfastError('HF_TARGET_INVALID', 'has no target of its own', { place: device })
      await watch.publish(topic, new Uint8Array(), true)
      io.out(
        args.has('json') ? `${JSON.stringify({ event: 'unpinned', device })}\n` : `${device} goes with its fleet\n`,
      )
      return EXIT.OK
    } finally {
      await watch.close()
    }
  },
}
