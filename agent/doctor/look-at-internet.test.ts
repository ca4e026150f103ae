import { expect, it } from 'vitest'
import type { Reach } from '../../machines/link-port.ts'
import { type Finding, ok, wrong } from './finding.ts'
import { judgeInternet } from './look-at-internet.ts'

const PROBE = { url: 'http://probe.example/', status: 204, everyMs: 300_000 }
const IN = [ok('tcp', 'connected'), ok('broker', 'it lets us in')]
const OUT = [ok('tcp', 'connected'), wrong('broker', 'no CONNACK', 'Look')]
const portal: Reach = { outcome: 'captive', fault: { code: 'HF_NETWORK_CAPTIVE', message: 'a page' } }
const silent: Reach = { outcome: 'unreachable', fault: { code: 'HF_NETWORK_UNREACHABLE', message: 'no answer' } }

it.each<[string, Reach | null, Finding[], Finding['state']]>([
  ['that is not asked', null, OUT, 'skipped'],
  ['that answers', { outcome: 'reachable', roundTripMs: 7 }, OUT, 'ok'],
  ['behind a page to log in at', portal, OUT, 'wrong'],
  ['behind such a page, with a broker that is reached', portal, IN, 'warn'],
  // What keeps the broker away stands with the broker.
  ['that is silent', silent, OUT, 'warn'],
  ['that is silent, with a broker that is reached', silent, IN, 'warn'],
])('an internet %s', (_, reach, brokers, state) => {
  const found = judgeInternet(reach, PROBE, brokers)
  expect(found).toMatchObject({ layer: 'internet', state })
  expect(found.advice === '').toBe(state === 'ok' || state === 'skipped')
})
