import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Kind, type Loose } from '../../protocol/codec.ts'
import { Health, RolloutState } from '../../protocol/enums.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import type { Presence, Report, Rollout, Target } from '../../protocol/types.ts'
import { convergenceOf, type Known } from './convergence.ts'
import { whyLines } from './why-lines.ts'

const NOW = Date.UTC(2026, 0, 2)
const LOT = lotOf('d', 7)

const six = { epoch: 6, releaseId: 'r6', name: 'shop', version: '1.1' }
const seven = { epoch: 7, releaseId: 'r7', name: 'shop', version: '1.2' }
const web = { service: 'web', state: 'running', health: Health.HEALTH_HEALTHY, containerId: 'c' }
/** Runs epoch 6 and waits with epoch 7. */
const behind = { phase: 'waiting', current: six, target: seven, services: [web] }
const there = { phase: 'idle', current: seven, target: seven, services: [web] }
const refusal = {
  epoch: 7,
  code: 'HF_HEALTH_FAILED',
  message: 'web is unhealthy',
  logTail: ['begins', 'no\u0007t found'],
}

const target: Loose<Target> = {
  fleet: 'f',
  epoch: 7,
  release: { id: 'r7', name: 'shop', version: '1.2' },
  fallback: { id: 'r6', name: 'shop', version: '1.1' },
}
const go: Loose<Rollout> = { fleet: 'f', epoch: 7, revision: 1, state: RolloutState.ROLLOUT_STATE_GO, share: 10_000 }

interface Told {
  report?: Loose<Report> | null
  presence?: Loose<Presence> | null
  fleet?: Loose<Target> | null
  device?: Loose<Target> | null
  rollout?: Loose<Rollout> | null
}

/** Online, with epoch 7 published for everybody, but for what is told. */
function known({ report = behind, presence = {}, fleet = target, device = null, rollout = go }: Told): Known {
  const of = <M extends object>(kind: Kind<M>, message: Loose<M> | null): M | null =>
    message === null ? null : decode(kind, encode(kind, message))
  return {
    device: 'd',
    presence: of(
      KINDS.Presence,
      presence && { device: 'd', fleet: 'f', online: true, bootId: 'b', connection: 1, ...presence },
    ),
    report: of(
      KINDS.Report,
      report && { device: 'd', fleet: 'f', bootId: 'b', sequence: 1, atMs: NOW - 3_600_000 * 5, ...report },
    ),
    published: {
      fleet: of(KINDS.Target, fleet),
      device: of(KINDS.Target, device),
      rollout: of(KINDS.Rollout, rollout),
    },
  }
}

const why = (told: Told) => whyLines(known(told), NOW, (_, text) => text)
const HEAD = 'd of f has not converged: it runs epoch 6 (shop 1.1), and epoch 7 (shop 1.2) is wanted'
const CONVERGED = 'd of f has converged: it runs epoch 7 (shop 1.2), and its service is well'

describe('why a device has not converged', () => {
  it.each<[string, Told, string[]]>([
    [
      'a pause',
      {
        report: { ...behind, blockers: [{ kind: 'hold', gate: 'apply', message: 'an operator has paused it: audit' }] },
      },
      [HEAD, '  blocked at apply by hold: an operator has paused it: audit', '    → holdfast send d resume'],
    ],
    [
      'a lock of a service, and a window',
      {
        report: {
          ...behind,
          blockers: [
            { kind: 'lock', gate: 'apply', service: 'web', message: 'a backup runs' },
            { kind: 'window', gate: 'apply', message: 'opens at 02:00' },
          ],
        },
      },
      [
        HEAD,
        '  blocked at apply, service web, by lock: a backup runs',
        '    → to go on all the same: holdfast send d update-now --force',
        '  blocked at apply by window: opens at 02:00',
        '    → to go on at once: holdfast send d update-now',
      ],
    ],
    [
      'a fault with a code: what the table of errors says',
      {
        report: {
          ...behind,
          blockers: [{ kind: 'registry', code: 'HF_REGISTRY_UNAVAILABLE', gate: 'download', message: 'refused' }],
        },
      },
      [
        HEAD,
        '  blocked at download by HF_REGISTRY_UNAVAILABLE: refused',
        '    → The registry does not answer. Check the network and that it runs.',
      ],
    ],
    [
      'a service that is not healthy yet',
      {
        report: {
          ...behind,
          blockers: [{ kind: 'health', gate: 'commit', service: 'web', message: 'web is starting' }],
        },
      },
      [HEAD, '  blocked at commit, service web, by health: web is starting', '    → to see why: holdfast logs d web'],
    ],
    [
      'a rollout that is old, and may be held back by somebody',
      { report: { ...behind, blockers: [{ kind: 'freshness', gate: 'apply', message: 'nothing newer is heard' }] } },
      [
        HEAD,
        '  blocked at apply by freshness: nothing newer is heard',
        '    → look who is between the device and its broker; if nobody is, say it once more: holdfast rollout refresh --fleet f',
      ],
    ],
    [
      'news that it is kept from, although it runs what is published: nobody knows whether it would still be',
      { report: { ...there, blockers: [{ kind: 'freshness', gate: 'apply', message: 'nothing newer is heard' }] } },
      [
        'd of f has not converged: it runs epoch 7 (shop 1.2)',
        '  blocked at apply by freshness: nothing newer is heard',
        '    → look who is between the device and its broker; if nobody is, say it once more: holdfast rollout refresh --fleet f',
      ],
    ],
    [
      'a bundle whose medium is away',
      {
        report: {
          ...behind,
          phase: 'fetching',
          bundle: { path: '/m/b.tar', epoch: 7, outcome: 'waiting', code: 'HF_BUNDLE_UNREADABLE', message: 'ENOENT' },
        },
      },
      [
        HEAD,
        '  it waits for the bundle /m/b.tar (epoch 7): HF_BUNDLE_UNREADABLE ENOENT',
        '    → put its medium there again',
        '  it is fetching, 0% of the way',
      ],
    ],
    [
      'a bundle that it refused, which is a note beside the reason',
      {
        report: {
          ...behind,
          blockers: [{ kind: 'hold', gate: 'apply', message: 'audit' }],
          bundle: { path: '/m/b\u0007.tar', outcome: 'refused', code: 'HF_BUNDLE_INVALID', message: 'is none' },
        },
      },
      [
        HEAD,
        '  blocked at apply by hold: audit',
        '    → holdfast send d resume',
        '  note: it refused the bundle /m/b\\x07.tar: HF_BUNDLE_INVALID is none',
      ],
    ],
    [
      'an image that came another way, and cost more than it was to',
      {
        report: {
          ...behind,
          blockers: [{ kind: 'hold', gate: 'apply', message: 'audit' }],
          fetches: [
            { image: 'r/plain@1', way: 'delta', deltaBytes: 1000, missingBytes: 2000, wholeBytes: 3000 },
            {
              image: 'r/a@1',
              way: 'missing',
              missingBytes: 65_000_000,
              wholeBytes: 120_000_000,
              fetchedBytes: 66_000_000,
              neighbourBytes: 4_000_000,
              excessBytes: 300_000,
              fallbacks: [{ way: 'delta', code: 'HF_DELTA_INVALID', message: 'is \u0007 damaged' }],
            },
          ],
        },
      },
      [
        HEAD,
        '  blocked at apply by hold: audit',
        '    → holdfast send d resume',
        '  note: r/a@1 came by the layers that were lacking: 66 MB over the network and 4 MB from neighbours, 300 kB more than planned (planned: by layers 65 MB, whole 120 MB); not by a delta: HF_DELTA_INVALID is \\x07 damaged',
      ],
    ],
    [
      'a blocker of a newer agent',
      { report: { ...behind, blockers: [{ kind: 'moon', message: 'it is full' }] } },
      [HEAD, '  blocked by moon: it is full'],
    ],
    [
      'a rollout that does not include it',
      { report: { ...behind, blockers: [{ kind: 'rollout', gate: 'download', message: 'not this device yet' }] } },
      [
        HEAD,
        '  blocked at download by rollout: not this device yet',
        '    → holdfast rollout resume --fleet f --share SHARE',
      ],
    ],
    [
      'a refused epoch, with the last lines',
      { report: { ...behind, phase: 'idle', refused: [{ ...refusal, epoch: 5 }, refusal] } },
      [
        HEAD,
        '  refused epoch 7: HF_HEALTH_FAILED web is unhealthy',
        '    | begins',
        '    | no\\x07t found',
        '    → for more of it: holdfast logs d --failed; deploy a corrected release, or: holdfast send d forget-refusal 7',
      ],
    ],
    [
      'an update on its way',
      { report: { ...behind, phase: 'fetching', progress: { step: 'fetching web', percent: 40 } } },
      [HEAD, '  it is fetching: fetching web, 40% of the way'],
    ],
    [
      'nothing that it tells',
      { report: { ...behind, phase: 'idle' } },
      [HEAD, '  it does not say why', '    → look at what it did last: holdfast flight d'],
    ],
    [
      'services that are not well, each in its words',
      {
        report: {
          ...there,
          services: [
            { service: 'a', state: 'missing' },
            { service: 'b', state: 'restarting', exitCode: 2, restarts: 12, containerId: 'c' },
            { service: 'c', state: 'running', health: Health.HEALTH_UNHEALTHY, containerId: 'c' },
            { service: 'd', state: 'exited', exitCode: 3, containerId: 'c' },
            { service: 'e', state: 'exited', containerId: 'c' },
            { service: 'f', state: 'created', containerId: 'c' },
            { service: 'g', state: 'paused', containerId: 'c' },
          ],
        },
      },
      [
        'd of f has not converged: it runs epoch 7 (shop 1.2)',
        '  a has no container',
        '    → to see why: holdfast flight d',
        '  b ends again and again, last with exit code 2 (restarted 12 times)',
        '    → to see why: holdfast logs d b',
        '  c is unhealthy',
        '    → to see why: holdfast logs d c',
        '  d ended with exit code 3',
        '    → to see why: holdfast logs d d',
        '  f has a container that was never started',
        '    → to see why: holdfast flight d',
        '  g is paused',
        '    → to see why: holdfast logs d g',
      ],
    ],
    [
      'a service that an operator has stopped, once',
      {
        report: {
          ...there,
          services: [{ ...web, state: 'exited', exitCode: 137 }],
          stopped: [{ service: 'web', forMs: 7_200_000 }, { service: 'db' }],
        },
      },
      [
        'd of f has not converged: it runs epoch 7 (shop 1.2)',
        '  web is stopped by an operator, for 2h',
        '    → holdfast send d start web',
        '  db is stopped by an operator, until it is started',
        '    → holdfast send d start db',
      ],
    ],
    [
      'a target that it has not taken',
      { report: { ...behind, phase: 'idle', target: six } },
      [HEAD, '  it has not taken epoch 7 (shop 1.2) yet'],
    ],
    [
      'a target that it will not take',
      {
        report: {
          ...behind,
          phase: 'idle',
          target: six,
          blockers: [{ kind: 'refused', gate: 'download', code: 'HF_SIGNATURE_INVALID', message: 'not signed' }],
        },
      },
      [
        HEAD,
        '  blocked at download by HF_SIGNATURE_INVALID: not signed',
        '    → No trusted key for this role has signed these bytes. Sign with a key that the device trusts.',
      ],
    ],
    [
      'a target that is older than what it has',
      { report: { ...there, current: { ...six, epoch: 9 }, target: { ...six, epoch: 9 } } },
      [
        'd of f has not converged: it runs epoch 9 (shop 1.1), and epoch 7 (shop 1.2) is wanted',
        '  epoch 7 (shop 1.2) is lower than epoch 9, which it runs',
        '    → deploy with a higher epoch',
      ],
    ],
    [
      'absence, and what the rollout says meanwhile',
      {
        presence: { online: false },
        report: { ...behind, phase: 'idle', target: six },
        rollout: { ...go, share: LOT },
      },
      [
        HEAD,
        '  d is offline; what follows is what it said last, at 2026-01-01T19:00:00.000Z by its clock, 5h ago',
        `  the rollout of epoch 7 takes ${LOT / 100}% of the fleet and not this device yet`,
        '    → holdfast rollout resume --fleet f --share SHARE',
      ],
    ],
    [
      'absence alone',
      { presence: { online: false }, report: { ...there, atMs: 5_000 } },
      [
        'd of f has not converged: it runs epoch 7 (shop 1.2)',
        '  d is offline; what follows is what it said last, at 1970-01-01T00:00:05.000Z by its clock, which is wrong',
      ],
    ],
    [
      'a report from before the last start',
      { presence: { bootId: 'b2' }, report: there },
      [
        'd of f has not converged: it runs epoch 7 (shop 1.2)',
        '  it has not reported since its machine was started; what follows is from before, at 2026-01-01T19:00:00.000Z by its clock, 5h ago',
      ],
    ],
    [
      'a device of which nothing was ever heard',
      { presence: null, report: null, fleet: null, rollout: null },
      [
        'd has not converged',
        '  d has never been heard of',
        '    → look at the agent on the device: does it run, and with this broker?',
      ],
    ],
    [
      'a device for which there is nothing',
      { report: { phase: 'idle' }, fleet: null, rollout: null },
      ['d of f has not converged: it runs nothing', '  nothing is published for it', '    → holdfast deploy'],
    ],
    [
      'a newcomer in a fleet that was sent back',
      {
        report: { ...there, current: null, phase: 'idle' },
        rollout: { ...go, state: RolloutState.ROLLOUT_STATE_REVERT },
      },
      [
        'd of f has not converged: it runs nothing, and epoch 7 (shop 1.1) is wanted',
        '  it has not taken epoch 7 (shop 1.1) yet',
      ],
    ],
    [
      'a newcomer in a fleet that was sent back, with nothing to go back to',
      {
        report: { ...there, current: null, phase: 'idle' },
        fleet: { ...target, fallback: undefined },
        rollout: { ...go, state: RolloutState.ROLLOUT_STATE_REVERT },
      },
      [
        'd of f has not converged: it runs nothing',
        '  its fleet was sent back from epoch 7 (shop 1.2), which names nothing to go back to',
        '    → deploy what it shall run with a new epoch: holdfast deploy FILE --fleet f',
      ],
    ],
  ])('%s', (_, told, lines) => expect(why(told)).toEqual(lines))

  it.each<[string, Loose<Rollout> | null, string]>([
    ['none', null, 'no rollout of epoch 7 is published'],
    ['one of another epoch', { ...go, epoch: 6 }, 'no rollout of epoch 7 is published'],
    ['a paused one', { ...go, state: RolloutState.ROLLOUT_STATE_PAUSED }, 'the rollout of epoch 7 is paused'],
  ])('a rollout of which the device has not told: %s', (_, rollout, message) => {
    const { reasons } = convergenceOf(known({ report: { ...behind, target: six }, rollout }))
    expect(reasons).toMatchObject([{ kind: 'rollout', message }])
  })
})

describe('a device that has converged', () => {
  it.each<[string, Told, string[]]>([
    ['runs what is wanted', { report: there }, [CONVERGED]],
    [
      'also with one-shot services that are done',
      { report: { ...there, services: [web, { service: 'migrate', state: 'exited' }] } },
      ['d of f has converged: it runs epoch 7 (shop 1.2), and its 2 services are well'],
    ],
    ['also when it has refused it once', { report: { ...there, refused: [refusal] } }, [CONVERGED]],
    [
      'has what only keeps it from the next update as a note',
      { report: { ...there, blockers: [{ kind: 'hold', message: 'audit' }], recovered: ['3 values'] } },
      [CONVERGED, '  note: blocked by hold: audit', '  note: recovered: 3 values'],
    ],
    [
      'runs a target of its own, whatever its fleet has',
      { report: there, fleet: { ...target, epoch: 40 }, device: { ...target, fleet: '', device: 'd' } },
      [CONVERGED],
    ],
    [
      'is paused by an operator, and nothing is late yet',
      { report: { ...there, hold: { reason: 'market day' } } },
      [CONVERGED, '  note: paused by an operator: market day; to go on: holdfast send d resume'],
    ],
    [
      'holds on to what it runs when the target is taken away',
      { report: { ...there, target: null }, fleet: null },
      [CONVERGED],
    ],
    [
      'has gone to the fallback that the rollout sent it to',
      {
        report: { ...there, current: { ...six, epoch: 7 } },
        rollout: { ...go, state: RolloutState.ROLLOUT_STATE_REVERT },
      },
      ['d of f has converged: it runs epoch 7 (shop 1.1), and its service is well'],
    ],
    [
      'has never taken the epoch that was reverted',
      { report: { ...behind, phase: 'idle' }, rollout: { ...go, state: RolloutState.ROLLOUT_STATE_REVERT } },
      ['d of f has converged: it runs epoch 6 (shop 1.1), and its service is well'],
    ],
  ])('%s', (_, told, lines) => {
    expect(why(told)).toEqual(lines)
    expect(convergenceOf(known(told)).converged).toBe(true)
  })

  it('has not yet while it still proves the release, or a fault stands', () => {
    for (const more of [{ phase: 'proving' }, { blockers: [{ kind: 'engine', code: 'HF_ENGINE_UNAVAILABLE' }] }])
      expect(convergenceOf(known({ report: { ...there, ...more } })).converged).toBe(false)
  })
})
