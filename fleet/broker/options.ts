/**
 * Where the broker is and who we are to it, from flags and variables.
 *
 * Invariant: a password comes from a file or the broker's URL, never from a flag, and is never shown.
 */
import { readFile } from 'node:fs/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { isName } from '../../protocol/topics.ts'
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { deskPath } from './desk.ts'

/** Which MQTT to speak; `auto` tries 5 and falls back to 3.1.1. */
type MqttVersion = '5' | '3.1.1' | 'auto'

export interface BrokerOptions {
  url: string
  /** Its name: the broker keeps what comes while nobody of that name is there. Absent: nothing is kept. */
  session?: string
  /** Nodes of the same cluster, where what is retained is published too. */
  others?: readonly string[]
  /** Topics of which the others are to have what the first retains as well, whoever has published it. Default: none. */
  keeps?(topic: string): boolean
  /** Told of those that do not take it. */
  warn?(message: string): void
  /** Told when one of the others has got what it lacked. */
  brought?(url: string, topics: readonly string[]): void
  /** How long one of the others is waited for. */
  patienceMs?: number
  /** Between two attempts to reach one of the others that was away from the start, ms. */
  againMs?: number
  user?: string
  password?: string
  /** Certificates to trust, PEM. */
  ca?: Buffer
  version: MqttVersion
  connectTimeoutMs: number
}

export const BROKER_FLAGS: Readonly<Record<string, Flag>> = {
  broker: {
    value: 'URL',
    multiple: true,
    help: "mqtt://HOST[:PORT], mqtts:, ws: or wss:; unix:/PATH is one agent's own socket; default $HOLDFAST_BROKER; each further one is a node where what is retained is published too",
  },
  user: { value: 'NAME', help: 'user at the broker' },
  'password-file': { value: 'FILE', help: 'holds the password in its first line' },
  'ca-file': { value: 'FILE', help: "PEM certificates to trust, instead of the system's" },
  mqtt: {
    value: 'VERSION',
    choices: ['5', '3.1.1'],
    help: '5 or 3.1.1; default 5, and 3.1.1 if the broker does not know it',
  },
}

/** For those that write down what devices say. */
export const SESSION_FLAG: Readonly<Record<string, Flag>> = {
  session: {
    value: 'NAME',
    help: 'the broker keeps what comes while nobody of this name is there, for a day: where it retains nothing for a wildcard (RabbitMQ); each that runs needs a name of its own',
  },
}

const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:']

/**
 * Reads the broker's flags.
 * @throws HF_USAGE, HF_FILE_UNREADABLE
 */
export async function brokerOptions(args: Args, io: Io): Promise<BrokerOptions> {
  const [url = io.env.HOLDFAST_BROKER ?? '', ...others] = args.all('broker')
  const version = args.text('mqtt') ?? 'auto'
  if (version !== '5' && version !== '3.1.1' && version !== 'auto')
    throw usage(`${JSON.stringify(version)} is not 5 or 3.1.1`, '--mqtt')
  const passwordFile = args.text('password-file')
  const caFile = args.text('ca-file')
  const user = args.text('user')
  const session = args.text('session')
  if (session !== undefined && !isName(session)) throw usage(`${JSON.stringify(session)} cannot be a name`, '--session')
  if (passwordFile !== undefined && user === undefined) throw usage('is needed with --password-file', '--user')
  if (others.length > 0 && [url, ...others].some((one) => deskPath(one) !== null))
    throw usage("an agent's own socket stands alone", '--broker')
  return {
    url: deskPath(url) === null ? checkBrokerUrl(url, PROTOCOLS) : url,
    others: others.map((one) => checkBrokerUrl(one, PROTOCOLS)),
    warn: warning(io),
    version,
    connectTimeoutMs: 10_000,
    ...(session === undefined ? {} : { session }),
    ...(user === undefined ? {} : { user }),
    ...(passwordFile === undefined ? {} : { password: (await read(passwordFile)).toString('utf8').split(/\r?\n/)[0]! }),
    ...(caFile === undefined ? {} : { ca: await read(caFile) }),
  }
}

/**
 * The broker as a device is told of it: only what the agent takes.
 * @throws HF_USAGE, without the URL, in which a password may stand
 */
export function checkDeviceBrokerUrl(url: string, flag = '--broker'): URL {
  const parsed = new URL(checkBrokerUrl(url, PROTOCOLS, flag))
  if (parsed.username !== '' || parsed.password !== '')
    throw usage('holds a user or a password, which go into --user and --password-file', flag)
  const isWeb = parsed.protocol.startsWith('ws')
  if ((!isWeb && (/[^/]/.test(parsed.pathname) || parsed.search !== '')) || parsed.hash !== '')
    throw usage('goes on after host and port', flag)
  return parsed
}

function checkBrokerUrl(url: string, protocols: readonly string[], flag = '--broker'): string {
  if (url === '') throw usage('is needed, or the variable HOLDFAST_BROKER', flag)
  if (!URL.canParse(url) || !protocols.includes(new URL(url).protocol) || new URL(url).hostname === '')
    throw usage(`has to be a URL such as mqtt://broker.example:1883 (${protocols.join(' ')})`, flag)
  return url
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: path, cause })
  }
}
