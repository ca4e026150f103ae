import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { bar, changeLine, liveLines, reasonLines, summaryLine } from './deploy-lines.ts'
import { type DeviceView, deviceView, verdictAtLast, verdictOf } from './deploy-view.ts'
import { highestEpoch, seePresence, seeReport } from './seen.ts'

const presence = (online: boolean, connection = 1): Presence =>
  decode(KINDS.Presence, encode(KINDS.Presence, { device: 'd', online, connection }))
const report = (changes: Loose<Report>): Report =>
  decode(KINDS.Report, encode(KINDS.Report, { device: 'd', sequence: 2, phase: 'idle', ...changes }))

/** The view of a deployment of epoch 7 to everybody; a report with an older rejection was there before. */
const viewOf = (changes: Loose<Report> | null, { online = true, share = 10_000, awaited = false } = {}) =>
  deviceView(
    { device: 'd', presence: presence(online), report: changes === null ? null : report(changes) },
    {
      epoch: 7,
      share,
      baseline: new Map([['d', report({ blockers: [{ ...rejection, message: 'not signed before' }] })]]),
      awaited: new Set(awaited ? ['d'] : []),
    },
  )

const gone = { online: false, awaited: true }
const lot = lotOf('d', 7)
const at7 = { target: { epoch: 7 } }
const rejection = { kind: 'refused', code: 'HF_SIGNATURE_INVALID', message: 'not signed' }

describe('how a device stands', () => {
  it.each<[string, Loose<Report> | null, object, string]>([
    ['has never reported', null, {}, 'waiting'],
    ['has never been there', null, { online: false }, 'offline'],
    ['went away', at7, { online: false, awaited: true }, 'waiting'],
    ['runs the epoch', { ...at7, current: { epoch: 7 } }, {}, 'converged'],
    ['runs the epoch and went away', { ...at7, current: { epoch: 7 } }, { online: false }, 'converged'],
    ['runs the epoch and still proves it', { ...at7, current: { epoch: 7 }, phase: 'proving' }, {}, 'updating'],
    ['is on its way', { ...at7, phase: 'fetching' }, {}, 'updating'],
    ['refused it', { refused: [{ epoch: 7, code: 'HF_HEALTH_FAILED' }] }, {}, 'failed'],
    ['refused it and is going back', { refused: [{ epoch: 7 }], phase: 'reverting' }, {}, 'reverting'],
    ['went away while it goes back', { refused: [{ epoch: 7 }], phase: 'reverting' }, gone, 'reverting'],
    [
      'refused it and takes a newer one',
      { refused: [{ epoch: 7 }], phase: 'fetching', target: { epoch: 8 } },
      {},
      'failed',
    ],
    ['refused it, and was never there', { refused: [{ epoch: 7 }], phase: 'reverting' }, { online: false }, 'failed'],
    ['refused an earlier one', { refused: [{ epoch: 6, code: 'HF_HEALTH_FAILED' }] }, {}, 'waiting'],
    ['has a newer target', { target: { epoch: 8 } }, {}, 'failed'],
    ['lacks what it requires', { ...at7, blockers: [{ kind: 'x', code: 'HF_REQUIREMENT_UNMET' }] }, {}, 'failed'],
    [
      'cannot reach the registry now',
      { ...at7, blockers: [{ kind: 'registry', code: 'HF_REGISTRY_UNAVAILABLE' }] },
      {},
      'blocked',
    ],
    ['is held', { ...at7, blockers: [{ kind: 'hold' }] }, {}, 'blocked'],
    [
      'has a blocker that this version does not know',
      { ...at7, blockers: [{ kind: 'new', code: 'HF_NEW' }] },
      {},
      'blocked',
    ],
    ['is not in the share', { ...at7, blockers: [{ kind: 'rollout' }] }, { share: lot }, 'excluded'],
    ['has not seen its rollout yet', { ...at7, blockers: [{ kind: 'rollout' }] }, {}, 'blocked'],
    ['is in the share, and paused', { ...at7, blockers: [{ kind: 'rollout' }] }, { share: lot + 1 }, 'blocked'],
    ['would not take the target', { blockers: [rejection] }, {}, 'failed'],
    ['would not take one before', { blockers: [{ ...rejection, message: 'not signed before' }] }, {}, 'waiting'],
    [
      'takes this one, and would not take another',
      { ...at7, blockers: [rejection], phase: 'fetching' },
      {},
      'updating',
    ],
  ])('%s', (_, changes, options, standing) => expect(viewOf(changes, options).standing).toBe(standing))

  it('has no progress of another epoch', () => {
    expect(viewOf({ phase: 'fetching', target: { epoch: 6 }, progress: { percent: 90 } }).percent).toBe(0)
    expect(viewOf({ phase: 'fetching', ...at7, progress: { percent: 400 } }).percent).toBe(100)
  })
})

const view = (standing: DeviceView['standing'], more: Partial<DeviceView> = {}): DeviceView => ({
  device: 'd',
  standing,
  phase: '',
  percent: 0,
  detail: standing,
  code: '',
  ...more,
})

describe('a deployment', () => {
  it.each<[DeviceView['standing'][], string]>([
    [[], 'running'],
    [['offline'], 'running'],
    [['converged', 'offline', 'excluded'], 'converged'],
    [['converged', 'failed'], 'failed'],
    [['failed', 'updating'], 'running'],
    [['failed', 'reverting'], 'running'],
    [['excluded', 'offline'], 'untaken'],
    [['excluded', 'failed'], 'failed'],
    [['converged', 'blocked'], 'running'],
  ])('of %j is %s', (standings, verdict) => expect(verdictOf(standings.map((each) => view(each)))).toBe(verdict))

  it('has failed when time runs out while a device goes back, but not while one is on its way', () => {
    expect(verdictAtLast([view('converged'), view('reverting')])).toBe('failed')
    expect(verdictAtLast([view('updating'), view('reverting')])).toBe('running')
  })

  it('tells each reason once, with the devices that gave it', () => {
    const unhealthy = { code: 'HF_HEALTH_FAILED', detail: 'web is\nunhealthy' }
    const views = ['a', 'b', 'c', 'd', 'e'].map((device) => view('failed', { device, ...unhealthy }))
    expect(reasonLines([...views, view('converged'), view('failed', { device: 'x', detail: 'no disk' })])).toEqual([
      'a, b, c and 2 more: HF_HEALTH_FAILED web is unhealthy',
      'x: no disk',
    ])
  })

  it('tells also what devices still wait for, when time runs out', () => {
    const views = [view('blocked', { detail: 'an operator has paused it' }), view('updating'), view('excluded')]
    expect(reasonLines(views)).toEqual(['d: an operator has paused it'])
  })

  it('reads well', () => {
    const plainly = (_: unknown, text: string) => text
    const views = [
      view('updating', { device: 'till-1', percent: 40, detail: 'fetching web' }),
      view('failed', {
        device: 'till-22',
        code: 'HF_HEALTH_FAILED',
        detail: 'web\nended with a \u001b[31mvery long story',
      }),
    ]
    expect(liveLines(views, 60, plainly)).toEqual([
      `till-1   ${bar(40)}   40%  fetching web`,
      `till-22  ${bar(0)}    0%  HF_HEALTH_FAILED web en…`,
    ])
    expect(changeLine(views[0]!)).toBe('till-1 updating 40%: fetching web')
    expect(changeLine(views[1]!)).toBe('till-22 failed: HF_HEALTH_FAILED web ended with a \\x1b[31mvery long story')
    expect(summaryLine([...views, view('failed')])).toBe('2 failed, 1 updating')
  })
})

describe('what has been seen', () => {
  it('is not changed by a death that is older than the last birth', () => {
    const born = seePresence(new Map(), presence(true, 5))
    expect(seePresence(born, presence(false, 4))).toBe(born)
    expect(seePresence(born, presence(false, 5)).get('d')!.presence!.online).toBe(false)
  })

  it('knows the highest epoch of all', () => {
    const fleet = seeReport(new Map(), report({ current: { epoch: 3 }, refused: [{ epoch: 9 }] }))
    expect(highestEpoch([...fleet.values()])).toBe(9)
    expect(highestEpoch([])).toBe(0)
  })
})
