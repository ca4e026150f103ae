/** What a report says of a device, case by case. */
import { describe, expect, it } from 'vitest'
import { faultBlocker } from '../machines/gates.ts'
import { DEFAULT_POLICY, FRESH_INTENT, type Intent, type ReleaseRef, type Task } from '../machines/intent.ts'
import type { Container } from '../machines/ports.ts'
import { decode, encode, KINDS } from '../protocol/codec.ts'
import { Health, Restart } from '../protocol/enums.ts'
import type { Report } from '../protocol/types.ts'
import { type ReportFacts, reportOf } from './report.ts'

const ref = (epoch: number): ReleaseRef => ({
  document: `sha256:${epoch}`,
  arm: 'release',
  epoch,
  releaseId: `r${epoch}`,
  name: 'app',
  version: `v${epoch}`,
})
const FALLBACK: ReleaseRef = { ...ref(2), arm: 'fallback', releaseId: 'r0', version: 'v0' }
const TASK: Task = {
  kind: 'install',
  scope: 'fleet',
  to: ref(2),
  policy: DEFAULT_POLICY,
  gate: 'download',
  hurry: 'no',
  ranBefore: [],
  switched: false,
  failures: 0,
  resumes: 0,
  fault: null,
  logTail: [],
}
const HELD: Intent = {
  ...FRESH_INTENT,
  current: ref(1),
  wanted: {
    fleet: { scope: 'fleet', release: ref(1), fallback: null, lot: 0, policy: DEFAULT_POLICY, issuedAtMs: 0 },
    device: null,
  },
}
const UPDATING: Intent = { ...HELD, phase: 'fetching', task: TASK }

const container = (service: string, change: Partial<Container> = {}): Container => ({
  id: `c-${service}`,
  name: service,
  service,
  release: 'r1',
  specHash: 'x',
  state: 'running',
  health: Health.HEALTH_HEALTHY,
  exitCode: 0,
  restarts: 2,
  restart: Restart.RESTART_ALWAYS,
  startedAt: '',
  image: 'r/web',
  stopGraceMs: 10_000,
  hostPorts: [],
  ...change,
})
const up = (...containers: Container[]): ReportFacts['engine'] => ({ available: true, containers })

/** As it arrives. */
function report(change: Partial<ReportFacts> = {}, intent: Intent = HELD): Report {
  const facts: ReportFacts = {
    device: 'd1',
    fleet: 'f',
    agentVersion: '1',
    deviceType: 'gateway',
    bootId: 'boot-1',
    wallMs: 1000.7,
    update: { intent, blockers: [], rejected: null },
    engine: up(container('web')),
    services: ['web'],
    secrets: { encryptionKey: new Uint8Array(), revision: 0 },
    lacking: [],
    info: null,
    progress: null,
    counters: { 'mqtt.received': 3 },
    recovered: ['a sentence'],
    refusedMessages: [],
    provisioning: [],
    staleness: null,
    trustVersion: 0,
    unwritable: null,
    usage: {},
    network: { report: null, change: null, blockers: [] },
    outcomes: [],
    fetches: [],
    bundle: null,
    ...change,
  }
  return decode(KINDS.Report, encode(KINDS.Report, reportOf(facts)))
}

describe('what runs and what shall', () => {
  it('are the same on a device that rests', () => {
    expect(report()).toMatchObject({
      device: 'd1',
      fleet: 'f',
      phase: 'idle',
      atMs: 1001,
      recovered: ['a sentence'],
      current: { epoch: 1, version: 'v1' },
      target: { epoch: 1 },
      progress: { percent: 100 },
    })
  })

  it('are two things during an update', () => {
    expect(report({}, UPDATING)).toMatchObject({ phase: 'fetching', current: { epoch: 1 }, target: { epoch: 2 } })
  })

  it('are nothing on a device that was never told anything', () => {
    expect(report({ services: [], engine: null }, FRESH_INTENT)).toMatchObject({
      current: null,
      target: null,
      services: [],
      progress: { percent: 0 },
    })
  })

  it.each<[string, ReleaseRef | null, ReleaseRef | null, object | null]>([
    ['what it is sent back to', ref(2), FALLBACK, { epoch: 2, version: 'v0' }],
    ['what it runs, where it never took the one that was sent back', ref(1), FALLBACK, { epoch: 1, version: 'v1' }],
    ['what it runs, where nothing is signed to go back to', ref(2), null, { epoch: 2, version: 'v2' }],
    ['what its fleet went back to, where it runs nothing', null, FALLBACK, { epoch: 2, version: 'v0' }],
    ['nothing, where it runs nothing and there is nothing to go back to', null, null, null],
  ])('after a revert the target is %s', (_what, current, fallback, target) => {
    const fleet = { ...HELD.wanted.fleet!, release: ref(2), fallback }
    const rollout = { epoch: 2, revision: 3, state: 'revert' as const, share: 10_000 }
    const told = report({}, { ...HELD, current, rollout, wanted: { fleet, device: null } })
    if (target === null) expect(told.target).toBeNull()
    else expect(told.target).toMatchObject(target)
  })

  it('a target that was refused is still the target, and the refusal stands beside it', () => {
    const refusal = {
      code: 'HF_HEALTH_FAILED',
      message: 'x'.repeat(2_000),
      document: 'sha256:2',
      arm: 'release',
    } as const
    const refused = [{ ...refusal, scope: 'fleet' as const, epoch: 2, releaseId: 'r2', logTail: ['panic'] }]
    const wanted = { ...HELD.wanted, fleet: { ...HELD.wanted.fleet!, release: ref(2) } }
    const said = report({}, { ...HELD, wanted, refused })
    expect(said).toMatchObject({
      target: { epoch: 2 },
      refused: [{ epoch: 2, code: 'HF_HEALTH_FAILED', logTail: ['panic'] }],
    })
    expect(said.refused[0]?.message.length).toBeLessThanOrEqual(500)
  })
})

describe('containers that no release is known of', () => {
  const adopted = [{ container: 'c-web', service: 'web', restart: Restart.RESTART_ALWAYS }]
  it('are told of where what was known of it is lost', () => {
    const told = report({ recovered: [] }, { ...FRESH_INTENT, adopted }).recovered
    expect(told).toEqual([expect.stringContaining('is lost; its containers are held as they were found: web.')])
  })

  it('are held without a word of a loss where the device was moved', () => {
    expect(report({ recovered: [] }, { ...FRESH_INTENT, adopted, begunAnew: true }).recovered).toEqual([])
  })
})

describe('services', () => {
  const two = (old: Partial<Container>, fresh: Partial<Container>) =>
    report({ engine: up(container('web', { id: 'old', ...old }), container('web', { id: 'new', ...fresh })) }).services

  it.each<[string, Partial<Container>, Partial<Container>, string]>([
    ['that runs, before one that does not', { state: 'exited' }, {}, 'new'],
    ['that has run, before one that never did', { state: 'created' }, { state: 'exited' }, 'new'],
    ['that restarts, before one that ended', { state: 'restarting' }, { state: 'exited' }, 'old'],
  ])('show the container %s', (_, old, fresh, id) => {
    expect(two(old, fresh)).toMatchObject([{ service: 'web', containerId: id }])
  })

  it('are those that ought to be there, and those that run all the same', () => {
    const engine = up(container('gone'), container('stopped', { state: 'exited' }))
    expect(report({ engine }).services.map(({ service, state }) => `${service} ${state}`)).toEqual([
      'gone running',
      'web missing',
    ])
  })

  it('are bounded', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => container(`s${index}`))
    expect(report({ engine: up(...many) }).services).toHaveLength(256)
  })
})

describe('blockers', () => {
  const AWAY = { available: false, fault: { code: 'HF_ENGINE_UNAVAILABLE', message: 'away' } } as const

  it('name an engine that does not answer, once', () => {
    expect(report({ engine: AWAY }).blockers).toMatchObject([{ kind: 'engine', code: 'HF_ENGINE_UNAVAILABLE' }])
    const blockers = [faultBlocker('apply', AWAY.fault)]
    expect(report({ engine: AWAY, update: { intent: HELD, blockers, rejected: null } }).blockers).toHaveLength(1)
  })

  it('name a target that was refused at the door', () => {
    const rejected = { code: 'HF_EPOCH_STALE', message: 'lower' } as const
    expect(report({ update: { intent: HELD, blockers: [], rejected } }).blockers).toMatchObject([
      { kind: 'refused', code: 'HF_EPOCH_STALE' },
    ])
  })
})

describe('progress', () => {
  const bytes = (doneBytes: number, totalBytes: number) =>
    report({ progress: { step: 'fetching web', doneBytes, totalBytes } }, UPDATING).progress

  it('moves on with the bytes, and never beyond its phase', () => {
    expect([bytes(0, 0), bytes(0, 100), bytes(50, 100), bytes(100, 100), bytes(500, 100)]).toMatchObject([
      { percent: 5, step: 'fetching web' },
      { percent: 5 },
      { percent: 33 },
      { percent: 60 },
      { percent: 60 },
    ])
  })

  it('never falls from phase to phase on a good way', () => {
    const phases = [
      'admitting',
      'planning',
      'waiting',
      'fetching',
      'staging',
      'waiting',
      'switching',
      'proving',
    ] as const
    const percents = phases.map((phase, index) => {
      const task: Task = { ...TASK, gate: index > 4 ? 'apply' : 'download' }
      return report({}, { ...UPDATING, phase, task }).progress?.percent ?? 0
    })
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
  })
})
