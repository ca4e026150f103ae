/**
 * What a device last said, as a script reads it.
 *
 * Invariant: pure; what the wire has as a number of an enumeration is a word here.
 */
import { Health } from '../../protocol/enums.ts'
import type { Seen } from './seen.ts'

const HEALTH_WORDS: Readonly<Record<number, string>> = {
  [Health.HEALTH_NONE]: 'none',
  [Health.HEALTH_STARTING]: 'starting',
  [Health.HEALTH_HEALTHY]: 'healthy',
  [Health.HEALTH_UNHEALTHY]: 'unhealthy',
}

/** One device, ready for `JSON.stringify`. */
export function statusJson({ device, presence, report }: Seen): object {
  const services = report?.services.map((service) => ({
    ...service,
    health: HEALTH_WORDS[service.health] ?? 'unknown',
  }))
  return { event: 'device', device, presence, report: report === null ? null : { ...report, services } }
}
