/** Specs for the tests of this folder: those of the contract, under names that no other test uses. */
import { randomBytes } from 'node:crypto'
import type { ContainerSpec, NetworkSpec, VolumeSpec } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import type { Network, Service, Volume } from '../../protocol/types.ts'
import { network, spec, volume } from '../contract/engine-harness.ts'

export function uniqueName(what: string): string {
  return `${what}-${randomBytes(4).toString('hex')}`
}

export function containerSpecOf(fields: Loose<Service>, over: Partial<ContainerSpec> = {}): ContainerSpec {
  return spec('d1', fields, { name: uniqueName('web'), ...over })
}

export function volumeSpecOf(fields: Loose<Volume>, device: string): VolumeSpec {
  return { name: uniqueName('data'), device, volume: volume({ name: 'data', ...fields }) }
}

export function networkSpecOf(fields: Loose<Network>, device: string): NetworkSpec {
  return { name: uniqueName('net'), device, specHash: 'net-1', network: network({ name: 'net', ...fields }) }
}
