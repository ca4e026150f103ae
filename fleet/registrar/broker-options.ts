/**
 * Where the brokers are to listen and to keep things, from flags.
 *
 * Invariant: what is read here goes into configuration files and a certificate as it is: no value has a line break, and
 * each name, address and port is one.
 */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type Args, usage } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import type { MosquittoPorts } from './mosquitto-config.ts'

export const DEFAULT_PORTS: Readonly<MosquittoPorts> = { devices: 8883, claims: 8884, operators: 8885, bridge: 1885 }
const DEFAULT_STATE = '/var/lib/mosquitto'
const MOST_PORT = 65_535

export const BROKER_FILES_FLAGS: Readonly<Record<string, Flag>> = {
  out: { value: 'DIR', help: 'where to write the files, and where the brokers read them' },
  state: { value: 'DIR', help: `where the broker of devices keeps what is retained; default ${DEFAULT_STATE}` },
  host: {
    value: 'NAME',
    multiple: true,
    help: 'how the broker is reached: a name or an address, for its certificate',
  },
  bind: { value: 'ADDRESS', help: 'where it listens; default 0.0.0.0' },
  ...Object.fromEntries(
    Object.entries(DEFAULT_PORTS).map(([door, port]) => [
      `${door}-port`,
      { value: 'PORT', help: `for ${door}; default ${port}` },
    ]),
  ),
}

export interface BrokerFilesOptions {
  directory: string
  state: string
  hosts: string[]
  bind: string
  ports: MosquittoPorts
}

/** @throws HF_USAGE */
export function brokerFilesOptions(args: Args, io: Io): BrokerFilesOptions {
  args.required('host')
  return {
    directory: resolve(io.cwd, oneLine(args.required('out'), '--out')),
    state: resolve(io.cwd, oneLine(args.text('state') ?? DEFAULT_STATE, '--state')),
    hosts: [...new Set([...args.all('host').map((host) => hostOf(host, '--host')), 'localhost', '127.0.0.1'])],
    bind: hostOf(args.text('bind') ?? '0.0.0.0', '--bind'),
    ports: portsOf(args),
  }
}

function portsOf(args: Args): MosquittoPorts {
  const ports = { ...DEFAULT_PORTS }
  const taken = new Map<number, keyof MosquittoPorts>()
  for (const door of Object.keys(ports) as (keyof MosquittoPorts)[]) {
    ports[door] = args.count(`${door}-port`, ports[door], 1, MOST_PORT)
    const other = taken.get(ports[door])
    if (other !== undefined) {
      const given = args.text(`${door}-port`) === undefined ? other : door
      throw usage(`${ports[door]} is the port for ${given === door ? other : door}`, `--${given}-port`)
    }
    taken.set(ports[door], door)
  }
  return ports
}

/** A name as DNS has it, or an address: what looks like one has to be one. */
function hostOf(host: string, flag: string): string {
  const isName = host.length <= 253 && /^[\w-]+(?:\.[\w-]+)*$/.test(host) && !/(?:^|\.)\d+$/.test(host)
  if (isIP(host) === 0 && !isName) throw usage(`${JSON.stringify(host)} is no name and no address`, flag)
  return host
}

function oneLine(path: string, flag: string): string {
  if (/\p{Cc}/u.test(path)) throw usage(`${JSON.stringify(path)} is not the name of a directory`, flag)
  return path
}
