/**
 * A service while its keys are read.
 *
 * Invariant: what files say is kept apart, because the keys go over it.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Service } from '../../protocol/types.ts'
import type { Level } from './level.ts'

export type ServiceDraft = Loose<Service> & {
  envFile?: Record<string, string>
  labelFile?: Record<string, string>
  containerName?: string
  built?: boolean
}

/** A part of the table of a service's keys. */
export type ServiceKeys = Level<ServiceDraft>['keys']
