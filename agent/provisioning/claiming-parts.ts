/**
 * What a claiming agent has beyond another one, on a real device: key files, brokers by certificate, and the
 * fingerprint for people.
 *
 * Invariant: a private key is in memory only while a connection is being made.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClockPort } from '../../machines/ports.ts'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { mqttBroker } from '../adapters/mqtt.ts'
import type { MqttBrokerOptions, TlsIdentity } from '../adapters/mqtt-options.ts'
import type { DeviceConfig } from '../config.ts'
import type { ClaimedIdentity } from '../config-identity.ts'
import type { KeepaliveBounds } from '../keepalive-rule.ts'
import type { Log } from '../log.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import { BUILT_MS } from '../version.ts'
import type { ClaimedAgentOptions } from './claimed-agent.ts'
import { credentialFiles } from './credential-files.ts'
import { keyFiles } from './key-files.ts'
import { Keys, textOf } from './keys.ts'
import { forgetIdentity, noteIdentity } from './known-identity.ts'

type Parts = Pick<
  ClaimedAgentOptions,
  | 'keys'
  | 'credential'
  | 'credentialFiles'
  | 'wishes'
  | 'deviceType'
  | 'pinned'
  | 'builtMs'
  | 'showFingerprint'
  | 'floorKnown'
  | 'doors'
  | 'connectAgent'
  | 'forgetNoted'
>

/** One connection for one conversation. */
const SHORT = { isShort: true, will: () => null, nextConnection: async () => 0 } as const

export function claimingParts(
  { claim, dataDir, deviceType }: Pick<DeviceConfig, 'dataDir' | 'deviceType'> & ClaimedIdentity,
  clock: ClockPort,
  log: Log,
  keepalive?: () => KeepaliveBounds,
  targetProxy?: ProxySources['targetProxy'],
): Parts {
  const { url, username, passwordFile, caFile, protocol, proxy, device, fleet, credential, authorityFile } = claim
  const { env } = process
  const keys = new Keys(keyFiles(join(dataDir, 'identity')))
  let timeFloorMs = (): number => BUILT_MS
  const judged = {
    timeFloorMs: () => timeFloorMs(),
    judgedByFloor: () => log.warn('the clock is wrong; the broker was judged by the time that is known at least'),
  }
  let noting = Promise.resolve()
  const note = (identity: IdentityFact): void => {
    noting = noting
      .then(() => noteIdentity(dataDir, identity))
      .catch((error: unknown) =>
        log.warn('who the device is could not be written for the doctor', { ...faultOf(error) }),
      )
  }
  const byCertificate = (identity: () => IdentityFact) => ({
    url: identity().brokerUrl === '' ? url : identity().brokerUrl,
    caFile,
    protocol,
    proxy,
    env,
    targetProxy,
    clock,
    ...judged,
    clientId: identity().device,
    identity: () => tlsIdentity(keys, identity()),
  })
  const spares = (identity: () => IdentityFact) =>
    claim.others.map((one) => ({ ...one, ...judged, identity: () => tlsIdentity(keys, identity()) }))
  return {
    keys,
    credential,
    credentialFiles,
    wishes: { device, fleet },
    deviceType,
    pinned: async () => (authorityFile === undefined ? null : readAuthority(authorityFile)),
    builtMs: BUILT_MS,
    showFingerprint(fingerprint) {
      log.info('the fingerprint of this device, to compare before it is approved', { fingerprint })
      writeFile(join(dataDir, 'fingerprint'), `${fingerprint}\n`).catch((error: unknown) =>
        log.warn('the fingerprint could not be written', { ...faultOf(error) }),
      )
    },
    floorKnown: (floorMs) => {
      timeFloorMs = floorMs
    },
    doors: {
      claims: (clientId, subscriptions) =>
        mqttBroker({
          url,
          username,
          passwordFile,
          caFile,
          protocol,
          proxy,
          env,
          targetProxy,
          clock,
          ...judged,
          clientId,
          subscriptions,
          ...SHORT,
        }),
      devices: (identity, subscriptions) =>
        mqttBroker({ ...byCertificate(() => identity), subscriptions, ...SHORT } satisfies MqttBrokerOptions),
    },
    async forgetNoted() {
      await noting
      await forgetIdentity(dataDir)
    },
    connectAgent(first, wires) {
      let inUse = first
      note(first)
      const port = mqttBroker({ ...wires, ...byCertificate(() => inUse), others: spares(() => inUse), keepalive })
      return {
        port,
        use(identity) {
          inUse = identity
          note(identity)
          port.reconnect()
        },
      }
    },
  }
}

async function tlsIdentity(keys: Keys, { claim, certificates, authority }: IdentityFact): Promise<TlsIdentity> {
  return { certificates, authority, key: textOf((await keys.get(claim)).signing) }
}

async function readAuthority(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'the authority cannot be read', { place: path, cause })
  }
}
