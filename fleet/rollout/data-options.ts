/** Where the controller keeps its rollouts, from flags and variables. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Args } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'

export const CONTROLLER_DATA_FLAG: Readonly<Record<string, Flag>> = {
  data: {
    value: 'DIR',
    help: "the controller's data; default $HOLDFAST_CONTROLLER, or ~/.local/state/holdfast/controller",
  },
}

export function controllerData(args: Args, io: Io): string {
  const { HOLDFAST_CONTROLLER, XDG_STATE_HOME } = io.env
  const usual = join(XDG_STATE_HOME ?? join(io.env.HOME ?? homedir(), '.local', 'state'), 'holdfast', 'controller')
  return resolve(io.cwd, args.text('data') ?? HOLDFAST_CONTROLLER ?? usual)
}
