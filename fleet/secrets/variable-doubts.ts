/**
 * What is odd about variables that are well formed all the same.
 *
 * Invariant: pure; a doubt is a note and no refusal: a device may be there only tomorrow, and a service with its next release.
 */
import type { Report } from '../../protocol/types.ts'

/** @param names as they are set: NAME or SERVICE:NAME @param report what the device said last; null: nothing ever */
export function variableDoubts(
  device: string,
  names: readonly string[],
  report: Pick<Report, 'services'> | null,
): string[] {
  if (report === null) return [`${device} has never reported: they wait for it at the broker`]
  const runs = new Set(report.services.map(({ service }) => service))
  const meant = names.flatMap((name) => (name.includes(':') ? [name.slice(0, name.indexOf(':'))] : []))
  return [...new Set(meant)]
    .filter((service) => !runs.has(service))
    .map((service) => `${device} runs no service ${service}: what is for it waits for a release that has one`)
}
