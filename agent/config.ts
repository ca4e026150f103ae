/**
 * The agent's configuration file.
 *
 * Invariant: what `readConfig` returns is whole and checked; every fault is said with its place in the
 * file and what stands there, but never with a value, which could be a secret. The file alone decides: no
 * environment variable changes it.
 *
 *     {
 *       "device": "press-7",
 *       "fleet": "plant-a",
 *       "broker": { "url": "mqtts://broker.example", "username": "press-7", "passwordFile": "password" },
 *       "trustedKeys": ["holdfast-release-public …", "holdfast-rollout-public …"],
 *       "dataDir": "/var/lib/holdfast",
 *       "engine": { "socket": "/var/run/docker.sock" },
 *       "localApi": { "listen": "172.17.0.1:48480" },
 *       "secretsDir": "/run/holdfast/secrets",
 *       "operatorSocket": "/run/holdfast/operator.sock",
 *       "byteBudgets": [{ "class": "content", "link": "cellular", "dayBytes": 20000000, "monthBytes": 500000000 }]
 *     }
 *
 * A device that claims its identity has, instead of the first three:
 *
 *     "claim": { "url": "mqtts://broker.example:8884", "username": "claim", "passwordFile": "password",
 *                "caFile": "authority.pem", "tokenFile": "token" }
 */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { budgetFault } from '../protocol/budget-fault.ts'
import { HoldfastError } from '../protocol/errors.ts'
import { type PublicKey, parsePublicKey } from '../protocol/keys.ts'
import { checkName } from '../protocol/topics.ts'
import { parseBrokerUrl } from './broker-url.ts'
import { ConfigReader } from './config-reader.ts'
import { type ContentConfig, contentIn } from './content/content-config.ts'
import { parseJson } from './json-source.ts'
import { LINK_TYPES, type LinkFact } from './link-facts.ts'
import { parseListenAddress } from './local-api/listen-address.ts'
import type { LocalApiPlaces } from './local-api/local-api.ts'
import { LEVELS, type Level } from './log.ts'
import type { Credential } from './provisioning/proofs.ts'
import type { Budget } from './usage/budget.ts'
import { BYTE_CLASSES } from './usage/counts.ts'

/** How a broker is reached. */
export interface BrokerConfig {
  url: string
  username: string | undefined
  /** Absolute. */
  passwordFile: string | undefined
  /** Absolute. */
  caFile: string | undefined
  protocol: 'auto' | '5' | '3.1.1'
}

/** Who the device is. */
export interface GivenIdentity {
  device: string
  fleet: string
  broker: BrokerConfig
  claim: null
}

/** How the device becomes somebody. */
export interface ClaimedIdentity {
  claim: BrokerConfig & {
    /** Wishes; empty: whatever the registrar decides. */
    device: string
    fleet: string
    credential: Credential
    /** Absolute: the authority whose certificates alone are taken. */
    authorityFile: string | undefined
  }
}

export type AgentConfig = DeviceConfig & (GivenIdentity | ClaimedIdentity)

/** What does not depend on who the device is. */
export interface DeviceConfig {
  trustedKeys: PublicKey[]
  /** Absolute. */
  dataDir: string
  engine: { socket: string }
  localApi: Omit<LocalApiPlaces, 'secret'>
  /** Absolute: see `OperatorDesk`; null is none. */
  operatorSocket: string | null
  /** Absolute, on a tmpfs: where secrets are put for containers. */
  secretsDir: string
  /** Empty when it does not say. */
  deviceType: string
  logLevel: Level
  /** The link that all traffic is counted for; undefined: whatever the system says. */
  link: LinkFact | undefined
  /** Over the target's, of the same class and link; one without bytes lifts it. */
  byteBudgets: Budget[]
  /** How images are fetched. */
  content: ContentConfig
  /** Program and arguments that restart the machine, instead of the system's own. */
  rebootCommand: string[] | undefined
  /** Program and arguments that switch the machine off, instead of the system's own. */
  shutdownCommand: string[] | undefined
}

/**
 * Reads a file. Relative paths in it are relative to its folder.
 * @throws HF_FILE_UNREADABLE
 * @throws HF_CONFIG_INVALID with file, line and column
 */
export async function readConfig(path: string): Promise<AgentConfig> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'the configuration cannot be read', { place: path, cause })
  }
  return parseConfig(text, path)
}

/**
 * Reads a text, as if it stood in the file `path`.
 * @throws HF_CONFIG_INVALID with file, line and column
 */
export function parseConfig(text: string, path: string): AgentConfig {
  const absolute = (file: string): string => resolve(dirname(path), file)
  const root = new ConfigReader(parseJson(text, path), '')
  const engine = root.optionalObject('engine')
  const localApi = root.optionalObject('localApi')
  const claim = root.optionalObject('claim')

  const dataDir = root.string('dataDir', absolute)
  const config: AgentConfig = {
    ...(claim === undefined ? givenIdentity(root, absolute) : { claim: claimTerms(claim, absolute) }),
    trustedKeys: root.strings('trustedKeys', (line) => parsePublicKey(line)),
    dataDir,
    engine: { socket: engine?.optionalString('socket', absolute) ?? '/var/run/docker.sock' },
    localApi: {
      runDir: localApi?.optionalString('runDir', absolute) ?? resolve(dataDir, 'run'),
      listen: localApi?.optionalString('listen', parseListenAddress) ?? null,
    },
    operatorSocket: root.optionalString('operatorSocket', absolute) ?? null,
    secretsDir: root.optionalString('secretsDir', absolute) ?? '/run/holdfast/secrets',
    deviceType: root.optionalString('deviceType') ?? '',
    logLevel: root.optionalChoice('logLevel', LEVELS) ?? 'info',
    link: linkIn(root.optionalObject('link')),
    byteBudgets: root.objects('byteBudgets').map(budgetIn),
    content: contentIn(root.optionalObject('content'), absolute),
    rebootCommand: root.optionalStrings('rebootCommand', (word) => word),
    shutdownCommand: root.optionalStrings('shutdownCommand', (word) => word),
  }
  if (claim !== undefined)
    for (const key of ['device', 'fleet', 'broker'])
      if (root.has(key)) root.fail(key, 'is decided by the registrar: give it or "claim", not both')
  engine?.end()
  localApi?.end()
  root.end()

  if (!config.trustedKeys.some((key) => key.role === 'release'))
    root.fail('trustedKeys', 'holds no release key, so that no target could ever be accepted')
  return config
}

type Resolve = (file: string) => string

function givenIdentity(root: ConfigReader, absolute: Resolve): GivenIdentity {
  const device = root.string('device', (name) => checkName('device', name))
  const fleet = root.string('fleet', (name) => checkName('fleet', name))
  const reader = root.object('broker')
  const broker = brokerIn(reader, absolute)
  reader.end()
  return { device, fleet, broker, claim: null }
}

function brokerIn(reader: ConfigReader, absolute: Resolve): BrokerConfig {
  const broker = {
    url: reader.string('url', (url) => {
      parseBrokerUrl(url)
      return url
    }),
    username: reader.optionalString('username'),
    passwordFile: reader.optionalString('passwordFile', absolute),
    caFile: reader.optionalString('caFile', absolute),
    protocol: reader.optionalChoice('protocol', ['auto', '5', '3.1.1']) ?? 'auto',
  }
  if (broker.caFile !== undefined && !broker.url.startsWith('mqtts:'))
    reader.fail('caFile', 'is of no use without "mqtts://" in the url')
  if (broker.passwordFile !== undefined && broker.username === undefined)
    reader.fail('passwordFile', 'is of no use without "username"')
  return broker
}

function claimTerms(reader: ConfigReader, absolute: Resolve): ClaimedIdentity['claim'] {
  const broker = brokerIn(reader, absolute)
  if (!broker.url.startsWith('mqtts:'))
    reader.fail('url', 'is not "mqtts://host:port": whoever is on the way could hand out identities')
  const terms = {
    ...broker,
    device: reader.optionalString('device', (name) => checkName('device', name)) ?? '',
    fleet: reader.optionalString('fleet', (name) => checkName('fleet', name)) ?? '',
    credential: credentialIn(reader, absolute),
    authorityFile: reader.optionalString('authorityFile', absolute),
  }
  reader.end()
  return terms
}

function linkIn(reader: ConfigReader | undefined): LinkFact | undefined {
  if (reader === undefined) return undefined
  const type = reader.optionalChoice('type', LINK_TYPES) ?? 'ethernet'
  const metered = reader.optionalFlag('metered') ?? type === 'cellular'
  reader.end()
  return { type, metered }
}

function budgetIn(reader: ConfigReader): Budget {
  const budget: Budget = {
    class: reader.optionalChoice('class', ['all', ...BYTE_CLASSES]) ?? 'all',
    link: reader.optionalString('link') ?? '',
    dayBytes: reader.optionalNumber('dayBytes') ?? 0,
    monthBytes: reader.optionalNumber('monthBytes') ?? 0,
  }
  const fault = budgetFault(budget)
  if (fault !== null) reader.fail(reader.has('link') ? 'link' : 'monthBytes', `is wrong: ${fault}`)
  reader.end()
  return budget
}

function credentialIn(reader: ConfigReader, absolute: Resolve): Credential {
  const tokenFile = reader.optionalString('tokenFile', absolute)
  const codeFile = reader.optionalString('codeFile', absolute)
  const serial = reader.optionalString('serial')
  if (tokenFile !== undefined && codeFile !== undefined)
    reader.fail('codeFile', 'is one proof, and "tokenFile" another: give one')
  if (tokenFile !== undefined) return { kind: 'token', tokenFile }
  if (codeFile === undefined) return { kind: 'approval', serial: serial ?? '' }
  if (serial === undefined) reader.fail('codeFile', 'is of no use without "serial"')
  return { kind: 'serial', serial, codeFile }
}
