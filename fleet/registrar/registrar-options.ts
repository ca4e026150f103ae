/**
 * What a registrar is given: where it keeps things, who signs, and how it reaches the broker.
 *
 * Invariant: types only.
 */
import type { Authority } from './authority.ts'
import type { Rules } from './decide.ts'
import type { LimitOptions } from './limits.ts'
import type { RegistryStore } from './registry-store.ts'

export interface RegistrarOptions {
  store: RegistryStore
  authority: Authority
  publish(topic: string, payload: Uint8Array, retain: boolean): Promise<void>
  /** Tells the broker whom it lets in; resolves when it has been told. */
  refreshAccess(): Promise<void>
  /** Ends whatever connection a device has. */
  kick(device: string): Promise<void>
  /** A line for people and programs. */
  log(event: string, facts: object): void
  /** The data could not be written: the registrar is of no use any more. */
  onBroken(error: unknown): void
  /** Unix milliseconds. */
  now(): number
  /** Where devices connect; empty is where they claimed. */
  brokerUrl: string
  rules?: Rules
  limits?: LimitOptions
  /** How long a device that is revoked may take to hear of it, before the broker ends its connection. Default 1,000. */
  graceMs?: number
}
