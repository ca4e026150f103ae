/** `holdfast dashboard`: the fleet and its devices in a browser. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { warning } from '../cli/io.ts'
import { isLoopback, parseListen } from '../web/listen-address.ts'
import { serveDashboard } from '../web/serve.ts'

const LISTEN = '127.0.0.1:8600'
/** What nobody guesses, even at thousands of tries an hour. */
const LEAST_CHARACTERS = 16

export const command: CommandBody = {
  usage: '',
  positionals: [0, 0],
  flags: {
    listen: { value: 'HOST:PORT', help: `where to listen; default ${LISTEN}, which only this machine reaches` },
    'token-file': { value: 'FILE', help: 'holds the token for signing in, in its first line; default a new one' },
    'read-only': { help: 'show, and send nothing to any device' },
    host: {
      value: 'NAME[:PORT]',
      multiple: true,
      help: 'another name that browsers call it by, behind a proxy for one',
    },
    tls: { help: 'browsers reach it over TLS, by a proxy in front: the sign-in goes over nothing else' },
    ...BROKER_FLAGS,
  },
  details: `Shows every device that reports to the broker, and of each one its state charts, live or from its flight record.
Opening the address that it prints signs you in: the token stands behind the #, which browsers do not send. It serves
plain HTTP: for others than this machine put a proxy that speaks TLS in front, and give --host and --tls.

Exit codes: 0 ended by Ctrl-C; 1 it could not listen; 3 the broker was not reached.`,
  async run(args, io) {
    const listen = parseListen(args.text('listen') ?? LISTEN)
    const broker = await brokerOptions(args, io)
    const file = args.text('token-file')
    const token = file === undefined ? randomBytes(24).toString('base64url') : await readToken(resolve(io.cwd, file))
    const warn = warning(io)
    const secureCookie = args.has('tls')
    if (!isLoopback(listen.host) && !secureCookie)
      warn(`${listen.host} is reached from other machines, and token and data go there unencrypted`)
    const options = { listen, broker, token, secureCookie, warn, readOnly: args.has('read-only') }
    const dashboard = await serveDashboard({ ...options, hosts: args.all('host') })
    io.out(`${dashboard.url}${file === undefined ? `#token=${token}` : ''}\n`)
    if (!io.signal.aborted) await once(io.signal, 'abort')
    await dashboard.close()
    return EXIT.OK
  },
}

async function readToken(path: string): Promise<string> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: path, cause })
  }
  const token = text.split(/\r?\n/)[0]!.trim()
  if (token.length >= LEAST_CHARACTERS) return token
  throw new HoldfastError('HF_FILE_INVALID', `the token has fewer than ${LEAST_CHARACTERS} characters`, { place: path })
}
