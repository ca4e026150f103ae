import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { countsOf } from './facts.ts'
import { beginning } from './life.ts'
import { metricsText } from './metrics.ts'
import { DEFAULT_PLAN } from './plan.ts'
import { freshContext } from './record.ts'
import { serveMetrics } from './serve-metrics.ts'
import { viewOf } from './view.ts'

const FACTS = { collected: { messages: 9, applied: 8, failures: 1, waiting: 1 }, isOnline: true }

function view(fleet: string) {
  const facts = {
    fleet,
    epoch: 3,
    release: 'shop',
    canRevert: true,
    plan: DEFAULT_PLAN,
    share: 500,
    devices: [],
    revision: 1,
  }
  const record = beginning(freshContext(facts, 1_000_000))
  const counts = countsOf({ groups: [], named: [], refusers: [] }, record.context, DEFAULT_PLAN)
  const now = { ...counts, succeeded: 2 }
  return viewOf(record, {
    type: 'TICK',
    nowMs: 1_000_500,
    size: 7,
    online: 7,
    counts: now,
    judged: now,
    failed: [],
    isOpen: true,
    lots: [],
    names: [],
  })
}

it('is OpenMetrics: each family whole, each line a number, the end marked', () => {
  const text = metricsText([view('a"b'), view('shop')], FACTS)
  const lines = text.trimEnd().split('\n')
  expect(lines.at(-1)).toBe('# EOF')
  expect(lines).toContain('holdfast_rollout_devices{fleet="shop",epoch="3",outcome="succeeded"} 2')
  expect(lines).toContain('holdfast_rollout_share_ratio{fleet="a\\"b",epoch="3"} 0.05')
  expect(lines).toContain('holdfast_rollout_start_timestamp_seconds{fleet="shop",epoch="3"} 1000')
  expect(lines).toContain('holdfast_states_written_total 8')
  for (const line of lines)
    expect(line).toMatch(/^(# (TYPE|HELP) [a-z_]+ .+|# EOF|[a-z_]+(\{([a-z]+="(\\.|[^"\\])*",?)+\})? [\d.e+-]+)$/)
  const families = lines.filter((line) => line.startsWith('# TYPE'))
  expect(new Set(families).size).toBe(families.length)
})

it('is served to who asks for it, and nothing else is', async () => {
  const server = await serveMetrics({ host: '127.0.0.1', port: 0 }, () => metricsText([view('shop')], FACTS))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const answer = await fetch(`${url}/metrics`)
  expect(answer.headers.get('content-type')).toMatch(/openmetrics-text/)
  expect(await answer.text()).toContain('holdfast_rollout_wave{fleet="shop",epoch="3"} 1')
  expect((await fetch(`${url}/metrics?collect=all`)).status).toBe(200)
  expect((await fetch(`${url}/`)).status).toBe(404)
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404)
  server.close()
})
