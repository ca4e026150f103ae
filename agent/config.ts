/**
 * The agent's configuration file.
 *
 * Invariant: what `readConfig` returns is whole and checked; every fault is said with its place in the
 * file and what stands there, but never with a value, which could be a secret. The file alone decides; only the
 * variables of proxies count beside it, where it says nothing of one.
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
 *       "metricsListen": "127.0.0.1:9465",
 *       "bundleDirectory": "/media/holdfast", "bundleListen": "192.168.7.1:48481",
 *       "network": { "manager": "auto", "probe": { "url": "http://probe.example/empty", "status": 204, "everySeconds": 300 } },
 *       "byteBudgets": [{ "class": "content", "link": "cellular", "dayBytes": 20000000, "monthBytes": 500000000 }],
 *       "content": { "by": "store" }
 *     }
 *
 * Instead of "broker" there may be several, in order of preference, each with its own user, certificates and proxy:
 *
 *     "brokers": [
 *       { "url": "mqtts://broker.example", "username": "press-7", "passwordFile": "password" },
 *       { "url": "wss://spare.example/mqtt", "proxy": { "url": "http://proxy.example:3128" } }
 *     ],
 *     "proxy": { "url": "socks5h://proxy.example:1080", "username": "press-7", "passwordFile": "proxy-password" },
 *     "keepalive": { "leastSeconds": 20, "mostSeconds": 120 }
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
import { keepaliveIn, proxyIn } from './config-brokers.ts'
import { type ClaimedIdentity, claimTerms, type GivenIdentity, givenIdentity } from './config-identity.ts'
import { ConfigReader } from './config-reader.ts'
import { type ContentConfig, contentIn } from './content/content-config.ts'
import { parseJson } from './json-source.ts'
import type { KeepaliveBounds } from './keepalive-rule.ts'
import { LINK_TYPES, type LinkFact } from './link-facts.ts'
import { parseListenAddress } from './local-api/listen-address.ts'
import type { LocalApiPlaces } from './local-api/local-api.ts'
import { LEVELS, type Level } from './log.ts'
import { type MetricsPlace, parseMetricsPlace } from './metrics/serve-metrics.ts'
import type { NetworkSettings } from './network/system-parts.ts'
import type { Budget } from './usage/budget.ts'
import { BYTE_CLASSES } from './usage/counts.ts'

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
  /** Where Prometheus asks; null: nowhere. */
  metrics: MetricsPlace | null
  bundles: {
    /** Absolute: the folder in which bundles appear; null: none is watched. */
    directory: string | null
    /** Where bundles are taken over HTTP; null: nowhere. */
    listen: { host: string; port: number } | null
    /** That an uploaded one may have. */
    mostBytes: number
  }
  /** Absolute, on a tmpfs: where secrets are put for containers. */
  secretsDir: string
  /** Empty when it does not say. */
  deviceType: string
  logLevel: Level
  /** The link that all traffic is counted for; undefined: whatever the system says. */
  link: LinkFact | undefined
  /** Seconds between questions to a quiet broker; undefined: by the link. */
  keepalive: KeepaliveBounds | undefined
  /** Over the target's, of the same class and link; one without bytes lifts it. */
  byteBudgets: Budget[]
  /** How images are fetched. */
  content: ContentConfig
  network: NetworkSettings
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
  const proxy = proxyIn(root.optionalObject('proxy'), absolute)

  const dataDir = root.string('dataDir', absolute)
  const config: AgentConfig = {
    ...(claim === undefined ? givenIdentity(root, absolute, proxy) : { claim: claimTerms(claim, absolute, proxy) }),
    trustedKeys: root.strings('trustedKeys', (line) => parsePublicKey(line)),
    dataDir,
    engine: { socket: engine?.optionalString('socket', absolute) ?? '/var/run/docker.sock' },
    localApi: {
      runDir: localApi?.optionalString('runDir', absolute) ?? resolve(dataDir, 'run'),
      listen: localApi?.optionalString('listen', parseListenAddress) ?? null,
    },
    operatorSocket: root.optionalString('operatorSocket', absolute) ?? null,
    metrics: root.optionalString('metricsListen', parseMetricsPlace) ?? null,
    bundles: {
      directory: root.optionalString('bundleDirectory', absolute) ?? null,
      listen: root.optionalString('bundleListen', parseListenAddress) ?? null,
      mostBytes: root.optionalNumber('bundleMostBytes') ?? 4 * 1024 ** 3,
    },
    secretsDir: root.optionalString('secretsDir', absolute) ?? '/run/holdfast/secrets',
    deviceType: root.optionalString('deviceType') ?? '',
    logLevel: root.optionalChoice('logLevel', LEVELS) ?? 'info',
    link: linkIn(root.optionalObject('link')),
    keepalive: keepaliveIn(root.optionalObject('keepalive')),
    byteBudgets: root.objects('byteBudgets').map(budgetIn),
    content: contentIn(root.optionalObject('content'), absolute),
    network: networkIn(root.optionalObject('network')),
    rebootCommand: root.optionalStrings('rebootCommand', (word) => word),
    shutdownCommand: root.optionalStrings('shutdownCommand', (word) => word),
  }
  if (claim !== undefined)
    for (const key of ['device', 'fleet', 'broker', 'brokers'])
      if (root.has(key)) root.fail(key, 'is decided by the registrar: give it or "claim", not both')
  engine?.end()
  localApi?.end()
  root.end()

  if (!config.trustedKeys.some((key) => key.role === 'release'))
    root.fail('trustedKeys', 'holds no release key, so that no target could ever be accepted')
  return config
}

function linkIn(reader: ConfigReader | undefined): LinkFact | undefined {
  if (reader === undefined) return undefined
  const type = reader.optionalChoice('type', LINK_TYPES) ?? 'ethernet'
  const metered = reader.optionalFlag('metered') ?? type === 'cellular'
  reader.end()
  return { type, metered }
}

function networkIn(reader: ConfigReader | undefined): NetworkSettings {
  const manager = reader?.optionalChoice('manager', ['auto', 'none']) ?? 'auto'
  const probe = reader?.optionalObject('probe')
  reader?.end()
  if (probe === undefined) return { manager, probe: undefined }
  const url = probe.string('url', (text) => {
    // Whoever stands in the way has to be able to answer, or it would not be noticed.
    if (!URL.canParse(text) || new URL(text).protocol !== 'http:')
      throw new HoldfastError('HF_CONFIG_INVALID', 'is not "http://…"')
    return text
  })
  const status = probe.optionalNumber('status') ?? 204
  const everyMs = (probe.optionalNumber('everySeconds') ?? 300) * 1000
  if (everyMs < 10_000) probe.fail('everySeconds', 'is less than 10')
  probe.end()
  return { manager, probe: { url, status, everyMs } }
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
