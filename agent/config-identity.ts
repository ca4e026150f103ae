/**
 * Who a device is, or how it becomes somebody, in the configuration file.
 *
 * Invariant: one of the two; identities are claimed, and used with a certificate, over connections that prove the other
 * side alone.
 */
import { checkName } from '../protocol/topics.ts'
import { isSecure } from './broker-url.ts'
import { type BrokerConfig, brokerIn, brokersIn, type ProxySetting, type Resolve } from './config-brokers.ts'
import type { ConfigReader } from './config-reader.ts'
import type { Credential } from './provisioning/proofs.ts'

/** Who the device is. */
export interface GivenIdentity {
  device: string
  fleet: string
  /** The one that is preferred. */
  broker: BrokerConfig
  /** The others, in order. */
  others: BrokerConfig[]
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
    /** Where the device goes by its certificate when the broker that the registrar names does not answer, in order. */
    others: BrokerConfig[]
  }
}

/** Of a device that is told who it is. */
export function givenIdentity(root: ConfigReader, absolute: Resolve, proxy: ProxySetting): GivenIdentity {
  const device = root.string('device', (name) => checkName('device', name))
  const fleet = root.string('fleet', (name) => checkName('fleet', name))
  const several = brokersIn(root, absolute, proxy)
  const [first, ...others] = several
  if (first !== undefined) {
    if (root.has('broker')) root.fail('brokers', 'is a list of them all: give it or "broker", not both')
    return { device, fleet, broker: first, others, claim: null }
  }
  const reader = root.object('broker')
  const broker = brokerIn(reader, absolute, proxy)
  reader.end()
  return { device, fleet, broker, others: [], claim: null }
}

/** Of a device that is to become somebody. */
export function claimTerms(reader: ConfigReader, absolute: Resolve, proxy: ProxySetting): ClaimedIdentity['claim'] {
  const broker = brokerIn(reader, absolute, proxy)
  if (!isSecure(new URL(broker.url)))
    reader.fail('url', 'is not "mqtts://host:port" or "wss://…": whoever is on the way could hand out identities')
  const terms = {
    ...broker,
    device: reader.optionalString('device', (name) => checkName('device', name)) ?? '',
    fleet: reader.optionalString('fleet', (name) => checkName('fleet', name)) ?? '',
    credential: credentialIn(reader, absolute),
    authorityFile: reader.optionalString('authorityFile', absolute),
    others: brokersIn(reader, absolute, proxy),
  }
  if (terms.others.some(({ url }) => !isSecure(new URL(url))))
    reader.fail('brokers', 'holds one without "mqtts://" or "wss://": a certificate proves nothing there')
  reader.end()
  return terms
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
