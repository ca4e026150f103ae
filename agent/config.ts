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
 *       "localApi": { "listen": "172.17.0.1:48480" }
 *     }
 */
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { HoldfastError } from '../protocol/errors.ts'
import { type PublicKey, parsePublicKey } from '../protocol/keys.ts'
import { checkName } from '../protocol/topics.ts'
import { parseBrokerUrl } from './broker-url.ts'
import { ConfigReader } from './config-reader.ts'
import { parseJson } from './json-source.ts'
import { parseListenAddress } from './local-api/listen-address.ts'
import type { LocalApiPlaces } from './local-api/local-api.ts'
import { LEVELS, type Level } from './log.ts'

export interface AgentConfig {
  device: string
  fleet: string
  broker: {
    url: string
    username: string | undefined
    /** Absolute. */
    passwordFile: string | undefined
    /** Absolute. */
    caFile: string | undefined
    protocol: 'auto' | '5' | '3.1.1'
  }
  trustedKeys: PublicKey[]
  /** Absolute. */
  dataDir: string
  engine: { socket: string }
  localApi: Omit<LocalApiPlaces, 'secret'>
  /** Empty when it does not say. */
  deviceType: string
  logLevel: Level
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
  const broker = root.object('broker')
  const engine = root.optionalObject('engine')
  const localApi = root.optionalObject('localApi')

  const dataDir = root.string('dataDir', absolute)
  const config: AgentConfig = {
    device: root.string('device', (name) => checkName('device', name)),
    fleet: root.string('fleet', (name) => checkName('fleet', name)),
    broker: {
      url: broker.string('url', (url) => {
        parseBrokerUrl(url)
        return url
      }),
      username: broker.optionalString('username'),
      passwordFile: broker.optionalString('passwordFile', absolute),
      caFile: broker.optionalString('caFile', absolute),
      protocol: broker.optionalChoice('protocol', ['auto', '5', '3.1.1']) ?? 'auto',
    },
    trustedKeys: root.strings('trustedKeys', (line) => parsePublicKey(line)),
    dataDir,
    engine: { socket: engine?.optionalString('socket', absolute) ?? '/var/run/docker.sock' },
    localApi: {
      runDir: localApi?.optionalString('runDir', absolute) ?? resolve(dataDir, 'run'),
      listen: localApi?.optionalString('listen', parseListenAddress) ?? null,
    },
    deviceType: root.optionalString('deviceType') ?? '',
    logLevel: root.optionalChoice('logLevel', LEVELS) ?? 'info',
    rebootCommand: root.optionalStrings('rebootCommand', (word) => word),
    shutdownCommand: root.optionalStrings('shutdownCommand', (word) => word),
  }
  engine?.end()
  localApi?.end()
  broker.end()
  root.end()

  if (!config.trustedKeys.some((key) => key.role === 'release'))
    root.fail('trustedKeys', 'holds no release key, so that no target could ever be accepted')
  if (config.broker.caFile !== undefined && !config.broker.url.startsWith('mqtts:'))
    broker.fail('caFile', 'is of no use without "mqtts://" in the url')
  if (config.broker.passwordFile !== undefined && config.broker.username === undefined)
    broker.fail('passwordFile', 'is of no use without "username"')
  return config
}
