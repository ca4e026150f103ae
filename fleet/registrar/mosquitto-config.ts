/**
 * Mosquitto's files: two brokers, of which only one takes strangers.
 *
 * Invariant: pure. Every listener has its own users and rules, nobody is anonymous, and devices are known by their
 * certificates alone.
 *
 * Why two: Mosquitto ends a connection when another one comes with its client id, on whatever listener and as whatever
 * user, and hands its session over. A device's client id is its name; so whoever knows the credential of claims, which
 * every unclaimed device holds, could cut devices off. Claims come to a broker of their own, where client ids are
 * hashes of keys, and a bridge carries only claims and their answers.
 */
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { everyClaim, everyDevice, registrarTopic } from '../../protocol/topics.ts'
import { DEVICES_ACL, REVOKED_CRL } from './access-files.ts'
import { CLAIMS_PACKET } from './answer-room.ts'

export interface MosquittoOptions {
  /** Where the files will be read, absolute. */
  directory: string
  ports: MosquittoPorts
  /** On which address devices and operators are served; the bridge is always on loopback. */
  bind: string
  /** Where the broker of devices keeps what is retained, and sessions; absolute. */
  state: string
  passwords: Record<MosquittoUser, string>
}

export interface MosquittoPorts {
  devices: number
  claims: number
  operators: number
  bridge: number
}

export type MosquittoUser = 'claim' | 'registrar' | 'operator' | 'bridge'

export interface ConfigFile {
  name: string
  mode: number
  content: string
}

const TLS = ['certfile server.pem', 'keyfile server.key', 'tls_version tlsv1.2']

/** What 1.6 does not know: bridge_outgoing_retain, and passwords that begin with $7$. */
const VERSION =
  '# Needs Mosquitto 2.0, of which 2.0.11 is tested: 1.6 does not start with it. See docs/provisioning.md.'

/** Of the broker of claims, bytes. Tried on 2.0.11: it refuses who comes then, and goes on. */
const CLAIMS_MEMORY = 128 * 1024 * 1024
/** So many may wait for an answer at once; the next ones try again. */
const CLAIMS_CONNECTIONS = 2000

/** The files that hold no certificate. */
export function mosquittoFiles({ directory, ports, bind, state, passwords }: MosquittoOptions): ConfigFile[] {
  const absolute = (lines: readonly string[]): string[] =>
    lines.map((line) => line.replace(/^(?!persistence)(\w*file) (?!\/)/, `$1 ${directory}/`))
  // A broker ends a connection when another comes with its id, and whoever may claim may call itself anything.
  const bridgeId = `holdfast/${randomBytes(16).toString('hex')}`
  const main = [
    '# For devices that have a certificate, and operators. Written by "holdfast broker config mosquitto".',
    VERSION,
    'per_listener_settings true',
    'max_packet_size 1048576',
    '# What is retained outlives a restart of the broker, and but for the last minute a power cut.',
    'persistence true',
    `persistence_location ${state}/`,
    '# Of another name than that of a Mosquitto that runs there already.',
    'persistence_file holdfast.db',
    'autosave_interval 60',
    '',
    `listener ${ports.devices} ${bind}`,
    'allow_anonymous false',
    ...TLS,
    'cafile authority.pem',
    `crlfile ${REVOKED_CRL}`,
    'require_certificate true',
    'use_identity_as_username true',
    '# The client id is the name too: no device can end the connection of another.',
    'use_username_as_clientid true',
    `acl_file ${DEVICES_ACL}`,
    '',
    `listener ${ports.operators} ${bind}`,
    'allow_anonymous false',
    ...TLS,
    'password_file operators.passwords',
    'acl_file operators.acl',
    '',
    '# The bridge from the broker of claims.',
    `listener ${ports.bridge} 127.0.0.1`,
    'allow_anonymous false',
    'password_file bridge.passwords',
    'acl_file bridge.acl',
  ]
  const claims = [
    '# For devices that have no certificate yet: a second Mosquitto. Written by "holdfast broker config mosquitto".',
    VERSION,
    'per_listener_settings true',
    `max_packet_size ${CLAIMS_PACKET}`,
    'persistence false',
    '# Whoever has the password of claims, which is in every image, fills no memory: not by what is to be kept, not by',
    '# sessions that nobody comes back to, and not beyond this.',
    'retain_available false',
    'persistent_client_expiration 1h',
    `memory_limit ${CLAIMS_MEMORY}`,
    '',
    `listener ${ports.claims} ${bind}`,
    `max_connections ${CLAIMS_CONNECTIONS}`,
    'allow_anonymous false',
    ...TLS,
    'password_file claims.passwords',
    'acl_file claims.acl',
    '',
    'connection holdfast-claims',
    `address 127.0.0.1:${ports.bridge}`,
    '# Known to nobody: another connection of this id would end that of the bridge. With a slash: no device has it.',
    `remote_clientid ${bridgeId}`,
    `local_clientid ${bridgeId}`,
    'remote_username bridge',
    `remote_password ${passwords.bridge}`,
    'bridge_protocol_version mqttv311',
    'cleansession true',
    'notifications false',
    '# Nor the memory and the disk of the broker of devices.',
    'bridge_outgoing_retain false',
    'restart_timeout 1 5',
    `topic ${everyClaim} out 1`,
    `topic ${everyClaim}/answer in 1`,
  ]
  return [
    file('mosquitto.conf', absolute(main)),
    file('mosquitto-claims.conf', absolute(claims), 0o600),
    file('operators.acl', OPERATOR_RULES),
    file('bridge.acl', ['user bridge', `topic write ${everyClaim}`, `topic read ${everyClaim}/answer`]),
    file('claims.acl', CLAIM_RULES),
    file('operators.passwords', [hashed('registrar', passwords), hashed('operator', passwords)], 0o600),
    file('bridge.passwords', [hashed('bridge', passwords)], 0o600),
    file('claims.passwords', [hashed('claim', passwords)], 0o600),
  ]
}

const OPERATOR_RULES = [
  'user registrar',
  `topic read ${everyClaim}`,
  `topic write ${everyClaim}/answer`,
  `topic read ${everyDevice('renew')}`,
  `topic readwrite ${everyDevice('presence')}`,
  `topic write ${everyDevice('report')}`,
  `topic readwrite ${registrarTopic}`,
  `topic write ${everyDevice('certificate')}`,
  '',
  'user operator',
  'topic readwrite hf/1/fleet/+/+',
  'topic read hf/1/device/+/+',
  ...(['target', 'command', 'watch', 'secrets'] as const).map((leaf) => `topic write ${everyDevice(leaf)}`),
]

/**
 * `%c` is the client id. It may hold a slash, so that "ID/answer" may write to the answer of ID; but an id is the hash
 * of a key and known to nobody but its device and the registrar, and a device believes no answer that its authority has
 * not signed.
 */
const CLAIM_RULES = ['pattern write hf/1/claim/%c', 'pattern read hf/1/claim/%c/answer']

function file(name: string, lines: readonly string[], mode = 0o644): ConfigFile {
  return { name, mode, content: `${lines.join('\n')}\n` }
}

/** As mosquitto_passwd writes it: PBKDF2 with SHA-512, 101 rounds. */
function hashed(user: MosquittoUser, passwords: Record<MosquittoUser, string>): string {
  const salt = randomBytes(12)
  const hash = pbkdf2Sync(passwords[user], salt, 101, 64, 'sha512')
  return `${user}:$7$101$${salt.toString('base64')}$${hash.toString('base64')}`
}
