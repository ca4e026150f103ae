/** Whoever follows a rollout hears of each change with an estimate, and outlives the controller that is followed. */
import { expect, it } from 'vitest'
import { paintWith } from '../cli/style.ts'
import { terminal } from '../testing.ts'
import { countsOf } from './facts.ts'
import { followRollout, rolloutFollower } from './follow-rollout.ts'
import { beginning } from './life.ts'
import { DEFAULT_PLAN } from './plan.ts'
import { freshContext, type RolloutPhase } from './record.ts'
import { rolloutLines } from './rollout-lines.ts'
import { type RolloutView, viewOf } from './view.ts'

const facts = { fleet: 'f', epoch: 1, release: 'shop', canRevert: false, plan: DEFAULT_PLAN, share: 500, freshForMs: 0 }
const record = beginning(freshContext({ ...facts, devices: [], revision: 1 }, 0))

/** After so long, so many of 40 devices have it. */
function view(phase: RolloutPhase, nowMs: number, succeeded: number): RolloutView {
  const group = { lot: 3, online: true, outcome: 'succeeded' as const, isLate: false, count: succeeded }
  const counts = countsOf({ groups: [group], named: [], refusers: [] }, record.context, DEFAULT_PLAN)
  const about = { size: 40, online: 40, counts, judged: counts, failed: [], isOpen: true, lots: [], names: [] }
  const tick = { type: 'TICK' as const, nowMs, ...about }
  return viewOf({ ...record, phase }, tick)
}

it('tells an estimate with each change, and no change of the estimate alone', () => {
  const shown = terminal()
  const show = rolloutFollower(false, shown.io)
  for (const [nowMs, succeeded] of [
    [1000, 2],
    [2000, 2],
    [3000, 3],
  ] as const)
    show(view('proving', nowMs, succeeded))
  const lines = shown.out().trim().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expect(line).toMatch(/proving: .* succeeded, about .* left$/)
  const json = terminal()
  const say = rolloutFollower(true, json.io)
  for (const nowMs of [1000, 2000]) say(view('proving', nowMs, 2))
  const [only, ...more] = json
    .out()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RolloutView)
  expect(more).toEqual([])
  expect(only?.now?.leftMs).toBe(view('proving', 1000, 2).now?.leftMs)
})

it('waits for the next controller, and goes on with it', async () => {
  const looks = [[view('proving', 1000, 1)], null, null, [view('finished', 2000, 40)]]
  const seen: string[] = []
  const { io, err } = terminal()
  const look = async (): Promise<RolloutView[] | null> => looks.shift() ?? null
  expect(await followRollout({ fleet: 'f', look, show: ({ phase }) => seen.push(phase), io, everyMs: 1 })).toBe(0)
  expect(seen).toEqual(['proving', 'finished'])
  expect(err()).toBe('warning: the controller has ended, which is waited for for 30s\n')
})

it('takes a pause for the end only once the controller has looked: an operator may have let it go on meanwhile', async () => {
  const breach = { rule: 'failure' as const, why: 'bad', wave: 0, atMs: 0, counts: view('paused', 0, 1).now!.counts }
  const paused = { ...view('paused', 1000, 1), breach }
  const follow = (looks: RolloutView[]) => {
    const look = async () => [looks.length > 1 ? looks.shift()! : looks[0]!]
    return followRollout({ fleet: 'f', look, show: () => {}, io: terminal().io, everyMs: 1 })
  }
  expect(await follow([{ ...paused, now: null }, view('finished', 2000, 40)])).toBe(0)
  expect(await follow([{ ...paused, now: null }, paused])).toBe(1)
})

it.each(['paused', 'proving'] as const)('ends when another controller has taken the fleet over (%s)', async (phase) => {
  const shown: RolloutView[] = []
  const left = { ...view(phase, 1000, 1), now: null, isElsewhere: true as const }
  const show = (each: RolloutView): number => shown.push(each)
  const followed = followRollout({ fleet: 'f', look: async () => [left], show, io: terminal().io, everyMs: 1 })
  await expect(followed).rejects.toMatchObject({ code: 'HF_ROLLOUT_REPLACED' })
  expect(shown).toEqual([left])
})

it('waits so long for a target that the broker has lost too', async () => {
  const { io, err } = terminal()
  const lost = { ...view('proving', 1000, 1), now: null, isUnpublished: true as const }
  const looks = [lost, view('finished', 2000, 40)]
  const look = async () => [looks.shift() ?? lost]
  const following = { fleet: 'f', look, show: () => {}, io, everyMs: 1, patienceMs: 20 }
  expect(await followRollout(following)).toBe(0)
  await expect(followRollout(following)).rejects.toMatchObject({ code: 'HF_ROLLOUT_UNKNOWN' })
  expect(err()).toContain('warning: the broker shows no target of the fleet, which is waited for')
})

it('gives up on one that stays away', async () => {
  const { io } = terminal()
  const following = { fleet: 'f', look: async () => null, show: () => {}, io, everyMs: 1, patienceMs: 20 }
  await expect(followRollout(following)).rejects.toMatchObject({ code: 'HF_ROLLOUT_UNKNOWN' })
})

it('says once why it was stopped, and who has failed: of many a few, and how many there are besides', () => {
  const shown = terminal()
  const show = rolloutFollower(false, shown.io)
  const failed = Array.from({ length: 7 }, (_, at) => ({ device: `d${at}`, why: at === 0 ? 'HF_X' : 'is slow' }))
  const counts = { ...view('paused', 0, 1).now!.counts, failed: 30, unwell: 1 }
  const breach = { rule: 'failure' as const, why: 'bad', wave: 0, atMs: 5, counts }
  const before = view('paused', 0, 1)
  const stopped = { ...before, breach, failed, now: { ...before.now!, counts } }
  // As it was left is not why it is stopped now.
  show({ ...stopped, now: null })
  for (const phase of ['paused', 'reverting'] as const) show({ ...stopped, phase })
  expect(shown.out().split('\n')).toEqual([
    'f epoch 1: wave 1 of 3 (5%), paused',
    'f epoch 1: wave 1 of 3 (5%), paused: 1 of 40 let in, 1 succeeded, 31 failed',
    '  release shop, 5% of the fleet',
    '  stopped at wave 1: bad',
    '  failed: d0 (HF_X), d1 (is slow), d2 (is slow), d3 (is slow), d4 (is slow), and 26 more',
    '  why: holdfast why d0; all of them: holdfast rollout status --json',
    '  next: holdfast rollout resume or abort --fleet f',
    'f epoch 1: wave 1 of 3 (5%), reverting: 1 of 40 let in, 1 succeeded, 31 failed',
    '',
  ])
})

it.each([
  [true, 'resume, revert or abort'],
  [false, 'resume or abort'],
  // An older controller does not say.
  [undefined, 'resume, revert or abort'],
])('offers to go back where there is a way back (%s)', (canRevert, words) => {
  const { canRevert: _, ...stopped } = view('paused', 0, 1)
  const breach = { rule: 'failure' as const, why: 'bad', wave: 0, atMs: 5, counts: stopped.now!.counts }
  const lines = rolloutLines(
    { ...stopped, breach, ...(canRevert === undefined ? {} : { canRevert }) },
    paintWith(false),
  )
  expect(lines.at(-1)).toBe(`  next: holdfast rollout ${words} --fleet f`)
})

it('says why the gate waits, and not beside what has stopped it', () => {
  const waits = view('proving', 0, 1)
  const now = { ...waits.now!, gate: '1 of 2 devices have finished, and 2 have to' }
  const breach = { rule: 'failure' as const, why: 'bad', wave: 0, atMs: 5, counts: now.counts }
  const lines = (more: Partial<RolloutView>) => rolloutLines({ ...waits, now, ...more }, paintWith(false)).join('\n')
  expect(lines({})).toContain(now.gate)
  expect(lines({ breach, phase: 'paused' })).not.toContain(now.gate)
})
