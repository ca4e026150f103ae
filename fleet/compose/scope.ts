/**
 * What a reader of one compose file knows besides the node in its hand.
 *
 * Invariant: every name that a service may refer to is known before the first service is read.
 */

import { didYouMean } from '../../protocol/closest.ts'
import type { Claim } from '../../protocol/port-conflicts.ts'
import type { Faults } from './faults.ts'
import { ValueFault } from './faults.ts'
import type { Lookup } from './interpolate.ts'

export interface Scope {
  readonly faults: Faults
  /** The operator's variables, for `environment` entries without a value. */
  readonly lookup: Lookup
  /** Reads a file named in the compose file, relative to it; null when it does not exist. */
  readonly readFile: (path: string) => string | null
  readonly services: ReadonlySet<string>
  readonly volumes: ReadonlySet<string>
  readonly networks: ReadonlySet<string>
  /** Services that `profiles` leaves out. */
  readonly inactive: ReadonlySet<string>
  /** The service that is being read; empty outside of services. */
  readonly service: string
  /** Who waits for whom, with the place that says so. */
  readonly waits: { from: string; to: string; place: string }[]
  /** Who publishes what, with the place. */
  readonly claims: (Claim & { place: string })[]
}

/**
 * The name, when there is such a thing.
 * @throws ValueFault
 */
export function known(scope: Scope, kind: 'service' | 'volume' | 'network', name: string, place: string): string {
  const names = scope[`${kind}s`]
  if (names.has(name)) return name
  if (kind === 'service' && scope.inactive.has(name))
    throw new ValueFault(place, `the service ${JSON.stringify(name)} is left out by its profiles; give --profile`)
  const hint = didYouMean(name, names)
  const where = kind === 'service' ? '' : ` under the top-level ${kind}s`
  throw new ValueFault(place, `there is no ${kind} ${JSON.stringify(name)}${where}${hint}`)
}
