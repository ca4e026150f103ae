/**
 * The engine, its volumes and networks, as the agent's port sees them.
 *
 * Invariant: a device sees those with its labels alone; one from outside is never made, only required.
 */
import { LABELS } from '../../agent/labels.ts'
import type { EngineInfo, NetworkSpec, VolumeFact, VolumeSpec } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { EngineModel } from './engine-model.ts'
import { findNetwork, makeNetwork } from './networks.ts'
import type { SimulatedEngine } from './simulated-engine.ts'
import { makeVolume } from './volumes.ts'

export function infoOf(engine: SimulatedEngine): EngineInfo {
  const { seed, version, architecture, memoryBytes, diskBytes } = engine.options
  return {
    id: seed,
    version,
    architecture,
    os: 'linux',
    memoryBytes,
    diskFreeBytes: engine.freeBytes(),
    diskTotalBytes: diskBytes,
  }
}

export function volumesOf(model: EngineModel, device: string): VolumeFact[] {
  return [...model.look().volumes.values()]
    .filter(({ labels }) => labels[LABELS.device] === device)
    .map(({ name, labels }) => ({ name, operation: labels[LABELS.operation] ?? '' }))
}

export function ensureVolume(model: EngineModel, { name, device, volume, operation }: VolumeSpec): void {
  if (volume.externalName !== '') {
    requireExternal(model.look().volumes.has(name), 'volume', name)
    return
  }
  const labels = {
    ...volume.labels,
    [LABELS.device]: device,
    [LABELS.volume]: volume.name,
    ...(operation === undefined ? {} : { [LABELS.operation]: operation }),
  }
  makeVolume(model.world, { name, labels, driver: volume.driver || 'local', options: volume.driverOptions })
}

export function networksOf(model: EngineModel, device: string): string[] {
  return [...model.look().networks.values()]
    .filter(({ labels }) => labels[LABELS.device] === device)
    .map(({ name }) => name)
}

export function ensureNetwork(model: EngineModel, { name, device, network, specHash }: NetworkSpec): void {
  const held = findNetwork(model.world, name)
  if (network.externalName !== '') {
    requireExternal(held !== null, 'network', name)
    return
  }
  const labels = {
    ...network.labels,
    [LABELS.device]: device,
    [LABELS.network]: network.name,
    [LABELS.spec]: specHash,
  }
  if (held !== null) return
  makeNetwork(model.world, {
    name,
    labels,
    driver: network.driver || 'bridge',
    options: network.driverOptions,
    internal: network.internal,
    ipv6: network.ipv6,
    attachable: network.attachable,
    subnets: network.subnets,
  })
}

function requireExternal(there: boolean, kind: string, name: string): void {
  if (!there) throw new HoldfastError('HF_ENGINE_FAILED', `the external ${kind} ${name} does not exist`)
}
