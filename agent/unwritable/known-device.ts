/**
 * Who the device is, and how it connects, as far as a disk that takes nothing tells.
 *
 * Invariant: no key is made, also where the disk would take so little, none is renewed, and nobody claims. What is tried
 * to be written is the doctor's note of the identity alone.
 */
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { Loaded } from '../../storage/store.ts'
import { keptDeviceSecret } from '../adapters/device-secret.ts'
import type { AgentOptions } from '../agent-options.ts'
import { givenConnection, keepaliveOf } from '../begin.ts'
import type { AgentConfig, DeviceConfig } from '../config.ts'
import type { ClaimedIdentity, GivenIdentity } from '../config-identity.ts'
import type { Log } from '../log.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import { keptEncryptionKey } from '../secrets/encryption-key.ts'
import { secretFiles } from '../secrets/secret-files.ts'
import { TIME_FLOOR } from '../time-floor.ts'
import { BUILT_MS } from '../version.ts'

export type KnownDevice = Pick<AgentOptions, 'identity' | 'secrets' | 'connect'>

interface Sources extends Pick<ProxySources, 'targetProxy'> {
  config: AgentConfig
  loaded: Loaded
  clock: ClockPort
  log: Log
}

/**
 * Null: it is nobody, or not any more.
 * @throws HF_KEY_INVALID, or whatever its files fail with
 */
export async function knownDevice({ config, ...sources }: Sources): Promise<KnownDevice | null> {
  return config.claim === null ? given(config, sources) : claimed(config, sources)
}

async function given(
  config: DeviceConfig & GivenIdentity,
  { clock, log, targetProxy }: Omit<Sources, 'config'>,
): Promise<KnownDevice> {
  const { device, fleet } = config
  return {
    identity: { device, fleet },
    secrets: await secretsBy(config, log, () => keptEncryptionKey(config.dataDir)),
    connect: givenConnection(config, { clock, targetProxy, keepalive: keepaliveOf(config) }),
  }
}

async function claimed(
  config: DeviceConfig & ClaimedIdentity,
  { loaded, clock, log, targetProxy }: Omit<Sources, 'config'>,
): Promise<KnownDevice | null> {
  const [{ PROVISION, provisionIntentFrom }, { claimingParts }] = await Promise.all([
    import('../provisioning/checkpoint.ts'),
    import('../provisioning/claiming-parts.ts'),
  ])
  const { identity, phase } = provisionIntentFrom(loaded.checkpoints.get(PROVISION)).intent
  if (identity === null || phase === 'wiping') return null
  const { keys, floorKnown, connectAgent } = claimingParts(config, clock, log, keepaliveOf(config), targetProxy)
  const floorMs = Math.max(loaded.counters.get(TIME_FLOOR) ?? 0, BUILT_MS)
  floorKnown?.(() => floorMs)
  const { encryption } = await keys.get(identity.claim)
  const { device, fleet } = identity
  return {
    identity: { device, fleet },
    secrets: await secretsBy(config, log, async () => encryption),
    connect: (wires) => connectAgent(identity, wires).port,
  }
}

type Secrets = NonNullable<AgentOptions['secrets']>

/** Without what they rest on, which the next start makes, the device has none. */
async function secretsBy(
  { dataDir, secretsDir }: DeviceConfig,
  log: Log,
  keyOf: () => Promise<Secrets['key'] | null>,
): Promise<Secrets | undefined> {
  try {
    const [key, deviceSecret] = [await keyOf(), await keptDeviceSecret(dataDir)]
    if (key === null || deviceSecret === null)
      throw new HoldfastError('HF_FILE_UNREADABLE', 'a key of the device is not there, or damaged', { place: dataDir })
    return { key, deviceSecret, files: secretFiles(secretsDir) }
  } catch (error) {
    log.warn('no secret is opened, and none is put where containers look for it', { ...faultOf(error) })
    return undefined
  }
}
