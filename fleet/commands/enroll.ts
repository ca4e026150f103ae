/** `holdfast enroll`: the configuration file of one device, or of many that claim who they are. */
import { resolve } from 'node:path'
import { formatPublicKey } from '../../protocol/keys.ts'
import { checkName } from '../../protocol/topics.ts'
import { checkDeviceBrokerUrl } from '../broker/options.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { writeNew } from '../signing/files.ts'
import { loadPublicKeys } from '../signing/key-files.ts'

export const command: CommandBody = {
  usage: '(--device NAME --fleet NAME | --claim-url URL) --key FILE',
  positionals: [0, 0],
  flags: {
    device: { value: 'NAME', help: "the device's name; with --claim-url its wish" },
    fleet: { value: 'NAME', help: 'the fleet that it belongs to; with --claim-url its wish' },
    broker: {
      value: 'URL',
      help: 'the broker as the device reaches it, mqtt:, mqtts:, ws: or wss:; default $HOLDFAST_BROKER',
    },
    'claim-url': {
      value: 'URL',
      help: 'mqtts: where devices claim: one file for many, each becomes somebody by itself',
    },
    'token-file': { value: 'FILE', help: 'on the device: the token that it claims with' },
    serial: { value: 'SERIAL', help: 'what the board calls itself' },
    'code-file': { value: 'FILE', help: "on the device: the serial's one-time code, to claim with" },
    authority: { value: 'FILE', help: 'on the device: the authority whose certificates alone it takes' },
    user: { value: 'NAME', help: "the device's user at the broker; with --claim-url the one of all claims" },
    'password-file': { value: 'FILE', help: 'on the device: holds its password' },
    'ca-file': { value: 'FILE', help: 'on the device: certificates to trust' },
    key: { value: 'FILE', multiple: true, help: 'a public key that the device trusts: release.pub, rollout.pub' },
    data: { value: 'DIR', help: "on the device: the agent's data; default /var/lib/holdfast" },
    engine: { value: 'SOCKET', help: "on the device: Docker's socket; default /var/run/docker.sock" },
    'device-type': { value: 'TYPE', help: 'what a release may require' },
    out: { value: 'FILE', help: 'where to write it; default agent.json' },
  },
  details: `Bring the file to the device and run: holdfast agent --config agent.json

With --claim-url the device proves itself by --token-file, or by --serial and --code-file, or waits for
"holdfast devices approve".

Examples:
  holdfast enroll --device till-1 --fleet shop --broker mqtt://broker.example:1883 \\
    --key release.pub --key rollout.pub --out till-1.json
  holdfast enroll --claim-url mqtts://broker.example:8884 --user claim --password-file claim.password \\
    --ca-file authority.pem --authority authority.pem --token-file token --key release.pub --key rollout.pub`,
  async run(args, io) {
    const keys = await loadPublicKeys(args.all('key').map((path) => resolve(io.cwd, path)))
    if (!keys.some(({ role }) => role === 'release')) throw usage('the public release key is needed', '--key')
    const deviceType = args.text('device-type')
    const config = {
      ...(args.text('claim-url') === undefined ? givenIdentity(args, io) : { claim: claimTerms(args) }),
      trustedKeys: keys.map(formatPublicKey),
      dataDir: args.text('data') ?? '/var/lib/holdfast',
      engine: { socket: args.text('engine') ?? '/var/run/docker.sock' },
      ...(deviceType === undefined ? {} : { deviceType }),
    }
    const out = args.text('out') ?? 'agent.json'
    await writeNew(resolve(io.cwd, out), `${JSON.stringify(config, null, 2)}\n`, 0o644)
    io.out(`written to ${out}; on the device: holdfast agent --config ${out}\n`)
    return EXIT.OK
  },
}

const SECURE = ['mqtts:', 'wss:']
const CLAIM_FLAGS = ['token-file', 'serial', 'code-file', 'authority'] as const

function givenIdentity(args: Args, io: Io) {
  const stray = CLAIM_FLAGS.find((flag) => args.text(flag) !== undefined)
  if (stray !== undefined) throw usage(`is of no use without --claim-url`, `--${stray}`)
  const url = args.text('broker') ?? io.env.HOLDFAST_BROKER ?? ''
  const { protocol } = checkDeviceBrokerUrl(url)
  return {
    device: checkName('device', args.required('device')),
    fleet: checkName('fleet', args.required('fleet')),
    broker: { url, ...access(args, protocol, '--broker') },
  }
}

function claimTerms(args: Args) {
  const url = args.required('claim-url')
  if (args.text('broker') !== undefined) throw usage('is told by the registrar, with --claim-url', '--broker')
  const { protocol } = checkDeviceBrokerUrl(url)
  if (!SECURE.includes(protocol)) throw usage('is mqtts://HOST[:PORT], or wss:', '--claim-url')
  const [device, fleet] = [args.text('device'), args.text('fleet')]
  const [tokenFile, codeFile, serial] = [args.text('token-file'), args.text('code-file'), args.text('serial')]
  const authorityFile = args.text('authority')
  if (tokenFile !== undefined && codeFile !== undefined) throw usage('or --token-file: one proof', '--code-file')
  if (codeFile !== undefined && serial === undefined) throw usage('is needed with --code-file', '--serial')
  return {
    url,
    ...access(args, protocol, '--claim-url'),
    ...(device === undefined ? {} : { device: checkName('device', device) }),
    ...(fleet === undefined ? {} : { fleet: checkName('fleet', fleet) }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(serial === undefined ? {} : { serial }),
    ...(codeFile === undefined ? {} : { codeFile }),
    ...(authorityFile === undefined ? {} : { authorityFile }),
  }
}

/** What the device shows the broker, and what it wants to be shown. */
function access(args: Args, protocol: string, urlFlag: string) {
  const [username, passwordFile, caFile] = [args.text('user'), args.text('password-file'), args.text('ca-file')]
  if (caFile !== undefined && !SECURE.includes(protocol))
    throw usage(`is of no use without mqtts: or wss: in ${urlFlag}`, '--ca-file')
  if (passwordFile !== undefined && username === undefined) throw usage('is needed with --password-file', '--user')
  return {
    ...(username === undefined ? {} : { username }),
    ...(passwordFile === undefined ? {} : { passwordFile }),
    ...(caFile === undefined ? {} : { caFile }),
  }
}
