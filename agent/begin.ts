/**
 * The agent of a real device, from its configuration: which adapter stands for which port.
 *
 * Invariant: what most devices do not need is loaded by those that do.
 */
import { join } from 'node:path'
import type { ClockPort } from '../machines/ports.ts'
import { HoldfastError } from '../protocol/errors.ts'
import { lockHolder } from '../storage/lock-holder.ts'
import { openLevel } from '../storage/open-level.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store } from '../storage/store.ts'
import { deviceSecret } from './adapters/device-secret.ts'
import { dockerEngine } from './adapters/docker.ts'
import { linuxHost } from './adapters/host.ts'
import { mqttBroker } from './adapters/mqtt.ts'
import { startAgent } from './agent.ts'
import type { Agent, AgentOptions } from './agent-options.ts'
import type { BundlePlaces } from './bundle-door.ts'
import type { AgentConfig } from './config.ts'
import type { GivenIdentity } from './config-identity.ts'
import { contentEngine } from './content/content-engine.ts'
import { NeighbourDoor } from './content/neighbour-door.ts'
import { Counters } from './ingress/counters.ts'
import { type KeepaliveBounds, keepaliveOn } from './keepalive-rule.ts'
import { ETHERNET, type LinkFacts } from './link-facts.ts'
import type { Log } from './log.ts'
import type { SystemNetwork } from './network/system-parts.ts'
import type { ProxySources } from './reach/proxy-rule.ts'
import { encryptionKey } from './secrets/encryption-key.ts'
import { secretFiles } from './secrets/secret-files.ts'
import { SecretValues } from './secrets/secret-values.ts'
import { BUILT_MS } from './version.ts'

/** @param store of its data directory; the agent closes it */
export async function begin(config: AgentConfig, clock: ClockPort, log: Log, store: Store): Promise<Agent> {
  const { trustedKeys, dataDir, engine, deviceType, rebootCommand, shutdownCommand, localApi } = config
  const { operatorSocket, secretsDir } = config
  const secret = await deviceSecret(dataDir)
  const network = await networkOf(config, clock, log)
  const targetProxy = () => network.proxy.current()
  const kept = { deviceSecret: secret, files: secretFiles(secretsDir) }
  const { neighbours: sharing } = config.content
  const neighbours = sharing === null ? undefined : new NeighbourDoor({ config: sharing, dataDir, clock, log })
  const secretValues = new SecretValues()
  const parts = {
    trusted: trustedKeys,
    store,
    engine: contentEngine({
      engine: dockerEngine({ socketPath: engine.socket }),
      dataDir,
      config: config.content,
      targetProxy,
      clock,
      log,
      neighbours,
      secrets: secretValues,
    }),
    neighbours,
    secretValues,
    host: linuxHost({ deviceType, rebootCommand, shutdownCommand }),
    clock,
    counters: new Counters(),
    log,
    localApi: { ...localApi, secret },
    operatorSocket,
    metrics: config.metrics,
    bundles: bundlePlaces(config),
    budgets: config.byteBudgets,
    ...linkOf(config),
    network,
  }
  const keepalive = keepaliveOf(config)
  if (config.claim !== null) {
    // A device that was told who it is never pays for it.
    const { startClaimedAgent } = await import('./provisioning/claimed-agent.ts')
    const { claimingParts } = await import('./provisioning/claiming-parts.ts')
    return startClaimedAgent({
      ...parts,
      kept,
      hearsOwnPresence: true,
      ...claimingParts(config, clock, log, keepalive, targetProxy),
    })
  }
  const { device, fleet, others } = config
  return startAgent({
    ...parts,
    secrets: { ...kept, key: await encryptionKey(dataDir, log) },
    identity: { device, fleet },
    hearsOwnPresence: others.length > 0,
    connect: givenConnection(config, { clock, targetProxy, keepalive }),
  })
}

interface ConnectionSources extends Pick<ProxySources, 'targetProxy'> {
  clock: ClockPort
  keepalive: () => KeepaliveBounds
}

/** How a device connects that was told who it is. */
export function givenConnection(
  { device, broker, others }: GivenIdentity,
  { clock, targetProxy, keepalive }: ConnectionSources,
): AgentOptions['connect'] {
  // It knows of no later moment.
  const timeFloorMs = (): number => BUILT_MS
  const spares = others.map((one) => ({ ...one, timeFloorMs }))
  const { env } = process
  const sources = { clock, env, targetProxy, keepalive, timeFloorMs }
  return (wires) => mqttBroker({ ...broker, others: spares, ...wires, clientId: device, ...sources })
}

/** What reads them is loaded once it is needed. */
function bundlePlaces({ bundles, dataDir }: AgentConfig): BundlePlaces {
  const { directory, listen, mostBytes } = bundles
  const spool = join(dataDir, 'bundles')
  return {
    async load(device) {
      const [{ bundleParts }, { fileMedium }] = await Promise.all([
        import('./bundle/parts.ts'),
        import('./bundle/medium.ts'),
      ])
      return bundleParts(fileMedium({ device, directory, spool }))
    },
    isWatched: directory !== null,
    upload: listen === null ? null : { ...listen, spool, mostBytes },
  }
}

/** How the device is connected, and who changes it. */
async function networkOf(config: AgentConfig, clock: ClockPort, log: Log): Promise<SystemNetwork> {
  const { systemNetwork } = await import('./network/system-parts.ts')
  const { url } = config.claim ?? config.broker
  return systemNetwork({ settings: config.network, brokerUrl: url, dataDir: config.dataDir, clock, log })
}

/** How often a quiet broker is asked, on this device. */
export function keepaliveOf(config: AgentConfig): () => KeepaliveBounds {
  const { link = ETHERNET } = linkOf(config)
  return () => keepaliveOn(config.keepalive, link)
}

/** One that the configuration names stays so. */
function linkOf({ link }: AgentConfig): { link?: LinkFacts } {
  return link === undefined ? {} : { link: { current: () => link } }
}

/** @throws HF_STORE_LOCKED with who holds it, HF_STORE_UNWRITABLE, HF_STORE_CORRUPT */
export async function openData(dataDir: string): Promise<Store> {
  try {
    return await openStore(await openLevel(dataDir))
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'HF_STORE_LOCKED') throw error
    const holder = await lockHolder(dataDir)
    const who = holder === null ? 'another process' : `process ${holder.pid} (${holder.command})`
    throw new HoldfastError('HF_STORE_LOCKED', `${who} runs on it; only one agent may`, {
      place: dataDir,
      cause: error,
    })
  }
}
