/**
 * A service, run once with another command beside itself.
 *
 * Invariant: pure; nothing of it can be in the way of the service: no host ports, no names or addresses in
 * its networks, no health check.
 */
import type { ContainerSpec } from '../../machines/ports.ts'
import type { Service } from '../../protocol/types.ts'

/** The service that a container is made from. */
export function serviceOf({ service, run }: ContainerSpec): Service {
  if (run === undefined) return service
  return {
    ...service,
    command: [...run.command],
    ports: [],
    macAddress: '',
    networks: service.networks.map((attachment) => ({
      ...attachment,
      aliases: [],
      ipv4Address: '',
      ipv6Address: '',
      linkLocalIps: [],
    })),
    healthcheck: {
      test: ['NONE'],
      intervalMs: 0,
      timeoutMs: 0,
      retries: 0,
      startPeriodMs: 0,
      startIntervalMs: 0,
    },
  }
}
