/** The rules over intent: what is to be installed, what gives way, what is refused, what is blocked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultBlocker, intentBlockers } from '../../machines/gates.ts'
import { FRESH_INTENT, type Intent, type Task } from '../../machines/intent.ts'
import {
  documentsOf,
  epochFault,
  goalOf,
  isNewerRollout,
  isSuperseded,
  refusalOf,
  withRefusal,
} from '../../machines/intent-rules.ts'
import { takeTarget } from '../../machines/update-changes.ts'
import { tidyingOf, type UpdateContext } from '../../machines/update-context.ts'
import { commitTask } from '../../machines/update-tasks.ts'
import { holding, into, releaseRef, rollout, target } from './driver.ts'

const wanting = (epoch: number, change: Partial<Intent> = {}): Intent => ({
  ...FRESH_INTENT,
  wanted: { fleet: target(epoch).target, device: null },
  current: releaseRef(1),
  ...change,
})
const GONE_WRONG = { code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' } as const
const taskTo = (epoch: number, change: Partial<Task> = {}): Task => ({
  ...into.admitting(holding(1), 2).intent.task!,
  to: releaseRef(epoch),
  ...change,
})
const refusing = (intent: Intent, ...epochs: number[]): Intent =>
  epochs.reduce((next, epoch) => withRefusal(next, taskTo(epoch), GONE_WRONG), intent)
const reverting = rollout(2, { state: 'revert' }).rollout

const HOLD = { reason: 'demo', downloads: false }

describe('the documents that are needed', () => {
  const giving = (change: Partial<Intent>) => wanting(3, { task: taskTo(2), ...change })
  it.each<[string, Intent, number[]]>([
    ['what is wanted, what runs, what ran before', wanting(3, { previous: releaseRef(4) }), [3, 1, 4]],
    ['what is under way', giving({ phase: 'proving' }), [3, 1, 2]],
    ['not what is given up', giving({ phase: 'cancelling' }), [3, 1]],
    ['not what is gone back from', giving({ phase: 'reverting' }), [3, 1]],
    [
      'what there is nothing to go back from to: its traces are found by it',
      giving({ phase: 'reverting', current: null }),
      [3, 2],
    ],
    ['what is given up and wanted all the same', giving({ phase: 'cancelling', task: taskTo(3) }), [3, 1]],
  ])('%s', (_what, intent, epochs) => {
    expect(documentsOf(intent)).toEqual(epochs.map((epoch) => releaseRef(epoch).document))
  })
})

describe('what ought to be installed', () => {
  const own = target(9, { scope: 'device' }).target
  it.each<[string, Intent, object | null]>([
    ['nothing is wanted', FRESH_INTENT, null],
    ['what is wanted', wanting(2), { kind: 'install', to: releaseRef(2) }],
    ['what runs already', wanting(1), null],
    [
      'the device’s own goes over its fleet’s',
      wanting(2, { wanted: { fleet: target(2).target, device: own } }),
      { to: releaseRef(9) },
    ],
    ['what was refused', refusing(wanting(2), 2), null],
    [
      'sent back, and it runs',
      wanting(2, { current: releaseRef(2), rollout: reverting }),
      { kind: 'revert', to: releaseRef(2, 'fallback') },
    ],
    ['sent back, and it never ran, but what was before', wanting(2, { rollout: reverting }), null],
    [
      'sent back, and nothing ran: what the fleet goes back to',
      wanting(2, { current: null, rollout: reverting }),
      { kind: 'install', to: releaseRef(2, 'fallback') },
    ],
    [
      'sent back, nothing ran, and the fallback was refused',
      withRefusal(
        wanting(2, { current: null, rollout: reverting }),
        taskTo(2, { to: releaseRef(2, 'fallback') }),
        GONE_WRONG,
      ),
      null,
    ],
    ['sent back to what it runs', wanting(2, { current: releaseRef(2, 'fallback'), rollout: reverting }), null],
    [
      'sent back, with no fallback signed',
      wanting(2, {
        wanted: { fleet: target(2, { fallback: null }).target, device: null },
        current: releaseRef(2),
        rollout: reverting,
      }),
      null,
    ],
    ['a revert of another epoch', wanting(3, { rollout: reverting }), { kind: 'install', to: releaseRef(3) }],
  ])('%s', (_, intent, expected) => {
    if (expected === null) expect(goalOf(intent)).toBeNull()
    else expect(goalOf(intent)).toMatchObject(expected)
  })
})

describe('what is under way gives way', () => {
  const repair = taskTo(1, { kind: 'repair' })
  it.each<[string, Intent, boolean]>([
    ['to nothing, while it is what is wanted', wanting(2, { task: taskTo(2) }), false],
    ['to a newer target', wanting(3, { task: taskTo(2) }), true],
    ['when its target is taken away', { ...FRESH_INTENT, task: taskTo(2) }, true],
    ['when its epoch is sent back', wanting(2, { task: taskTo(2), rollout: reverting }), true],
    [
      'not what its fleet was sent back to',
      wanting(2, { current: null, task: taskTo(2, { to: releaseRef(2, 'fallback') }), rollout: reverting }),
      false,
    ],
    [
      'what its fleet was sent back to, when it may take the epoch again',
      wanting(2, { current: null, task: taskTo(2, { to: releaseRef(2, 'fallback') }), rollout: rollout(2).rollout }),
      true,
    ],
    ['as a repair, to anything new', wanting(2, { task: repair }), true],
    ['as a repair, to nothing else', wanting(1, { task: repair }), false],
    ['as a repair, not to what was refused', refusing(wanting(2, { task: repair }), 2), false],
    [
      'as a going back, not to the target that was refused',
      refusing(wanting(2, { task: taskTo(1, { kind: 'revert' }) }), 2),
      false,
    ],
    ['as a going back, to a newer target', wanting(3, { task: taskTo(1, { kind: 'revert' }) }), true],
  ])('%s', (_, intent, expected) => expect(isSuperseded(intent)).toBe(expected))
})

it('what ought to be installed is not given up at once, and once it is there or refused nothing is to be done (property)', () => {
  const ref = fc.constantFrom(null, releaseRef(1), releaseRef(2), releaseRef(2, 'fallback'))
  const word = fc.record({
    state: fc.constantFrom('go' as const, 'paused' as const, 'revert' as const),
    epoch: fc.constantFrom(1, 2),
    share: fc.constantFrom(0, 10_000),
  })
  const arms = fc.subarray([releaseRef(2), releaseRef(2, 'fallback')])
  fc.assert(
    fc.property(ref, fc.option(word), arms, fc.boolean(), (current, said, refused, hasFallback) => {
      const told = said === null ? null : rollout(said.epoch, { state: said.state, share: said.share }).rollout
      const { target: wanted } = hasFallback ? target(2) : target(2, { fallback: null })
      const before = refused.reduce(
        (intent, to) => withRefusal(intent, taskTo(2, { to }), GONE_WRONG),
        wanting(2, { current, rollout: told, wanted: { fleet: wanted, device: null } }),
      )
      const goal = goalOf(before)
      if (goal === null) return
      const { kind, to } = goal
      const isBack = told?.state === 'revert' && told.epoch === 2
      expect(to).toEqual(isBack ? releaseRef(2, 'fallback') : releaseRef(2))
      expect(kind).toBe(isBack && current !== null ? 'revert' : 'install')
      const task = taskTo(2, { kind, to })
      expect(isSuperseded({ ...before, task })).toBe(false)
      // Who is sent back waits for no share.
      if (isBack) expect(intentBlockers(before, task, false)).toEqual([])
      expect(goalOf(commitTask(contextOf({ ...before, task })).intent!)).toBeNull()
      expect(goalOf(withRefusal(before, task, GONE_WRONG))).toBeNull()
    }),
  )
})

describe('epochs and revisions only rise', () => {
  const known = wanting(2, { floors: { ...FRESH_INTENT.floors, fleet: { epoch: 2, document: 'sha256:2' } } })
  it.each([
    ['a higher one', target(3).target, null],
    ['the very same document', target(2).target, null],
    ['a lower one', target(1).target, 'lower than 2'],
    [
      'the same with other content',
      { ...target(2).target, release: { ...releaseRef(2), document: 'x' } },
      'other content',
    ],
    ['a low one of the other scope', target(1, { scope: 'device' }).target, null],
  ] as const)('%s', (_, given, words) => {
    const fault = epochFault(known, given)
    if (words === null) expect(fault).toBeNull()
    else expect(fault).toMatchObject({ code: 'HF_EPOCH_STALE', message: expect.stringContaining(words) })
  })

  it.each([
    [3, 1, true],
    [2, 6, true],
    [2, 5, false],
    [2, 4, false],
    [1, 9, false],
  ])('a rollout of epoch %i, revision %i, after 2, 5', (epoch, revision, expected) => {
    const intent = wanting(2, { rollout: rollout(2, { revision: 5 }).rollout })
    expect(isNewerRollout(intent, rollout(epoch, { revision }).rollout)).toBe(expected)
  })
})

describe('refusals', () => {
  it('of one release are one, the newest', () => {
    const intent = withRefusal(refusing(wanting(2), 2), taskTo(2), { code: 'HF_CANCELLED', message: 'again' })
    expect(intent.refused).toMatchObject([{ epoch: 2, code: 'HF_CANCELLED' }])
  })

  it('are bounded, and what is still asked for is never forgotten', () => {
    const intent = refusing(wanting(2), 2, ...Array.from({ length: 40 }, (_, index) => 100 + index))
    expect(intent.refused).toHaveLength(16)
    expect(refusalOf(intent, releaseRef(2))).toBeDefined()
    expect(refusalOf(intent, releaseRef(139))).toBeDefined()
  })

  it('are not made by a repair', () => {
    expect(withRefusal(wanting(1), taskTo(1, { kind: 'repair' }), GONE_WRONG).refused).toEqual([])
  })

  it('for a lost document end when the document comes again', () => {
    const lost = withRefusal(wanting(2), taskTo(2), { code: 'HF_STORE_CORRUPT', message: 'lost' })
    const change = takeTarget(contextOf(lost), target(2).target)
    expect(change.intent?.refused).toEqual([])
    expect(takeTarget(contextOf(refusing(wanting(2), 2)), target(2).target)).toEqual({ rejected: null })
  })
})

describe('gates', () => {
  const task = taskTo(2)
  const open = wanting(2, { rollout: rollout(2).rollout })
  it.each<[string, Intent, Task, boolean, string[]]>([
    ['open', open, task, false, []],
    ['no rollout', wanting(2), task, false, ['rollout']],
    ['a rollout of another epoch', wanting(2, { rollout: rollout(3).rollout }), task, false, ['rollout']],
    ['paused', wanting(2, { rollout: rollout(2, { state: 'paused' }).rollout }), task, false, ['rollout']],
    [
      'a share of all lots up to ours',
      wanting(2, { rollout: rollout(2, { share: 5_000 }).rollout }),
      task,
      false,
      ['rollout'],
    ],
    [
      'what the fleet was sent back to, with a share that leaves us out',
      wanting(2, { current: null, rollout: rollout(2, { state: 'revert', share: 0 }).rollout }),
      taskTo(2, { to: releaseRef(2, 'fallback') }),
      false,
      [],
    ],
    [
      'what the fleet was sent back to, once it is let in anew',
      wanting(2, { current: null, rollout: rollout(2, { state: 'go', share: 0 }).rollout }),
      taskTo(2, { to: releaseRef(2, 'fallback') }),
      false,
      ['rollout'],
    ],
    ['a share just above our lot', wanting(2, { rollout: rollout(2, { share: 5_001 }).rollout }), task, false, []],
    ['held, at the download', { ...open, hold: HOLD }, task, true, []],
    ['held for downloads too', { ...open, hold: { ...HOLD, downloads: true } }, task, false, ['hold']],
    ['held and busy, at the apply', { ...open, hold: HOLD }, { ...task, gate: 'apply' }, true, ['hold', 'busy']],
    ['a target of the device’s own needs no rollout', wanting(2), { ...task, scope: 'device' }, false, []],
    ['a going back is not held', { ...wanting(2), hold: HOLD }, { ...task, kind: 'revert', gate: 'apply' }, false, []],
  ])('%s', (_, intent, given, busy, kinds) => {
    expect(intentBlockers(intent, given, busy).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('a fault is a blocker of what its code is about', () => {
    expect(faultBlocker('apply', { code: 'HF_ENGINE_UNAVAILABLE', message: 'away' })).toEqual({
      kind: 'engine',
      code: 'HF_ENGINE_UNAVAILABLE',
      message: 'away',
      gate: 'apply',
      service: '',
    })
  })
})

describe('a commit', () => {
  it('keeps a way back, but not to what was gone back from', () => {
    const install = commitTask(contextOf(wanting(2, { task: taskTo(2) })))
    expect(install.intent).toMatchObject({ current: releaseRef(2), previous: releaseRef(1) })
    const revert = commitTask(contextOf(wanting(2, { current: releaseRef(2), task: taskTo(1, { kind: 'revert' }) })))
    expect(revert.intent).toMatchObject({ current: releaseRef(1), previous: null })
  })

  it('done twice is done once, also after a cut, when nobody knows any more what ran', () => {
    const once = commitTask({ ...contextOf(wanting(2, { task: taskTo(2) })), runs: ['web'] }).intent!
    const twice = commitTask(contextOf(once)).intent!
    expect(twice).toEqual(once)
    expect(twice.runs).toEqual(['web'])
  })
})

it('tidying spares the way back, and what is to come next', () => {
  const intent = wanting(3, { current: releaseRef(2), previous: releaseRef(1), task: taskTo(2) })
  expect(tidyingOf(contextOf(intent))).toMatchObject({
    current: releaseRef(2),
    undo: releaseRef(2),
    keepImages: [releaseRef(2), releaseRef(1), releaseRef(3)],
    keepDocuments: ['sha256:3', 'sha256:2', 'sha256:1'],
  })
})

function contextOf(intent: Intent): UpdateContext {
  return { ...holding(1).context, runs: null, intent }
}
