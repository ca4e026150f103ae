/**
 * How tests get at the rig.
 *
 * Invariant: without a rig every test of the suite is counted as skipped, under a name that says why.
 */
import { describe, inject } from 'vitest'
import type {} from './global-setup.ts'
import type { Addresses } from './rig.ts'

/** Stands in while the tests of a suite that will not run are counted. */
const NOWHERE: Addresses = { engine: '/nonexistent', registry: '127.0.0.1:0', broker: 'mqtt://127.0.0.1:0' }

/** A suite that needs a real engine, registry and broker. */
export function describeReal(name: string, suite: (rig: Addresses) => void): void {
  const { rig, reason } = inject('rig')
  describe.skipIf(rig === null)(rig === null ? `${name} (skipped: ${reason})` : name, () => suite(rig ?? NOWHERE))
}
