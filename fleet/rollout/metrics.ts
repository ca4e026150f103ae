/**
 * What the controller knows, for Prometheus.
 *
 * Invariant: pure; OpenMetrics text, names by its conventions (a unit or `_info` at the end, one family at a time), no
 * more series than fleets times outcomes. https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
import type { Counts } from './facts.ts'
import { isOver, type RolloutPhase } from './record.ts'
import type { RolloutView } from './view.ts'

export const METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

const OUTCOMES = [
  'away',
  'waiting',
  'notified',
  'succeeded',
  'unwell',
  'failed',
  'reverted',
] as const satisfies readonly (keyof Counts)[]
const PHASES: readonly RolloutPhase[] = [
  'scheduled',
  'widening',
  'proving',
  'baking',
  'paused',
  'reverting',
  'finished',
  'aborted',
  'reverted',
]

interface Family {
  name: string
  help: string
  values(view: RolloutView): { labels: Record<string, string>; value: number }[]
}

const FAMILIES: readonly Family[] = [
  {
    name: 'holdfast_rollout_devices',
    help: 'Devices that a rollout has let in, by how far they are.',
    values: ({ now }) =>
      now === null ? [] : OUTCOMES.map((outcome) => ({ labels: { outcome }, value: now.counts[outcome] })),
  },
  {
    name: 'holdfast_rollout_fleet_devices',
    help: 'Devices of the fleet that a rollout is for.',
    values: ({ now }) => (now === null ? [] : [{ labels: {}, value: now.size }]),
  },
  {
    name: 'holdfast_rollout_share_ratio',
    help: 'The share of the fleet that may take the epoch.',
    values: ({ share }) => [{ labels: {}, value: share / 10_000 }],
  },
  {
    name: 'holdfast_rollout_wave',
    help: 'The wave that is under way, counted from 1.',
    values: ({ wave }) => [{ labels: {}, value: wave }],
  },
  {
    name: 'holdfast_rollout_phase',
    help: 'Whether the rollout is in this phase.',
    values: ({ phase }) => PHASES.map((one) => ({ labels: { phase: one }, value: one === phase ? 1 : 0 })),
  },
  {
    name: 'holdfast_rollout_breached',
    help: 'Whether a gate has stopped the rollout.',
    values: ({ breach }) => [{ labels: {}, value: breach === null ? 0 : 1 }],
  },
  {
    name: 'holdfast_rollout_start_timestamp_seconds',
    help: 'When the rollout began.',
    values: ({ startedMs }) => [{ labels: {}, value: startedMs / 1000 }],
  },
  {
    name: 'holdfast_rollout_remaining_seconds',
    help: 'An estimate of the time to its end; absent when nobody can say.',
    values: ({ now, phase }) =>
      now === null || now.leftMs === null || isOver(phase) ? [] : [{ labels: {}, value: now.leftMs / 1000 }],
  },
]

/** @param views every rollout; of each fleet the newest counts */
export function metricsText(views: readonly RolloutView[]): string {
  const newest = [...new Map(views.map((view) => [view.fleet, view])).values()]
  const lines: string[] = []
  for (const { name, help, values } of FAMILIES) {
    lines.push(`# TYPE ${name} gauge`, `# HELP ${name} ${help}`)
    for (const view of newest)
      for (const { labels, value } of values(view))
        lines.push(`${name}{${labelsText({ fleet: view.fleet, epoch: String(view.epoch), ...labels })}} ${value}`)
  }
  return [...lines, '# EOF', ''].join('\n')
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))}"`)
    .join(',')
}
