/**
 * One broker, from its name to its CONNACK, by the agent's own code.
 *
 * Invariant: it asks with no will and takes no message, and the device's session stays as it is. It asks under a client
 * id of its own, so that an agent that runs is not thrown out; with a certificate under the device's, since a broker may
 * make the id of that: any other would be made the same, and with it end the session and what waits in it.
 */
import { connect as connectTls } from 'node:tls'
import { HoldfastError } from '../../protocol/errors.ts'
import { MqttConnection } from '../adapters/mqtt-connection.ts'
import { LinkMemory } from '../adapters/mqtt-liveness.ts'
import { clientOptions, type Endpoint, type MqttBrokerOptions, tlsTerms } from '../adapters/mqtt-options.ts'
import { refusesVersion, type Version } from '../adapters/mqtt-reasons.ts'
import { parseBrokerUrl } from '../broker-url.ts'
import { hostOf, type OpenStream, openStream, portOf, type Way } from '../reach/open-stream.ts'
import { proxyName } from '../reach/proxy.ts'
import { type ProxySources, proxyFor } from '../reach/proxy-rule.ts'
import { type Stage, StageError } from '../reach/stages.ts'
import { type Finding, type Layer, ok, skipped, warn, wrong } from './finding.ts'
import { iso } from './judge-network.ts'

export interface BrokerTerms extends ProxySources {
  endpoint: Endpoint
  /** Null: who we are is not known here, and only the way is looked at. */
  clientId: string | null
  limitMs: number
  nowMs: number
}

const LAYER_OF: Record<Stage, Layer> = { dns: 'dns', tcp: 'tcp', proxy: 'proxy', tls: 'tls', websocket: 'broker' }

const ADVICE: Record<Stage, string> = {
  dns: 'Look at the name, and whether the name servers answer: resolvectl query, /etc/resolv.conf',
  tcp: 'Look whether the broker runs, the address is its own, and no firewall is between: nc -vz',
  proxy:
    'Look at the proxies of the target\'s network configuration (holdfast net), then at "proxy" in the configuration, or at HTTPS_PROXY, ALL_PROXY and NO_PROXY, and at its user and password',
  tls: 'Look at the certificate of the broker and at "caFile"',
  websocket: 'Look at the path of the URL, and whether the broker has a listener for web sockets there',
}

/** A certificate that ends within so many days wants somebody's attention. */
const SOON_DAYS = 14
const DAY_MS = 24 * 3_600_000

export async function lookAtBroker(terms: BrokerTerms): Promise<Finding[]> {
  const { endpoint, limitMs } = terms
  const of = endpoint.url
  const findings: Finding[] = []
  let way: Way
  try {
    const address = parseBrokerUrl(endpoint.url)
    const port = portOf(address)
    const proxy = proxyFor(address, port, endpoint.proxy, terms)
    findings.push(proxy === null ? skipped('proxy', 'none', of) : ok('proxy', proxyName(proxy), of))
    way = { address, port, proxy, tls: await tlsTerms(endpoint), limitMs, signal: new AbortController().signal }
  } catch (error) {
    return [wrong('broker', sentence(error), 'Look at the configuration and the files that it names', of)]
  }
  let open: OpenStream
  try {
    open = await openStream({
      ...way,
      passed: (stage, what) => {
        if (stage === 'dns') findings.push(ok('dns', what, of))
        if (stage === 'tcp') findings.push(ok('tcp', `connected to ${what}`, of))
      },
    })
  } catch (error) {
    const stage = error instanceof StageError ? error.stage : 'proxy'
    const dates = stage === 'tls' ? await certificateDates(way) : null
    return [...withoutLayer(findings, LAYER_OF[stage]), failed(stage, error, dates, terms)]
  }
  if (way.address.protocol === 'mqtts:' || way.address.protocol === 'wss:')
    findings.push(tlsFinding(await certificateDates(way), terms))
  else findings.push(warn('tls', 'nothing is encrypted', 'Use "mqtts://", unless the network is yours alone', of))
  findings.push(await greet(open, way, terms))
  return findings
}

function failed(stage: Stage, error: unknown, dates: Dates | null, { endpoint, nowMs }: BrokerTerms): Finding {
  const isOfTime = error instanceof HoldfastError && error.code === 'HF_CLOCK_WRONG'
  if (!isOfTime) return wrong(LAYER_OF[stage], sentence(error), ADVICE[stage], endpoint.url)
  const span =
    dates === null ? '' : `; it is valid from ${iso(dates.fromMs)} to ${iso(dates.toMs)}, and here it is ${iso(nowMs)}`
  const isEarly = dates !== null && nowMs < dates.fromMs
  const advice = isEarly
    ? 'The clock is behind: set it (timedatectl set-ntp true), then look again'
    : 'If the clock is right, the certificate of the broker has to be renewed'
  return wrong('tls', `${sentence(error)}${span}`, advice, endpoint.url)
}

function tlsFinding(dates: Dates | null, { endpoint, nowMs }: BrokerTerms): Finding {
  if (dates === null) return ok('tls', 'its certificate is trusted', endpoint.url)
  const days = Math.floor((dates.toMs - nowMs) / DAY_MS)
  const what = `its certificate is trusted, until ${iso(dates.toMs)}`
  if (days < SOON_DAYS) return warn('tls', what, `It ends in ${days} days: have it renewed`, endpoint.url)
  return ok('tls', what, endpoint.url)
}

async function greet(open: OpenStream, way: Way, terms: BrokerTerms): Promise<Finding> {
  const { endpoint, clientId, limitMs } = terms
  const of = endpoint.url
  if (clientId === null) {
    open.stream.destroy()
    open.socket.destroy()
    return skipped('broker', 'it is there; whether it lets us in is seen by an agent that has its identity', of)
  }
  const first: Version = endpoint.protocol === '3.1.1' ? 4 : 5
  try {
    await say(open, first)
    return ok('broker', 'it lets us in', of)
  } catch (error) {
    const mayFallBack = (endpoint.protocol ?? 'auto') === 'auto' && !(error instanceof StageError)
    if (!mayFallBack) return refused(error, of)
    try {
      await say(await openStream(way), 4)
      return ok('broker', 'it lets us in, by MQTT 3.1.1', of)
    } catch (again) {
      // The first answer says more, unless it was about the version alone.
      return refused(refusesVersion(causeOf(error)) ? again : error, of)
    }
  }

  async function say(stream: OpenStream, version: Version): Promise<void> {
    const isBound = endpoint.identity !== undefined
    const settings: Pick<MqttBrokerOptions, 'clientId' | 'isShort' | 'will'> = {
      clientId: isBound ? clientId! : `${clientId}-doctor`,
      isShort: !isBound,
      will: () => null,
    }
    const client = await clientOptions(settings, endpoint, { version, number: 0, promisedMs: 60_000 })
    const memory = new LinkMemory()
    const place = hostOf(way.address)
    const connection = new MqttConnection({
      client,
      open: stream,
      place,
      memory,
      acceptMs: limitMs,
      answerMs: limitMs,
      onDelivery: null,
    })
    await connection.accepted
    await connection.end(true)
  }
}

function refused(error: unknown, of: string): Finding {
  const isRefusal = error instanceof HoldfastError && error.code === 'HF_BROKER_REFUSED'
  const advice = isRefusal
    ? 'Look at "username" and the password file, the certificate, and the broker\'s list of who may connect'
    : 'Look whether it is an MQTT broker that answers at this address and port, and into its log'
  return wrong('broker', sentence(error), advice, of)
}

interface Dates {
  fromMs: number
  toMs: number
}

/** Of the certificate that is shown, trusted or not: nothing is said to whoever shows it. */
async function certificateDates(way: Way): Promise<Dates | null> {
  const plain = new URL(`mqtt://${way.address.host}`)
  let open: OpenStream | null = null
  try {
    open = await openStream({ ...way, address: plain })
    const { socket, stream } = open
    const host = hostOf(way.address)
    return await new Promise<Dates | null>((resolve) => {
      const secure = connectTls({
        socket: stream,
        rejectUnauthorized: false,
        ...(/[a-z]/i.test(host) && !host.includes(':') ? { servername: host } : {}),
      })
      const end = (dates: Dates | null): void => {
        clearTimeout(timer)
        secure.destroy()
        socket.destroy()
        resolve(dates)
      }
      const timer = setTimeout(() => end(null), way.limitMs)
      secure.once('error', () => end(null))
      secure.once('close', () => end(null))
      secure.once('secureConnect', () => {
        const { valid_from: from, valid_to: to } = secure.getPeerCertificate()
        const dates = { fromMs: Date.parse(from), toMs: Date.parse(to) }
        end(Number.isFinite(dates.fromMs) && Number.isFinite(dates.toMs) ? dates : null)
      })
    })
  } catch {
    open?.socket.destroy()
    return null // what is wrong was seen by the check itself
  }
}

function withoutLayer(findings: readonly Finding[], layer: Layer): Finding[] {
  return findings.filter((finding) => finding.layer !== layer)
}

function causeOf(error: unknown): unknown {
  return error instanceof HoldfastError ? error.cause : error
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
