/**
 * What a reader of a compose file knows besides the node in its hand.
 *
 * Invariant: every name that a service may refer to is known before the first service is read.
 */

import { didYouMean } from '../../protocol/closest.ts'
import type { Condition } from '../../protocol/enums.ts'
import type { Claim } from '../../protocol/port-conflicts.ts'
import type { Faults } from './faults.ts'
import { ValueFault } from './faults.ts'
import type { Link } from './links.ts'
import type { Needed } from './requirements.ts'
import type { Entry } from './yaml-tree.ts'

export interface Scope {
  readonly faults: Faults
  /** The bytes of a file, relative to where the operator stands; null when there is none. */
  readonly readFile: (path: string) => Uint8Array | null
  readonly services: ReadonlySet<string>
  readonly volumes: ReadonlySet<string>
  readonly networks: ReadonlySet<string>
  readonly secrets: ReadonlyMap<string, Entry>
  readonly configs: ReadonlyMap<string, Entry>
  /** Services that `profiles` leaves out. */
  readonly inactive: ReadonlySet<string>
  /** The service that is being read; empty outside of services. */
  readonly service: string
  /** Who waits for whom, with the place that says so; and for what, where it is for more than the start. */
  readonly waits: { from: string; to: string; place: string; condition?: Condition | undefined }[]
  /** Who publishes what, with the place. */
  readonly claims: (Claim & { place: string })[]
  /** Addresses of their own that services have on networks. */
  readonly fixedAddresses: { network: string; address: string; place: string }[]
  /** Who is linked to whom. */
  readonly links: Link[]
  /** What devices must have, by the contracts and labels of balena. */
  readonly requirements: Needed[]
  /** The size of all secrets and configs so far, and the names of the secrets that devices have to hold. */
  readonly filed: { bytes: number; readonly external: Set<string> }
}

type Kind = 'service' | 'volume' | 'network' | 'secret' | 'config'

/**
 * The name, when there is such a thing.
 * @throws ValueFault
 */
export function known(scope: Scope, kind: Kind, name: string, place: string): string {
  const names = scope[`${kind}s`]
  if (names.has(name)) return name
  if (kind === 'service' && scope.inactive.has(name))
    throw new ValueFault(place, `the service ${JSON.stringify(name)} is left out by its profiles; give --profile`)
  const hint = didYouMean(name, names.keys())
  const where = kind === 'service' ? '' : ` under the top-level ${kind}s`
  throw new ValueFault(place, `there is no ${kind} ${JSON.stringify(name)}${where}${hint}`)
}
