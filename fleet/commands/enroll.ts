/** `holdfast enroll`: the configuration file of one device. */
import { resolve } from 'node:path'
import { formatPublicKey } from '../../protocol/keys.ts'
import { checkName } from '../../protocol/topics.ts'
import { checkDeviceBrokerUrl } from '../broker/options.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { writeNew } from '../signing/files.ts'
import { loadPublicKeys } from '../signing/key-files.ts'

export const command: CommandBody = {
  usage: '--device NAME --fleet NAME --key FILE',
  positionals: [0, 0],
  flags: {
    device: { value: 'NAME', help: "the device's name" },
    fleet: { value: 'NAME', help: 'the fleet that it belongs to' },
    broker: { value: 'URL', help: 'the broker as the device reaches it, mqtt: or mqtts:; default $HOLDFAST_BROKER' },
    user: { value: 'NAME', help: "the device's user at the broker" },
    'password-file': { value: 'FILE', help: 'on the device: holds its password' },
    'ca-file': { value: 'FILE', help: 'on the device: certificates to trust' },
    key: { value: 'FILE', multiple: true, help: 'a public key that the device trusts: release.pub, rollout.pub' },
    data: { value: 'DIR', help: "on the device: the agent's data; default /var/lib/holdfast" },
    engine: { value: 'SOCKET', help: "on the device: Docker's socket; default /var/run/docker.sock" },
    'device-type': { value: 'TYPE', help: 'what a release may require' },
    out: { value: 'FILE', help: 'where to write it; default agent.json' },
  },
  details: `Bring the file to the device and run: holdfast agent --config agent.json

Example:
  holdfast enroll --device till-1 --fleet shop --broker mqtt://broker.example:1883 \\
    --key release.pub --key rollout.pub --out till-1.json`,
  async run(args, io) {
    const keys = await loadPublicKeys(args.all('key').map((path) => resolve(io.cwd, path)))
    if (!keys.some(({ role }) => role === 'release')) throw usage('the public release key is needed', '--key')
    const username = args.text('user')
    const passwordFile = args.text('password-file')
    const caFile = args.text('ca-file')
    const deviceType = args.text('device-type')
    const url = args.text('broker') ?? io.env.HOLDFAST_BROKER ?? ''
    const { protocol } = checkDeviceBrokerUrl(url)
    if (caFile !== undefined && protocol !== 'mqtts:')
      throw usage('is of no use without mqtts: in --broker', '--ca-file')
    if (passwordFile !== undefined && username === undefined) throw usage('is needed with --password-file', '--user')
    const config = {
      device: checkName('device', args.required('device')),
      fleet: checkName('fleet', args.required('fleet')),
      broker: {
        url,
        ...(username === undefined ? {} : { username }),
        ...(passwordFile === undefined ? {} : { passwordFile }),
        ...(caFile === undefined ? {} : { caFile }),
      },
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
