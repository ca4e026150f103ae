import { expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { deviceRow } from './device-row.ts'

const RUNNING = { epoch: 7, releaseId: 'r7', name: 'shop', version: '1.2' }
const NEXT = { epoch: 8, releaseId: 'r8', name: 'shop', version: '1.3' }

const rowOf = (report: Loose<Report> | null, presence: Loose<Presence> | null = { online: true }) =>
  deviceRow({
    device: 'd',
    presence: presence === null ? null : decode(KINDS.Presence, encode(KINDS.Presence, { device: 'd', ...presence })),
    report: report === null ? null : decode(KINDS.Report, encode(KINDS.Report, { device: 'd', ...report })),
    published: { fleet: null, device: null, rollout: null },
  })

const AT_REST = { phase: 'idle', current: RUNNING, target: RUNNING }
const WINDOW = { kind: 'window', gate: 'apply', message: 'the next window opens in 3h' }

it.each<[string, string, Loose<Report> | null, Loose<Presence> | null]>([
  ['was never heard of', 'offline', null, null],
  ['has never reported', 'offline', null, { online: true }],
  ['is away, whatever it said last', 'offline', AT_REST, { online: false }],
  ['is well', 'converged', AT_REST, { online: true }],
  ['waits', 'blocked', { ...AT_REST, phase: 'waiting', target: NEXT, blockers: [WINDOW] }, { online: true }],
  ['changes', 'updating', { ...AT_REST, phase: 'switching', target: NEXT }, { online: true }],
  ['goes back', 'reverting', { ...AT_REST, phase: 'reverting', target: NEXT }, { online: true }],
  [
    'rests with a service that is not well',
    'failing',
    { ...AT_REST, services: [{ service: 'web', state: 'restarting' }] },
    { online: true },
  ],
  [
    'has refused what is wanted',
    'failing',
    { ...AT_REST, target: NEXT, refused: [{ epoch: 8, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }] },
    { online: true },
  ],
])('one that %s is %s', (_, state, report, presence) => {
  expect(rowOf(report, presence).state).toBe(state)
})

it('says what runs, what is wanted, and what keeps it', () => {
  expect(rowOf({ ...AT_REST, phase: 'waiting', target: NEXT, blockers: [WINDOW, WINDOW] })).toMatchObject({
    runs: '7 · shop 1.2',
    wants: '8 · shop 1.3',
    blockers: ['window'],
    why: expect.stringContaining('the next window opens in 3h'),
  })
  expect(rowOf(AT_REST)).toMatchObject({ wants: '', blockers: [], why: '' })
})
