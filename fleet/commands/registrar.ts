/** `holdfast registrar`: the service that answers claims; its beginning, and its audit log. */
import { resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { BROKER_FLAGS, brokerOptions, checkDeviceBrokerUrl } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { eventLine } from '../cli/event-line.ts'
import type { Io } from '../cli/io.ts'
import { MOST_URL } from '../registrar/answer-room.ts'
import { AUTHORITY_FLAGS, authorityOpener, isElsewhere, ownAuthority } from '../registrar/authority-options.ts'
import { isRegistrarData, needData, needReadable, readAudit } from '../registrar/control.ts'
import { DATA_FLAG, dataDirectory, readCommand } from '../registrar/data-options.ts'
import { DEFAULT_RULES } from '../registrar/decide.ts'
import { DEFAULT_LIMITS } from '../registrar/limits.ts'
import { RegistryStore } from '../registrar/registry-store.ts'
import { serveRegistrar } from '../registrar/serve.ts'

export const command: CommandBody = {
  usage: '[init|audit]',
  positionals: [0, 1],
  flags: {
    ...DATA_FLAG,
    ...AUTHORITY_FLAGS,
    'broker-files': { value: 'DIR', help: 'what "holdfast broker config mosquitto" wrote, to be kept up to date' },
    reload: {
      value: 'COMMAND',
      help: "has the broker read them again: 'systemctl reload holdfast-mosquitto'",
    },
    'device-broker': {
      value: 'URL',
      help: 'where devices connect with their certificates: mqtts://HOST[:PORT]; default where they claimed',
    },
    'recover-for': { value: 'TIME', help: 'for how long after its end a certificate still recovers; default 365d' },
    'per-second': {
      value: 'N',
      help: `claims that are looked at in a second, and as many renewals; default ${DEFAULT_LIMITS.perSecond}`,
    },
    last: { value: 'N', help: 'with audit: so many entries from the end; default 100' },
    json: { help: 'one JSON line for each event' },
    ...BROKER_FLAGS,
  },
  details: `Answers claims of devices, renews certificates, and keeps the list of revoked ones. A second registrar on the same
data directory (a shared or replicated disk) stands by, and takes over when the first has ended.

"holdfast registrar init" begins one, once: it makes the data directory, and in it an authority, unless
--authority-command names another. "holdfast broker config mosquitto" does that too. Keep a copy of authority.key in a
safe place. Without them a registrar does not start: a directory that was mistyped would be one that knows no device.

"holdfast registrar audit" prints what was granted, refused, approved and revoked, from the data directory.

Exit codes: 0 told to stop; 1 it cannot go on, the message says why; 3 the broker was not reached.`,
  async run(args, io) {
    const data = dataDirectory(args, io)
    const json = args.has('json')
    const tell = (event: string, facts: object, atMs = Date.now()): void =>
      io.out(eventLine({ event, ...facts }, atMs, json))
    const action = args.positionals[0]
    if (action === 'audit') {
      for (const { sequence: _, atMs, event, ...facts } of await readAudit(data, args.count('last', 100, 1)))
        tell(event, facts, atMs)
      return EXIT.OK
    }
    if (action === 'init') {
      await begin(args, io, data)
      return EXIT.OK
    }
    if (action !== undefined) throw usage(`${JSON.stringify(action)} is not "init" or "audit"`)
    const files = args.text('broker-files')
    const reload = args.text('reload')
    if (reload !== undefined && files === undefined) throw usage('is needed with --reload', '--broker-files')
    const brokerUrl = args.text('device-broker') ?? ''
    if (brokerUrl !== '') checkDeviceBrokerUrl(brokerUrl, '--device-broker')
    if (brokerUrl.length > MOST_URL) throw usage(`has more than ${MOST_URL} characters`, '--device-broker')
    if (files !== undefined && brokerUrl === '')
      throw usage('is needed with --broker-files: devices connect at another door than they claim', '--device-broker')
    const perSecond = args.count('per-second', DEFAULT_LIMITS.perSecond, 1)
    const openAuthority = authorityOpener(args, io, data)
    const broker = await brokerOptions(args, io)
    if (broker.others?.length) throw usage('is one: a registrar keeps nothing at a broker', '--broker')
    await needData(data)
    await serveRegistrar({
      data,
      broker,
      openAuthority,
      access:
        files === undefined
          ? null
          : {
              directory: resolve(io.cwd, files),
              reload: reload === undefined ? null : readCommand(reload, '--reload'),
            },
      brokerUrl,
      rules: { ...DEFAULT_RULES, recoveryMs: args.duration('recover-for', DEFAULT_RULES.recoveryMs) },
      limits: { ...DEFAULT_LIMITS, perSecond, burst: Math.max(DEFAULT_LIMITS.burst, perSecond) },
      log: tell,
      signal: io.signal,
    })
    return EXIT.OK
  },
}

/** The directory, and what makes it that of a registrar. @throws HF_FILE_UNREADABLE when it is one already */
async function begin(args: Args, io: Io, data: string): Promise<void> {
  await needReadable(data)
  if (await isRegistrarData(data))
    throw new HoldfastError('HF_FILE_UNREADABLE', 'holds the data of a registrar already', { place: data })
  if (isElsewhere(args)) {
    await authorityOpener(args, io, data)()
    await (await RegistryStore.open(data)).close()
    io.out(`begun: ${data}\n`)
  } else {
    await ownAuthority(args, io, data, (file) => io.out(`begun: ${data}\nthe authority: ${file}\n`))
  }
}
