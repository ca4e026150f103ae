/**
 * What a device tells Prometheus: what its report says, in numbers.
 *
 * Invariant: pure; no more series than services, kinds of blockers and names of counters, which are few.
 */
import { ByteClass, Health } from '../../protocol/enums.ts'
import { type Family, openMetrics, type Sample } from '../../protocol/open-metrics.ts'
import type { Report } from '../../protocol/types.ts'

const CLASSES: Readonly<Record<number, string>> = {
  [ByteClass.BYTE_CLASS_CONTROL]: 'control',
  [ByteClass.BYTE_CLASS_REPORTS]: 'reports',
  [ByteClass.BYTE_CLASS_LOGS]: 'logs',
  [ByteClass.BYTE_CLASS_CONTENT]: 'content',
}

export interface ProcessFacts {
  residentBytes: number
  cpuSeconds: number
  startSeconds: number
}

export function deviceMetrics(report: Report, facts: ProcessFacts): string {
  const { device, fleet, agentVersion, phase, current, target, services, blockers, counters, host, usage } = report
  // An engine that does not answer is no full disk.
  const room = host === null || host.diskTotalBytes === 0 ? [] : [host]
  return openMetrics([
    gauge('holdfast_device_phase', 'The state of the update machine.', [{ labels: { phase }, value: 1 }]),
    {
      name: 'holdfast_device',
      type: 'info',
      help: 'Who the device is.',
      samples: [{ labels: { device, fleet, version: agentVersion }, value: 1 }],
    },
    gauge('holdfast_device_current_epoch', 'The epoch that runs; 0: none.', [{ value: current?.epoch ?? 0 }]),
    gauge('holdfast_device_target_epoch', 'The epoch that is asked for; 0: none.', [{ value: target?.epoch ?? 0 }]),
    gauge(
      'holdfast_device_blockers',
      'Reasons for which it has not converged, by kind.',
      countsOf(blockers.map(({ kind }) => kind)).map(([kind, value]) => ({ labels: { kind }, value })),
    ),
    gauge(
      'holdfast_device_service_unhealthy',
      'Whether a service is unhealthy.',
      services.map(({ service, health }) => ({
        labels: { service },
        value: health === Health.HEALTH_UNHEALTHY ? 1 : 0,
      })),
    ),
    gauge(
      'holdfast_device_service_restarts',
      'How often the engine has started a service again, by its own count, which begins anew with each container.',
      services.map(({ service, restarts }) => ({ labels: { service }, value: restarts })),
    ),
    counter(
      'holdfast_agent_events',
      'What was dropped or repaired since the agent started, by name.',
      Object.entries(counters).map(([event, value]) => ({ labels: { event }, value: Number(value) })),
    ),
    gauge(
      'holdfast_device_disk_free_bytes',
      'Free space where images are.',
      room.map(({ diskFreeBytes }) => ({ value: diskFreeBytes })),
    ),
    gauge(
      'holdfast_device_disk_size_bytes',
      'Space where images are.',
      room.map(({ diskTotalBytes }) => ({ value: diskTotalBytes })),
    ),
    gauge(
      'holdfast_device_day_traffic_bytes',
      'Bytes of this day, by class and link.',
      (usage?.counts ?? []).map(({ class: of, link, dayBytes }) => ({
        labels: { class: CLASSES[of] ?? 'other', link },
        value: dayBytes,
      })),
    ),
    gauge('process_resident_memory_bytes', 'Memory of the agent.', [{ value: facts.residentBytes }]),
    counter('process_cpu_seconds', 'Processor time of the agent.', [{ value: facts.cpuSeconds }]),
    gauge('process_start_time_seconds', 'When the agent started, by its clock.', [{ value: facts.startSeconds }]),
  ])
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: 'gauge', help, samples }
}

function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, type: 'counter', help, samples }
}

function countsOf(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts]
}
