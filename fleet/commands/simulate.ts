/**
 * `holdfast simulate` as the help lists it. The room of the operator may not import that of the simulators, so
 * `bin/holdfast.ts` sends the call there before it comes here.
 */
import { usage } from '../cli/args.ts'
import type { CommandBody } from '../cli/command.ts'

export const command: CommandBody = {
  usage: '--virtual [--seed TEXT] [--devices N] [--days N]',
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
    json: { help: 'figures as one line of JSON' },
  },
  details: '',
  run: () => Promise.reject(usage('run it as bin/holdfast simulate')),
}
