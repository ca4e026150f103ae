/** `holdfast completion`: what shells read to complete our command lines. */
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { completionScript, SHELLS, type Shell } from '../cli/completion-scripts.ts'
import { completionWords } from '../cli/completion-words.ts'

export const command: CommandBody = {
  usage: 'bash|zsh|fish',
  positionals: [1, 1],
  flags: {},
  details: `In the shell's own start file:
  bash  eval "$(holdfast completion bash)"
  zsh   source <(holdfast completion zsh)
  fish  holdfast completion fish | source

Exit codes: 0 printed; 2 the command line was not understood.`,
  async run(args, io) {
    const shell = args.positionals[0]!
    if (!SHELLS.includes(shell as Shell)) throw usage(`${JSON.stringify(shell)} is not one of ${SHELLS.join(', ')}`)
    // Not above: the list names this file.
    const { COMMANDS } = await import('../cli/commands.ts')
    const commands = await Promise.all(COMMANDS.map((entry) => entry.load()))
    io.out(completionScript(shell as Shell, completionWords(commands)))
    return EXIT.OK
  },
}
