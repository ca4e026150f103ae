/** `holdfast net`: how a device is connected. */

import { checkName } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { warning } from '../cli/io.ts'
import { paintWith } from '../cli/style.ts'
import { netJson, netLines } from '../follow/net-lines.ts'
import { Watch } from '../follow/watch.ts'

export const command: CommandBody = {
  usage: 'DEVICE',
  positionals: [1, 1],
  flags: { json: { help: 'one JSON line' }, ...BROKER_FLAGS },
  details: `Shows what the device last reported of its links (the one that its traffic leaves by has a star), of the internet
beyond them and of its broker, and what has become of the network configuration that it was given. Signal, bytes and
the time that the broker takes are as of its last report, which is not sent for their sake.

Exit codes: 0 shown; 1 the device has never reported; 3 the broker was not reached.`,
  async run(args, io) {
    const device = checkName('device', args.positionals[0]!)
    const warn = warning(io)
    const watch = await Watch.open(await brokerOptions(args, io), warn, [], device)
    await watch.close()
    const seen = watch.fleet.get(device) ?? { device, presence: null, report: null }
    if (args.has('json')) io.out(`${JSON.stringify(netJson(seen))}\n`)
    else io.out(`${netLines(seen, paintWith(io.colour)).join('\n')}\n`)
    return seen.report === null ? EXIT.FAILED : EXIT.OK
  },
}
