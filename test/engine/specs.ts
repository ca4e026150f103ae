/**
 * Specs for tests, from the few fields that a test is about.
 *
 * Invariant: they pass the codec, as those of a real release do, so every field is present.
 */
import { randomBytes } from 'node:crypto'
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../../machines/ports.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Network, Service, Volume } from '../../protocol/types.ts'

/** A name that no other test uses. */
export function uniqueName(what: string): string {
  return `${what}-${randomBytes(4).toString('hex')}`
}

export function serviceOf(fields: Loose<Service>): Service {
  return decode(KINDS.Release, encode(KINDS.Release, { services: [{ name: 'web', ...fields }] })).services[0] as Service
}

export function containerSpecOf(
  fields: Loose<Service>,
  over: Partial<Omit<ContainerSpec, 'service'>> = {},
): ContainerSpec {
  return {
    name: uniqueName('web'),
    device: 'd1',
    release: 'sha256:r1',
    specHash: 'hash-1',
    networkNames: {},
    volumeNames: {},
    ...over,
    service: serviceOf(fields),
  }
}

export function volumeSpecOf(fields: Loose<Volume>, over: Partial<Omit<VolumeSpec, 'volume'>> = {}): VolumeSpec {
  const release = decode(KINDS.Release, encode(KINDS.Release, { volumes: [{ name: 'data', ...fields }] }))
  return { name: uniqueName('data'), device: 'd1', ...over, volume: release.volumes[0] as Volume }
}

export function networkSpecOf(fields: Loose<Network>, over: Partial<Omit<NetworkSpec, 'network'>> = {}): NetworkSpec {
  const release = decode(KINDS.Release, encode(KINDS.Release, { networks: [{ name: 'net', ...fields }] }))
  return { name: uniqueName('net'), device: 'd1', specHash: 'net-1', ...over, network: release.networks[0] as Network }
}
