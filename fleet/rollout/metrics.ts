/**
 * What the controller knows, for Prometheus.
 *
 * Invariant: pure; OpenMetrics text, names by its conventions (a unit or `_info` at the end, one family at a time), no
 * more series than fleets times outcomes. https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
import { openMetrics, type Family as Written } from '../../protocol/open-metrics.ts'
import type { Counts } from './facts.ts'
import { isOver, type RolloutPhase } from './record.ts'
import type { RolloutView } from './view.ts'

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

/** What the controller knows of itself. */
export interface ControllerFacts {
  /** Messages of devices, and those that the database has; null: aggregators write. */
  collected: { messages: number; applied: number; failures: number; waiting: number } | null
  isOnline: boolean
}

/** @param views every rollout; of each fleet the newest counts */
export function metricsText(views: readonly RolloutView[], facts: ControllerFacts): string {
  const newest = [...new Map(views.map((view) => [view.fleet, view])).values()]
  const rollouts = FAMILIES.map(({ name, help, values }): Written => {
    const samples = newest.flatMap((view) =>
      values(view).map(({ labels, value }) => ({
        labels: { fleet: view.fleet, epoch: String(view.epoch), ...labels },
        value,
      })),
    )
    return { name, type: 'gauge', help, samples }
  })
  return openMetrics([...rollouts, ...ownFamilies(facts)])
}

function ownFamilies({ collected, isOnline }: ControllerFacts): Written[] {
  const one = (value: number | undefined): { value: number }[] => (value === undefined ? [] : [{ value }])
  return [
    {
      name: 'holdfast_controller_connected',
      type: 'gauge',
      help: 'Whether the broker is there.',
      samples: one(isOnline ? 1 : 0),
    },
    {
      name: 'holdfast_states_messages',
      type: 'counter',
      help: 'Reports and presences that were heard of devices.',
      samples: one(collected?.messages),
    },
    {
      name: 'holdfast_states_written',
      type: 'counter',
      help: 'Of those, how many the database has.',
      samples: one(collected?.applied),
    },
    {
      name: 'holdfast_states_failures',
      type: 'counter',
      help: 'Transactions that the database did not take; they are tried again.',
      samples: one(collected?.failures),
    },
    {
      name: 'holdfast_states_waiting',
      type: 'gauge',
      help: 'Messages that wait for the database.',
      samples: one(collected?.waiting),
    },
  ]
}
