/**
 * How a connection is made: what the adapter is given, and what MQTT.js is told.
 *
 * Invariant: secrets are read anew for each connection and not kept here.
 */
import { readFile } from 'node:fs/promises'
import type { IClientOptions } from 'mqtt'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Choice } from '../broker-choice.ts'
import type { Fleeting } from '../broker-port.ts'
import type { KeepaliveBounds } from '../keepalive-rule.ts'
import type { ProxyAddress } from '../reach/proxy.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import type { TlsTerms } from '../reach/tls.ts'
import type { Version } from './mqtt-reasons.ts'

/** Who we are by certificate. PEM, from memory: nothing of it is kept. */
export interface TlsIdentity {
  certificates: string
  /** A secret. */
  key: string
  /** To be trusted beside those of `caFile`; of no effect without one, where the system's count. */
  authority: string
}

/** One broker, and who we are to it. */
export interface Endpoint {
  /** As `parseBrokerUrl` takes it. */
  url: string
  /** Asked at each attempt, so that it can be changed: see `reconnect`. */
  identity?: (() => Promise<TlsIdentity>) | undefined
  username?: string | undefined
  /** Read at each attempt, so that it can be changed; a line end at its end does not count. */
  passwordFile?: string | undefined
  /** Certificates to trust instead of the system's, for `mqtts` and `wss`. Read at each attempt. */
  caFile?: string | undefined
  /** Default: MQTT 5, and 3.1.1 where the broker does not speak it. */
  protocol?: 'auto' | '5' | '3.1.1' | undefined
  /** Default: what the variables say. */
  proxy?: ProxyAddress | 'none' | undefined
  /**
   * A moment before which it cannot be, Unix milliseconds. With it a broker whose certificate is not of this time by our
   * clock is judged by that moment instead, where `caFile` says whom to trust. Absent: the clock alone counts.
   */
  timeFloorMs?: (() => number) | undefined
  /** Told that a broker was judged so. */
  judgedByFloor?: (() => void) | undefined
}

export interface MqttBrokerOptions extends Endpoint, ProxySources {
  /** Other brokers, in order, for when the one above does not answer. */
  others?: readonly Endpoint[] | undefined
  /** Stable: the broker keeps the session under it. */
  clientId: string
  /** Topic filters, subscribed with QoS 1. */
  subscriptions: readonly string[]
  fleeting?: Fleeting | undefined
  /** The message that the broker publishes when this connection breaks; null: none. */
  will(connection: number): { topic: string; payload: Uint8Array; retain: boolean } | null
  /** The broker forgets us when the connection ends. Default false. */
  isShort?: boolean | undefined
  /** See `isDeaf` of the agent's wires. Default false. */
  isDeaf?: boolean | undefined
  /** The number of the next connection, already on disk. Asked again only once the last may have been used. */
  nextConnection(): Promise<number>
  clock: ClockPort
  /** Asked before each connection: the link may be another one. Default: as on a link that costs nothing. */
  keepalive?: (() => KeepaliveBounds) | undefined
  /** For each stage of the way to the broker, for CONNACK, and again for SUBACK. Default 20,000. */
  connectTimeoutMs?: number | undefined
  /** After which silence of a broker that owes us an answer it is given up. Default 20,000. */
  answerMs?: number | undefined
  /** Ceilings of the wait between attempts. Default 1,000 and 60,000. */
  backoff?: { baseMs: number; capMs: number } | undefined
  /** A connection that lasted so long ends the growing of the waits. Default 30,000. */
  stableMs?: number | undefined
  /** When to look whether a better broker is there again; only for tests. */
  returning?: { afterMs: (choice: Choice) => number; againMs: number } | undefined
}

const MAX_PACKET_BYTES = 1024 * 1024
const RECEIVE_MAXIMUM = 32

/** Timers of MQTT.js that never come: `Liveness` alone asks whether the broker is there. */
const NO_TIMER = { set: () => 0, clear: () => undefined }
/** Nobody's answer: `MqttConnection` has its own limit for it. */
const FOR_EVER_MS = 2 ** 31 - 1
/**
 * A session that does not end by itself, as with MQTT 3.1.1: it keeps commands for a device that is away. Mosquitto 2.0
 * breaks its list of those that end, and then itself, when it reads its rules again
 * (docs/decisions/0043-sessions-of-devices-do-not-end-by-themselves.md).
 */
const FOR_EVER_S = 2 ** 32 - 1

/**
 * What MQTT.js is told for one connection, whose stream is already there.
 * @param number of the connection
 * @throws HF_FILE_UNREADABLE
 */
export async function clientOptions(
  options: Pick<MqttBrokerOptions, 'clientId' | 'isShort' | 'will'>,
  { username, passwordFile }: Endpoint,
  { version, number, promisedMs }: { version: Version; number: number; promisedMs: number },
): Promise<IClientOptions> {
  const { clientId, isShort = false } = options
  const will = options.will(number)
  return {
    protocolVersion: version,
    clientId,
    clean: isShort,
    ...(username === undefined ? {} : { username }),
    ...(passwordFile === undefined ? {} : { password: (await readSecret(passwordFile)).replace(/\r?\n$/, '') }),
    ...(will === null
      ? {}
      : { will: { topic: will.topic, payload: ownMemory(will.payload), retain: will.retain, qos: 1 } }),
    keepalive: Math.max(1, Math.ceil(promisedMs / 1000)),
    timerVariant: NO_TIMER,
    connectTimeout: FOR_EVER_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    writeCache: false,
    // By itself each client makes a log of its own, which takes 1 KB and is read by nobody.
    log: () => undefined,
    ...(version === 5
      ? {
          properties: {
            sessionExpiryInterval: isShort ? 0 : FOR_EVER_S,
            receiveMaximum: RECEIVE_MAXIMUM,
            maximumPacketSize: MAX_PACKET_BYTES,
          },
        }
      : {}),
  }
}

/** Kept for as long as the connection: as a piece of a buffer that others share it would keep all of that, 64 KiB. */
function ownMemory(bytes: Uint8Array): Buffer {
  const own = new Uint8Array(bytes)
  return Buffer.from(own.buffer)
}

/** @throws HF_FILE_UNREADABLE, and whatever the identity fails with */
export async function tlsTerms({ identity: ask, caFile }: Endpoint): Promise<TlsTerms> {
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
