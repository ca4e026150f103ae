/**
 * How a connection is made: what the adapter is given, and what MQTT.js is told.
 *
 * Invariant: secrets are read anew for each connection and not kept here.
 */
import { readFile } from 'node:fs/promises'
import type { IClientOptions } from 'mqtt'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Fleeting } from '../broker-port.ts'
import type { Version } from './mqtt-reasons.ts'

/** Who we are by certificate. PEM, from memory: nothing of it is kept. */
export interface TlsIdentity {
  certificates: string
  /** A secret. */
  key: string
  /** To be trusted beside those of `caFile`; of no effect without one, where the system's count. */
  authority: string
}

export interface MqttBrokerOptions {
  /** `mqtt://host:port` or `mqtts://host:port`, without user and password. */
  url: string
  /** Asked at each attempt, so that it can be changed: see `reconnect`. */
  identity?: (() => Promise<TlsIdentity>) | undefined
  /** Stable: the broker keeps the session under it. */
  clientId: string
  username?: string | undefined
  /** Read at each attempt, so that it can be changed; a line end at its end does not count. */
  passwordFile?: string | undefined
  /** Certificates to trust instead of the system's, for `mqtts`. Read at each attempt. */
  caFile?: string | undefined
  /** Default: MQTT 5, and 3.1.1 where the broker does not speak it. */
  protocol?: 'auto' | '5' | '3.1.1' | undefined
  /** Topic filters, subscribed with QoS 1. */
  subscriptions: readonly string[]
  fleeting?: Fleeting | undefined
  /** The message that the broker publishes when this connection breaks; null: none. */
  will(connection: number): { topic: string; payload: Uint8Array; retain: boolean } | null
  /** The broker forgets us when the connection ends. Default false. */
  isShort?: boolean | undefined
  /** The number of the next connection, already on disk. Asked again only once the last may have been used. */
  nextConnection(): Promise<number>
  clock: ClockPort
  /** Default 60,000; the broker notices a dead device after 1.5 times as long. */
  keepaliveMs?: number | undefined
  /** For CONNACK, and again for SUBACK. Default 20,000. */
  connectTimeoutMs?: number | undefined
  /** How long the broker keeps commands for a device that is away (MQTT 5). Default a week. */
  sessionExpiryMs?: number | undefined
  /** Ceilings of the wait between attempts. Default 1,000 and 60,000. */
  backoff?: { baseMs: number; capMs: number } | undefined
  /** A connection that lasted so long ends the growing of the waits. Default 30,000. */
  stableMs?: number | undefined
}

const MAX_PACKET_BYTES = 1024 * 1024
const RECEIVE_MAXIMUM = 32

/**
 * What MQTT.js is told for one connection.
 * @param number of the connection
 * @throws HF_FILE_UNREADABLE, and whatever the identity fails with
 */
export async function clientOptions(
  options: MqttBrokerOptions,
  address: URL,
  version: Version,
  number: number,
): Promise<IClientOptions> {
  const { clientId, username, passwordFile, keepaliveMs = 60_000, connectTimeoutMs = 20_000 } = options
  const { sessionExpiryMs = 7 * 24 * 3_600_000 } = options
  const will = options.will(number)
  const { isShort = false } = options
  const tls = address.protocol === 'mqtts:'
  return {
    protocol: tls ? 'mqtts' : 'mqtt',
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: address.port === '' ? (tls ? 8883 : 1883) : Number(address.port),
    protocolVersion: version,
    clientId,
    clean: isShort,
    ...(username === undefined ? {} : { username }),
    ...(passwordFile === undefined ? {} : { password: (await readSecret(passwordFile)).replace(/\r?\n$/, '') }),
    ...(await tlsOptions(options)),
    ...(will === null
      ? {}
      : { will: { topic: will.topic, payload: Buffer.from(will.payload), retain: will.retain, qos: 1 } }),
    keepalive: Math.max(1, Math.round(keepaliveMs / 1000)),
    connectTimeout: connectTimeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    writeCache: false,
    ...(version === 5
      ? {
          properties: {
            sessionExpiryInterval: isShort ? 0 : Math.round(sessionExpiryMs / 1000),
            receiveMaximum: RECEIVE_MAXIMUM,
            maximumPacketSize: MAX_PACKET_BYTES,
          },
        }
      : {}),
  }
}

async function tlsOptions({
  identity: ask,
  caFile,
}: MqttBrokerOptions): Promise<Pick<IClientOptions, 'ca' | 'cert' | 'key'>> {
  const identity = await ask?.()
  const ca = caFile === undefined ? [] : [await readSecret(caFile), ...(identity ? [identity.authority] : [])]
  return {
    ...(ca.length === 0 ? {} : { ca }),
    ...(identity ? { cert: identity.certificates, key: identity.key } : {}),
  }
}

/** @throws HF_FILE_UNREADABLE */
async function readSecret(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: path, cause })
  }
}
