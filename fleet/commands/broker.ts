/** `holdfast broker`: configuration for a broker that keeps devices apart. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { chmod, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { DEVICES_ACL, deviceRules, REVOKED_CRL } from '../registrar/access-files.ts'
import { AUTHORITY_FLAGS, ownAuthority } from '../registrar/authority-options.ts'
import { BROKER_FILES_FLAGS, brokerFilesOptions, DEFAULT_PORTS } from '../registrar/broker-options.ts'
import { DATA_FLAG, dataDirectory } from '../registrar/data-options.ts'
import { type MosquittoUser, mosquittoFiles } from '../registrar/mosquitto-config.ts'
import type { OwnAuthority } from '../registrar/own-authority.ts'
import { makeFolder, readBytes, writeAtomic, writeNew } from '../signing/files.ts'

const USERS = ['claim', 'registrar', 'operator', 'bridge'] as const satisfies readonly MosquittoUser[]

export const command: CommandBody = {
  usage: 'config mosquitto --out DIR --host NAME',
  positionals: [2, 2],
  flags: {
    ...BROKER_FILES_FLAGS,
    ...DATA_FLAG,
    'passphrase-file': AUTHORITY_FLAGS['passphrase-file']!,
  },
  details: `Writes mosquitto.conf, for devices (mutual TLS, ${DEFAULT_PORTS.devices}) and operators (TLS and password, ${DEFAULT_PORTS.operators}), and
mosquitto-claims.conf, a second Mosquitto for devices that have no certificate yet (TLS and the password of the
user "claim", ${DEFAULT_PORTS.claims}); a bridge on loopback joins them. With them access rules, an empty list of revoked
certificates, and a certificate for the brokers by the registrar's authority, which is made if there is none.
The passwords are made at random and written beside them: claim.password, registrar.password, operator.password.
Passwords that exist are kept; the brokers' key and certificate are made anew, and what the bridge calls itself: start
both again. Give the directory, and that of --state, to the user that Mosquitto runs as.

Example:
  holdfast broker config mosquitto --out /etc/mosquitto/holdfast --host broker.example
  chown -R mosquitto: /etc/mosquitto/holdfast /var/lib/mosquitto
  systemctl enable --now holdfast-mosquitto holdfast-mosquitto-claims
  holdfast registrar --broker mqtts://broker.example:8885 --user registrar \\
    --password-file /etc/mosquitto/holdfast/registrar.password --ca-file /etc/mosquitto/holdfast/authority.pem \\
    --broker-files /etc/mosquitto/holdfast --reload 'systemctl reload holdfast-mosquitto' \\
    --device-broker mqtts://broker.example:8883`,
  async run(args, io) {
    const [action, broker] = args.positionals as [string, string]
    if (action !== 'config') throw usage(`${JSON.stringify(action)} is not "config"`)
    if (broker !== 'mosquitto') throw usage(`${JSON.stringify(broker)} is not "mosquitto"`)
    const { directory, state, hosts, bind, ports } = brokerFilesOptions(args, io)
    await makeBoth(directory, state)
    const authority = await ownAuthority(args, io, dataDirectory(args, io), (file) =>
      // A directory that was mistyped begins a second fleet: whoever meant another one has to see it.
      io.err(`warning: a new authority was made: ${file}; devices and brokers of another one do not trust it\n`),
    )
    const passwords = Object.fromEntries(
      await Promise.all(USERS.map(async (user) => [user, await passwordOf(directory, user)] as const)),
    ) as Record<MosquittoUser, string>
    const files = mosquittoFiles({ directory, state, bind, ports, passwords })
    for (const { name, mode, content } of files) await writeAtomic(join(directory, name), content, mode)
    await writeCertificates(directory, hosts, authority)
    tell(directory, state, io)
    return EXIT.OK
  },
}

/** Both folders, or none of them. */
async function makeBoth(directory: string, state: string): Promise<void> {
  const made = await makeFolder(directory)
  try {
    await makeFolder(state, 0o700)
  } catch (error) {
    if (made !== undefined) await rm(made, { recursive: true })
    throw error
  }
}

/** The broker's certificate is made anew for these hosts; what the registrar keeps up to date is left to it. */
async function writeCertificates(directory: string, hosts: readonly string[], authority: OwnAuthority): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { certificates } = await authority.issueForServer(
    publicKey.export({ type: 'spki', format: 'der' }),
    hosts,
    Date.now(),
  )
  await writeAtomic(join(directory, 'server.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600)
  await writeAtomic(join(directory, 'server.pem'), certificates, 0o644)
  await writeAtomic(join(directory, 'authority.pem'), authority.certificate, 0o644)
  const first = {
    [DEVICES_ACL]: deviceRules({ device: new Map() }),
    [REVOKED_CRL]: await authority.revocationList([], Date.now()),
  }
  for (const [name, content] of Object.entries(first))
    if (!(await isThere(join(directory, name)))) await writeNew(join(directory, name), content, 0o644)
}

async function passwordOf(directory: string, user: MosquittoUser): Promise<string> {
  const path = join(directory, `${user}.password`)
  if (await isThere(path)) {
    const kept = (await readBytes(path)).toString('utf8').trim()
    if (!/^[\x21-\x7e]+$/.test(kept))
      throw new HoldfastError('HF_FILE_INVALID', 'holds no password: one word of printable characters', { place: path })
    await chmod(path, 0o600)
    return kept
  }
  const password = randomBytes(24).toString('base64url')
  await writeNew(path, `${password}\n`, 0o600)
  return password
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function tell(directory: string, state: string, io: Io): void {
  io.out(`written to ${directory}
  the image of a device needs: claim.password, authority.pem
  give to the user that Mosquitto runs as: chown -R mosquitto: ${directory} ${state}
  run: mosquitto -c ${join(directory, 'mosquitto.conf')}
       mosquitto -c ${join(directory, 'mosquitto-claims.conf')}
`)
}
