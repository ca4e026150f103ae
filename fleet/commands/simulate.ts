/**
 * `holdfast simulate` as the help lists it. The room of the operator may not import that of the simulators, so
 * `bin/holdfast.ts` sends the call there before it comes here.
 */
import { usage } from '../cli/args.ts'
import type { CommandBody } from '../cli/command.ts'

export const command: CommandBody = {
  usage: '--virtual|--broker URL [--devices N]',
  positionals: [0, 0],
  flags: {
    virtual: { help: 'virtual time, in one process' },
    seed: { value: 'TEXT', help: 'everything by chance follows from it' },
    seeds: { value: 'N', help: 'so many runs, the seeds are TEXT-1 to TEXT-N' },
    devices: { value: 'N', help: 'how many' },
    'first-device': { value: 'N', help: 'the number of the first' },
    days: { value: 'N', help: 'until faults end and the last release comes' },
    faults: { value: 'NAME', help: 'field, hard or none' },
    fault: { value: 'NAME=RATE/h', multiple: true, help: 'how often per device instead' },
    profile: { value: 'NAME=WEIGHT', multiple: true, help: 'which devices' },
    acts: { value: 'N', help: 'only the first N faults and commands' },
    trace: { help: 'every line of the trace' },
    broker: { value: 'URL', help: 'in real time, each device with its own connection there' },
    username: { value: 'NAME', help: 'of every device, at the broker' },
    'password-file': { value: 'FILE', help: 'of every device' },
    'ca-file': { value: 'FILE', help: 'certificates to trust' },
    fleet: { value: 'NAME', help: 'with --broker: which they belong to' },
    key: { value: 'FILE', multiple: true, help: 'with --broker: a public key that they trust' },
    ramp: { value: 'TIME', help: 'with --broker: switched on evenly over this time' },
    for: { value: 'TIME', help: 'with --broker: how long; default until told to stop' },
    failing: {
      value: 'TEXT=SHARE%[@TIME]',
      help: 'with --broker: such images fail on this share of the devices, so long after each start',
    },
    processes: { value: 'N', help: 'with --broker: share the fleet' },
    profiles: { value: 'FILE', help: 'further profiles, as JSON' },
    json: { help: 'figures as one line of JSON' },
  },
  details: '',
  run: () => Promise.reject(usage('run it as bin/holdfast simulate')),
}
