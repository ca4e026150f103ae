/**
 * Whom the broker takes.
 *
 * Invariant: pure; a certificate that was revoked, or has ended, is never taken.
 */
import type { Registry } from '../../../fleet/registrar/records.ts'
import type { Fault } from '../../../protocol/errors.ts'
import { NAME } from './steps.ts'
import type { Troubles } from './troubles.ts'

const REFUSED: Fault = { code: 'HF_BROKER_REFUSED', message: 'not this certificate' }

/** Null: it is taken. */
export function refusalOf(
  { serialNumber, notAfterMs }: { serialNumber: string; notAfterMs: number },
  { registry, troubles, nowMs }: { registry: Registry; troubles: Troubles; nowMs: number },
): Fault | null {
  if (troubles.brokerRefuses) return REFUSED
  const isFirst = registry.device.get(NAME)?.given[0]?.serialNumber === serialNumber
  if (troubles.brokerRefusesNext && !isFirst) return REFUSED
  return registry.revoked.has(serialNumber) || notAfterMs <= nowMs ? REFUSED : null
}
