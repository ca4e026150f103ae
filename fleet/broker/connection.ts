/**
 * The operator's connection to the broker.
 *
 * Invariant: `connectBroker` returns connected or throws a coded error; after that the client reconnects
 * and subscribes again by itself until it is closed. Nothing here depends on MQTT 5.
 */
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { HoldfastError } from '../../protocol/errors.ts'
import { formatDuration } from '../text/duration.ts'
import { connectDesk, deskPath } from './desk.ts'
import type { BrokerOptions } from './options.ts'
import { acknowledgeKept, MOST_UNKEPT, SESSION_S } from './session.ts'
import { keptByEach } from './several.ts'

/**
 * @param retained whether the broker had it from before
 * @returns with a session: what is settled when the message is kept, and need not come again
 */
export type OnMessage = (topic: string, payload: Uint8Array, retained: boolean) => unknown

export interface Broker {
  /** Resolves when the broker has agreed. Messages go to the one listener given at connecting. */
  subscribe(filters: readonly string[]): Promise<void>
  /** Resolves when the broker has agreed. */
  unsubscribe(filters: readonly string[]): Promise<void>
  /** Resolves when the broker has taken it (QoS 1). */
  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void>
  /** Whether the connection stands. */
  readonly isOnline: boolean
  /** Calls back each time that it stands again after it was cut; what is retained comes anew then. */
  onReturn(listener: () => void): void
  close(): Promise<void>
}

const PATIENCE_MS = 10_000
const AGAIN_MS = 5000

/**
 * Connects, by MQTT 5 or else 3.1.1 as the options say; or to one agent alone, by its operator's socket.
 * @throws HF_BROKER_UNAVAILABLE, HF_BROKER_REFUSED : of the first; of the others it is told, and they are tried again
 */
export async function connectBroker(options: BrokerOptions, onMessage: OnMessage): Promise<Broker> {
  const { others = [], session, ...rest } = options
  if (others.length === 0) return connectOne(options, onMessage)
  const { keeps = () => false, warn = () => {}, brought = () => {} } = options
  const { patienceMs = PATIENCE_MS, againMs = AGAIN_MS } = options
  const nodes = others.map((url) => ({
    url: shownUrl(url),
    connect: (hear: OnMessage) => connectOne({ ...rest, url }, hear),
  }))
  const asFirst = session === undefined ? rest : { ...rest, session }
  const ways = { nodes, keeps, warn, brought, patienceMs, againMs }
  return keptByEach((hear) => connectOne(asFirst, hear), ways, onMessage)
}

async function connectOne(options: BrokerOptions, onMessage: OnMessage): Promise<Broker> {
  const path = deskPath(options.url)
  if (path !== null) return connectDesk(path, (topic, payload) => onMessage(topic, payload, false))
  if (options.version !== 'auto') return attempt(options, options.version === '5' ? 5 : 4, onMessage)
  try {
    return await attempt(options, 5, onMessage)
  } catch (error) {
    if (!(error instanceof NotSpoken)) throw error
    return attempt(options, 4, onMessage)
  }
}

/** The broker may know only 3.1.1: it said so, or hung up on the first packet. */
class NotSpoken extends HoldfastError {}

async function attempt(options: BrokerOptions, protocolVersion: 4 | 5, onMessage: OnMessage): Promise<Broker> {
  const { session } = options
  const kept = { sessionExpiryInterval: SESSION_S, receiveMaximum: MOST_UNKEPT }
  // A new object for each client: the library writes into it.
  const settings: IClientOptions = {
    protocolVersion,
    clean: session === undefined,
    clientId: `holdfast-operator-${session ?? crypto.randomUUID().slice(0, 13)}`,
    ...(session === undefined || protocolVersion === 4 ? {} : { properties: kept }),
    connectTimeout: options.connectTimeoutMs,
    reconnectPeriod: 1000,
    keepalive: 30,
    ...(options.user === undefined ? {} : { username: options.user }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  }
  const client = mqtt.connect(options.url, settings)
  if (session === undefined)
    client.on('message', (topic, payload, { retain }) => void onMessage(topic, payload, retain))
  else acknowledgeKept(client, async (topic, payload, retained) => onMessage(topic, payload, retained))
  try {
    await connected(client, shownUrl(options.url), options.connectTimeoutMs)
  } catch (error) {
    await client.endAsync(true)
    throw error
  }
  // Reconnecting is the library's; an error event without a listener would end the process.
  client.on('error', () => {})
  return {
    subscribe: async (filters) => {
      const granted = await client.subscribeAsync([...filters], { qos: 1 })
      const refused = granted.find(({ qos }) => qos >= 128)
      if (refused !== undefined)
        throw new HoldfastError('HF_BROKER_REFUSED', 'the broker does not let us read it', { place: refused.topic })
    },
    unsubscribe: async (filters) => void (await client.unsubscribeAsync([...filters])),
    publish: async (topic, payload, retain) => {
      try {
        await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain })
      } catch (cause) {
        throw new HoldfastError('HF_BROKER_REFUSED', 'the broker did not take it', { place: topic, cause })
      }
    },
    get isOnline() {
      return client.connected
    },
    onReturn: (listener) => void client.on('connect', listener),
    close: () => client.endAsync(),
  }
}

function connected(client: MqttClient, url: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: HoldfastError): void => {
      clearTimeout(timer)
      client.off('connect', onConnect).off('error', onError).off('close', onClose)
      client.on('error', () => {})
      if (error === undefined) resolve()
      else reject(error)
    }
    const onConnect = (): void => finish()
    const onError = (cause: Error): void => finish(connectionError(cause, url))
    const onClose = (): void =>
      finish(new NotSpoken('HF_BROKER_UNAVAILABLE', 'the connection was closed before it stood', { place: url }))
    const timer = setTimeout(
      () =>
        finish(new HoldfastError('HF_BROKER_UNAVAILABLE', `no answer in ${formatDuration(timeoutMs)}`, { place: url })),
      timeoutMs,
    )
    client.once('connect', onConnect).once('error', onError).once('close', onClose)
  })
}

/** Return codes of CONNACK: 1 in 3.1.1 and 132 in 5 mean "not that version". */
function connectionError(cause: Error, url: string): HoldfastError {
  const code = (cause as { code?: unknown }).code
  if (code === 1 || code === 132)
    return new NotSpoken('HF_BROKER_REFUSED', 'speaks another MQTT', { place: url, cause })
  const certificate = typeof code === 'string' && /CERT|TLS|SSL|ALTNAME|SIGNATURE/.test(code)
  if (typeof code === 'number' || certificate)
    return new HoldfastError('HF_BROKER_REFUSED', cause.message, { place: url, cause })
  return new HoldfastError('HF_BROKER_UNAVAILABLE', typeof code === 'string' ? code : cause.message, {
    place: url,
    cause,
  })
}

/** Without the password that may stand in it. */
function shownUrl(url: string): string {
  const shown = new URL(url)
  shown.username = ''
  shown.password = ''
  return shown.href
}
