/** Every name and label that the dashboard asks Prometheus for is one that a controller or a device really serves. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deviceMetrics } from '../agent/metrics/device-metrics.ts'
import { countsOf } from '../fleet/rollout/facts.ts'
import { beginning } from '../fleet/rollout/life.ts'
import { metricsText } from '../fleet/rollout/metrics.ts'
import { DEFAULT_PLAN } from '../fleet/rollout/plan.ts'
import { freshContext } from '../fleet/rollout/record.ts'
import { viewOf } from '../fleet/rollout/view.ts'
import { decode, encode, KINDS } from '../protocol/codec.ts'
import type { Report } from '../protocol/types.ts'

/** Labels that each name is served with; OpenMetrics' own suffixes are in the names. */
function served(text: string): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>()
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^([a-z_]+)(?:\{(.*)\})? \S+$/.exec(line) ?? []
    if (name === undefined || line.startsWith('#')) continue
    const known = names.get(name) ?? new Set()
    for (const [, label] of labels.matchAll(/([a-z]+)="/g)) known.add(label!)
    names.set(name, known)
  }
  return names
}

function everything(): Map<string, Set<string>> {
  const facts = { fleet: 'shop', epoch: 3, release: '', canRevert: true, plan: DEFAULT_PLAN, share: 500 }
  const record = beginning(freshContext({ ...facts, devices: [], revision: 1 }, 1_000_000))
  const group = { lot: 3, online: true, outcome: 'succeeded' as const, isLate: false, count: 4 }
  const counts = countsOf({ groups: [group], named: [], refusers: [] }, record.context, DEFAULT_PLAN)
  const tick = {
    type: 'TICK' as const,
    nowMs: 1_000_500,
    size: 7,
    online: 7,
    counts,
    judged: counts,
    failed: [],
    isOpen: true,
    lots: [],
    names: [],
  }
  const view = viewOf({ ...record, phase: 'proving' }, tick)
  expect(view.now?.leftMs).not.toBeNull()
  const collected = { messages: 1, applied: 1, failures: 0, waiting: 0 }
  const report = decode<Report>(
    KINDS.Report,
    encode(KINDS.Report, {
      phase: 'idle',
      blockers: [{ kind: 'lock' }],
      services: [{ service: 'web' }],
      host: { diskTotalBytes: 2, diskFreeBytes: 1 },
      counters: { one: 1 },
      usage: { counts: [{ class: 1, link: 'wifi' }] },
    }),
  )
  const device = deviceMetrics(report, { residentBytes: 1, cpuSeconds: 1, startSeconds: 1 })
  return served(metricsText([view], { collected, isOnline: true }) + device)
}

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[]
  templating: { list: { query: string }[] }
}

it('asks for nothing that is not served', () => {
  const text = readFileSync(new URL('grafana-dashboard.json', import.meta.url), 'utf8')
  const { panels, templating } = JSON.parse(text) as Dashboard
  const names = everything()
  const asked = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))
  expect(asked.length).toBeGreaterThan(10)
  for (const expr of [...asked, ...templating.list.map(({ query }) => query)]) {
    const used = [...expr.matchAll(/\b(?:holdfast|process)_[a-z_]+/g)].map(([name]) => name)
    for (const name of used) expect([...names.keys()], expr).toContain(name)
    const labels = new Set(used.flatMap((name) => [...names.get(name)!]))
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(/,\s*/))
    const matched = [...expr.matchAll(/([a-z]+)=~?"/g)].map(([, label]) => label!)
    for (const label of [...grouped, ...matched]) expect([...labels], expr).toContain(label)
  }
})

it('shows every metric of rollouts', () => {
  const text = readFileSync(new URL('grafana-dashboard.json', import.meta.url), 'utf8')
  const own = [...everything().keys()].filter((name) => /^holdfast_(rollout|states|controller)_/.test(name))
  const shown = own.filter((name) => text.includes(name))
  expect(own.filter((name) => !shown.includes(name))).toEqual(['holdfast_rollout_start_timestamp_seconds'])
})
