/**
 * `holdfast agent` as the help lists it. The room of the operator may not import that of the agent, so
 * `bin/holdfast.ts` sends the call there before it comes here.
 */
import { usage } from '../cli/args.ts'
import type { CommandBody } from '../cli/command.ts'

export const command: CommandBody = {
  usage: '--config FILE',
  positionals: [0, 0],
  flags: { config: { value: 'FILE', help: 'as "holdfast enroll" writes it' } },
  details: '',
  run: () => Promise.reject(usage('run it as bin/holdfast agent')),
}
