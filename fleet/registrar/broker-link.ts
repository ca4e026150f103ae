/**
 * The registrar's connection to its broker.
 *
 * Invariant: there is one registrar on a broker. The broker keeps one connection of a client id, so that two are never
 * connected at once; whoever connects later announces itself, and the earlier, when it comes back, finds that and ends.
 * A message is acknowledged when it has been dealt with; what was not is delivered again. But for what comes before it is
 * known that we are the registrar: what tells us so stands behind it, so that it is acknowledged at once, and dealt with
 * then. Should we end before, whoever was not answered asks again.
 * Renewals come by a session of their own: the broker's queue of claims, which strangers can fill, is none of theirs.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import mqtt, { type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt'
import { HoldfastError } from '../../protocol/errors.ts'
import { everyClaim, everyDevice, parseClaimTopic, parseTopic, registrarTopic } from '../../protocol/topics.ts'
import type { BrokerOptions } from '../broker/options.ts'

/** No device's name has a slash: none can take the connection over. */
const REGISTRAR_CLIENT = 'holdfast/registrar'

const RENEWALS_CLIENT = `${REGISTRAR_CLIENT}/renewals`
const RENEWALS = everyDevice('renew')

/** A broker that has lost what it retained says nothing: then we announce ourselves again. */
const SILENCE_MS = 2000

const FILTERS = [everyClaim, everyDevice('presence'), registrarTopic]

export interface Heard {
  claim(id: string, payload: Uint8Array): Promise<void>
  renewal(device: string, payload: Uint8Array): Promise<void>
  presence(device: string, payload: Uint8Array): void
}

export interface BrokerLink {
  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void>
  /** Connects by the device's client id once, so that the broker ends any other connection of that id. */
  kick(device: string): Promise<void>
  /** Resolves never; fails when the registrar has to stop. */
  readonly ended: Promise<never>
  close(): Promise<void>
}

/**
 * Connects and listens.
 * @throws HF_BROKER_UNAVAILABLE, HF_BROKER_REFUSED
 */
export async function linkBroker(
  options: BrokerOptions,
  heard: Heard,
  onState: (online: boolean) => void,
): Promise<BrokerLink> {
  const settings = (): IClientOptions => ({
    protocolVersion: options.version === '3.1.1' ? 4 : 5,
    connectTimeout: options.connectTimeoutMs,
    keepalive: 30,
    ...(options.user === undefined ? {} : { username: options.user }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  })
  const connect = (clientId: string): MqttClient =>
    mqtt.connect(options.url, {
      ...settings(),
      clientId,
      clean: false,
      // What comes while no registrar runs is kept for the next one for an hour.
      ...(options.version === '3.1.1' ? {} : { properties: { sessionExpiryInterval: 3600 } }),
      reconnectPeriod: 1000,
      // We subscribe at every connection: the library would leave out what it thinks that the broker knows.
      resubscribe: false,
    })
  const client = connect(REGISTRAR_CLIENT)
  const { ended, ready, confirmed } = watch(client, heard, onState)
  ended.catch(() => {}) // also when nobody waits any more
  try {
    await Promise.race([firstConnection(client, options.connectTimeoutMs), ended])
    await Promise.race([ready, ended, silence(options.connectTimeoutMs)])
  } catch (error) {
    await client.endAsync(true)
    throw error
  }
  // Not before: another registrar's would be ended by it.
  const renewals = connect(RENEWALS_CLIENT)
  ended.catch(() => renewals.end())
  const failed = listenForRenewals(renewals, heard, confirmed)
  failed.catch(() => {})
  return {
    publish: async (topic, payload, retain) => {
      await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain })
    },
    kick: (device) => kick(options.url, { ...settings(), clientId: device, clean: true, reconnectPeriod: 0 }),
    ended: Promise.race([ended, failed]),
    close: async () => {
      await Promise.all([client.endAsync(), renewals.endAsync()])
    },
  }
}

/** Each is dealt with while it is known that we are the registrar, and acknowledged then. Fails when we may not hear them. */
function listenForRenewals(client: MqttClient, heard: Heard, confirmed: () => Promise<void>): Promise<never> {
  return new Promise((_, reject) => {
    client.handleMessage = (packet, done) => {
      void confirmed()
        .then(() => dispatch(packet, heard))
        .then(() => done(), reject)
    }
    client.on('connect', () => {
      client
        .subscribeAsync(RENEWALS, { qos: 1 })
        .then(([granted]) => {
          if (granted !== undefined && granted.qos >= 128)
            reject(new HoldfastError('HF_BROKER_REFUSED', 'the broker does not let us read it', { place: RENEWALS }))
        })
        // Cut off meanwhile: the next connection subscribes again.
        .catch(() => {})
    })
    client.on('error', () => {})
  })
}

interface Watched {
  ended: Promise<never>
  /** Resolves when it is known for the first time that we are the registrar. */
  ready: Promise<void>
  /** Resolves when it is known of the present connection. */
  confirmed(): Promise<void>
}

function watch(client: MqttClient, heard: Heard, onState: (online: boolean) => void): Watched {
  const instance = crypto.randomUUID()
  let isAnnounced = false
  /** Who serves, on this connection. */
  let hasAsked = false
  // Nothing is dealt with before it is known that nobody has taken our place.
  let confirmed = gate()
  const ready = confirmed.wait
  const ended = new Promise<never>((_, reject) => {
    const look = async (announce: boolean): Promise<void> => {
      if (announce) {
        await client.publishAsync(registrarTopic, instance, { qos: 1, retain: true })
        isAnnounced = true
      }
      // Every subscription brings what is retained, and says that it is.
      hasAsked = true
      // They were of this session once.
      await client.unsubscribeAsync(RENEWALS)
      const granted = await client.subscribeAsync([...FILTERS], { qos: 1 })
      const refused = granted.find(({ qos }) => qos >= 128)
      if (refused !== undefined)
        reject(new HoldfastError('HF_BROKER_REFUSED', 'the broker does not let us read it', { place: refused.topic }))
    }
    // Cut off meanwhile: the next connection looks again.
    const lookAgain = (announce: boolean): void => void look(announce).catch(() => {})
    client.handleMessage = (packet, done) => {
      if (packet.topic === registrarTopic) {
        // Acknowledged in any case: the session of this name would bring it to whoever is started next.
        done()
        // Before we have asked, or without the flag, it may be old: what the session has kept.
        if (!hasAsked || !packet.retain || packet.payload.length === 0) return
        if (packet.payload.toString() === instance) return confirmed.open()
        client.end()
        return reject(new HoldfastError('HF_REGISTRAR_REPLACED', 'another registrar has connected to this broker'))
      }
      if (confirmed.isOpen) return void dispatch(packet, heard).then(() => done(), reject)
      confirmed.wait.then(() => dispatch(packet, heard)).catch(reject)
      done()
    }
    client.on('connect', () => {
      onState(true)
      hasAsked = false
      if (confirmed.isOpen) confirmed = gate()
      const current = confirmed
      lookAgain(!isAnnounced)
      setTimeout(() => {
        if (client.connected && !current.isOpen) lookAgain(true)
      }, SILENCE_MS).unref()
    })
    client.on('close', () => onState(false))
    // Reconnecting is the library's; an error event without a listener would end the process.
    client.on('error', () => {})
  })
  return { ended, ready, confirmed: () => confirmed.wait }
}

/** Closed until it is opened, once. */
function gate(): { readonly isOpen: boolean; readonly wait: Promise<void>; open(): void } {
  let isOpen = false
  let resolve = (): void => {}
  const wait = new Promise<void>((done) => {
    resolve = done
  })
  return {
    get isOpen() {
      return isOpen
    },
    wait,
    open() {
      isOpen = true
      resolve()
    },
  }
}

async function dispatch({ topic, payload }: IPublishPacket, heard: Heard): Promise<void> {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  const claim = parseClaimTopic(topic)
  if (claim !== null) return heard.claim(claim, bytes)
  const parsed = parseTopic(topic)
  if (parsed?.scope !== 'device') return
  if (parsed.leaf === 'renew') return heard.renewal(parsed.name, bytes)
  if (parsed.leaf === 'presence') heard.presence(parsed.name, bytes)
}

function firstConnection(client: MqttClient, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (code: 'HF_BROKER_UNAVAILABLE' | 'HF_BROKER_REFUSED', why: string, cause?: unknown): void =>
      reject(new HoldfastError(code, why, { place: 'broker', cause }))
    const timer = setTimeout(() => fail('HF_BROKER_UNAVAILABLE', 'does not answer'), timeoutMs)
    client.once('connect', () => {
      clearTimeout(timer)
      resolve()
    })
    client.once('error', (cause) => {
      clearTimeout(timer)
      const isRefusal = typeof (cause as { code?: unknown }).code === 'number'
      fail(isRefusal ? 'HF_BROKER_REFUSED' : 'HF_BROKER_UNAVAILABLE', cause.message, cause)
    })
  })
}

async function silence(timeoutMs: number): Promise<never> {
  await sleep(timeoutMs, undefined, { ref: false })
  throw new HoldfastError('HF_BROKER_REFUSED', 'the broker does not let us say there who serves', {
    place: registrarTopic,
  })
}

async function kick(url: string, options: IClientOptions): Promise<void> {
  try {
    const client = await mqtt.connectAsync(url, options, false)
    await client.endAsync()
  } catch (cause) {
    throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'the connection of the device could not be ended', {
      place: options.clientId ?? '',
      cause,
    })
  }
}
