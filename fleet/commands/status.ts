/** `holdfast status`: what the devices last said. */
import { checkName } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { paintWith } from '../cli/style.ts'
import { membersOf } from '../follow/seen.ts'
import { statusJson } from '../follow/status-json.ts'
import { statusLines } from '../follow/status-lines.ts'
import { Watch } from '../follow/watch.ts'

export const command: CommandBody = {
  usage: '',
  positionals: [0, 0],
  flags: {
    fleet: { value: 'NAME', help: 'only this fleet' },
    device: { value: 'NAME', help: 'only this device' },
    json: { help: 'one JSON line for each device' },
    ...BROKER_FLAGS,
  },
  details: 'Exit codes: 0 shown; 1 the device named has never reported; 3 the broker was not reached.',
  async run(args, io) {
    const fleet = args.text('fleet')
    const device = args.text('device')
    if (fleet !== undefined) checkName('fleet', fleet)
    const options = await brokerOptions(args, io)
    const watch = await Watch.open(options, (message) => io.err(`warning: ${message}\n`), [], device)
    await watch.close()
    const members = membersOf(watch.fleet, fleet)
    if (args.has('json')) for (const seen of members) io.out(`${JSON.stringify(statusJson(seen))}\n`)
    else if (members.length === 0) io.err('no device has reported\n')
    else io.out(`${statusLines(members, paintWith(io.colour)).join('\n')}\n`)
    return device !== undefined && members.length === 0 ? EXIT.FAILED : EXIT.OK
  },
}
