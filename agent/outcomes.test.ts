/** Each commit, way back and refusal is told once, in order, over all lives, and the ring is bounded. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FRESH_INTENT, type Intent, type RefusalFact, type ReleaseRef, type Task } from '../machines/intent.ts'
import type { Write } from '../storage/store.ts'
import { endedBetween, MAX_OUTCOMES, Outcomes } from './outcomes.ts'

const ref = (epoch: number): ReleaseRef => ({
  document: `d${epoch}`,
  arm: 'release',
  epoch,
  releaseId: '',
  name: 'app',
  version: `v${epoch}`,
})
const task = (kind: Task['kind'], epoch: number) => ({ kind, to: ref(epoch) }) as Task
const refusal = (epoch: number): RefusalFact => ({
  ...ref(epoch),
  scope: 'fleet',
  code: 'HF_HEALTH_TIMEOUT',
  message: 'not healthy in time',
  logTail: [],
})
const intent = (change: Partial<Intent>): Intent => ({ ...FRESH_INTENT, ...change })
const NOW = { wallMs: 1_700_000_000_000.4 }

describe('between two intents', () => {
  const held = intent({ current: ref(1), task: task('install', 2) })
  it.each<[string, Intent, Intent, string[]]>([
    ['nothing ends', held, { ...held, phase: 'proving' }, []],
    ['an update is committed', held, { ...held, current: ref(2), previous: ref(1) }, ['committed 2']],
    ['a first one is', intent({ task: task('install', 1) }), intent({ current: ref(1) }), ['committed 1']],
    ['a repair is no news', { ...held, task: task('repair', 1) }, intent({ current: ref(1) }), []],
    [
      'it goes back',
      intent({ current: ref(2), task: task('revert', 1) }),
      intent({ current: ref(1) }),
      ['went-back 1'],
    ],
    ['one is refused', held, intent({ current: ref(1), refused: [refusal(2)] }), ['refused 2']],
    ['a refusal is forgotten', intent({ refused: [refusal(2)] }), intent({}), []],
  ])('%s', (_, before, after, ended) => {
    expect(endedBetween(before, after, NOW).map(({ outcome, epoch }) => `${outcome} ${epoch}`)).toEqual(ended)
  })

  it('a refusal says which version, and why', () => {
    expect(endedBetween(held, intent({ current: ref(1), refused: [refusal(2)] }), NOW)).toEqual([
      {
        outcome: 'refused',
        epoch: 2,
        version: 'v2',
        code: 'HF_HEALTH_TIMEOUT',
        message: 'not healthy in time',
        atMs: 1_700_000_000_000,
      },
    ])
  })
})

describe('the ring', () => {
  const bodyOf = (writes: readonly Write[]) => {
    const [write] = writes
    return write?.op === 'checkpoint' ? { version: write.version, body: write.body } : undefined
  }

  it('keeps the last ones over lives and cuts, numbered without a gap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('commit', 'cut before', 'cut after', 'start'), { maxLength: 60 }),
        (events) => {
          let saved: ReturnType<typeof bodyOf>
          let outcomes = new Outcomes(undefined)
          let epoch = 0
          for (const event of events) {
            if (event === 'start') outcomes = new Outcomes(saved)
            else {
              const before = intent({ current: epoch === 0 ? null : ref(epoch), task: task('install', epoch + 1) })
              const writes = outcomes.writes(before, intent({ current: ref(epoch + 1) }), NOW)
              if (event === 'cut before') {
                // The batch is not on the disk: nothing has happened.
                outcomes = new Outcomes(saved)
                continue
              }
              saved = bodyOf(writes)
              epoch += 1
              if (event === 'commit') outcomes.written()
              else outcomes = new Outcomes(saved)
            }
            const numbers = outcomes.all().map(({ number }) => number)
            const first = Math.max(0, epoch - MAX_OUTCOMES) + 1
            expect(numbers).toEqual(Array.from({ length: epoch - first + 1 }, (_, n) => first + n))
          }
        },
      ),
    )
  })

  it('tells nothing before it is on the disk', () => {
    const outcomes = new Outcomes(undefined)
    expect(outcomes.writes(intent({ task: task('install', 1) }), intent({ current: ref(1) }), NOW)).toHaveLength(1)
    expect(outcomes.all()).toEqual([])
    outcomes.written()
    expect(outcomes.all()).toHaveLength(1)
  })

  it.each([
    { version: 9, body: Buffer.from('[]') },
    { version: 1, body: Buffer.from('[{}]') },
    { version: 1, body: Buffer.from('{') },
  ])('that cannot be read is told, and begins anew: %j', (saved) => {
    const outcomes = new Outcomes(saved)
    expect([outcomes.problem, outcomes.all()]).toEqual(['How earlier updates ended cannot be read any more.', []])
  })
})
