/** `holdfast network check`: whether a network configuration can be given to devices. */
import { networkHash } from '../../protocol/network-hash.ts'
import { secretsWanted } from '../../protocol/network-secrets.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { networkLines } from '../network/network-lines.ts'
import { readNetworkFile } from '../signing/prepare-release.ts'

export const command: CommandBody = {
  usage: 'check FILE',
  positionals: [2, 2],
  flags: { json: { help: 'one JSON line' } },
  details: `Reads the file as "holdfast deploy --network FILE" does, says everything that is wrong with its place, and writes
nothing and asks nobody. Its words are in docs/network-configuration.md. Whether the configuration works, only a device
can tell: it tries it, and goes back by itself when it does not reach its broker over it.

Exit codes: 0 a device would try it; 1 something is wrong with it; 2 the command line was not understood.`,
  async run(args, io) {
    const [word = '', file = ''] = args.positionals
    if (word !== 'check') throw usage(`${JSON.stringify(word)} is not check`)
    const config = await readNetworkFile(file, io)
    const hash = networkHash(config)
    const secrets = secretsWanted(config)
    if (args.has('json')) io.out(`${JSON.stringify({ event: 'network', file, hash, secrets, network: config })}\n`)
    else io.out(`${networkLines(config, hash).join('\n')}\n`)
    return EXIT.OK
  },
}
