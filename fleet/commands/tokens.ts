/** `holdfast tokens`: what lets devices of one image become devices of one fleet. */
import { checkName } from '../../protocol/topics.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { alignColumns, paintWith } from '../cli/style.ts'
import { ask } from '../registrar/control.ts'
import { DATA_FLAG, dataDirectory } from '../registrar/data-options.ts'
import { tokenText } from '../registrar/proofs.ts'
import { TOKEN_MS } from '../registrar/request-fields.ts'
import { formatMinute } from '../text/moment.ts'

const DAY_MS = 86_400_000

export const command: CommandBody = {
  usage: 'create --fleet NAME | list | revoke ID',
  positionals: [1, 2],
  flags: {
    fleet: { value: 'NAME', help: 'with create: the fleet that its devices join' },
    uses: { value: 'N', help: 'with create: how many devices may use it; default 1' },
    for: { value: 'TIME', help: 'with create: for how long, from 1m to 3650d; default 24h' },
    json: { help: 'one JSON line for each token' },
    ...DATA_FLAG,
  },
  details: `The token is printed once, at its making: a secret, for a file that its owner alone reads, and from there for a file
of the device's image (tokenFile). It never travels: a device proves that it has it. A claim that is repeated is
answered the same and spends nothing.

Example:
  (umask 077; holdfast tokens create --fleet shop --uses 500 --for 48h > shop.token)`,
  async run(args, io) {
    const [action, id] = args.positionals as [string, string | undefined]
    const data = dataDirectory(args, io)
    const json = args.has('json')
    if ((action === 'revoke') !== (id !== undefined)) throw usage('needs the id of a token, and it alone', 'revoke')
    if (action === 'create') {
      const forMs = args.duration('for', DAY_MS, TOKEN_MS.least, TOKEN_MS.most)
      const uses = args.count('uses', 1, 1)
      const fleet = checkName('fleet', args.required('fleet'))
      const request = { do: 'createToken', fleet, uses, forMs } as const
      const { answer } = await ask<'createToken'>(data, request)
      const { secret: _, ...shown } = answer
      io.out(
        json ? `${JSON.stringify({ event: 'token', ...shown, token: tokenText(answer) })}\n` : `${tokenText(answer)}\n`,
      )
      return EXIT.OK
    }
    if (action === 'revoke') {
      await ask<'revokeToken'>(data, { do: 'revokeToken', id: id! })
      io.out(json ? `${JSON.stringify({ event: 'token revoked', id })}\n` : `${id} is revoked\n`)
      return EXIT.OK
    }
    if (action !== 'list') throw usage(`${JSON.stringify(action)} is not create, list or revoke`)
    const { answer } = await ask<'tokens'>(data, { do: 'tokens' })
    if (json) for (const token of answer) io.out(`${JSON.stringify({ event: 'token', ...token })}\n`)
    else if (answer.length === 0) io.err('no tokens\n')
    else {
      const paint = paintWith(io.colour)
      const header = ['TOKEN', 'FLEET', 'USED', 'UNTIL', 'STATE'].map((title) => paint('bold', title))
      const rows = answer.map(({ id, fleet, used, uses, expiresMs, revoked }) => [
        id,
        fleet,
        `${used}/${uses}`,
        formatMinute(expiresMs),
        revoked ? 'revoked' : expiresMs <= Date.now() ? 'over' : used >= uses ? 'used up' : 'good',
      ])
      io.out(`${alignColumns([header, ...rows]).join('\n')}\n`)
    }
    return EXIT.OK
  },
}
