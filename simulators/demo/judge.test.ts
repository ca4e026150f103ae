import { describe, expect, it } from 'vitest'
import { type Facts, judge, judgeStep, type Moment, STEPS, type StepName } from './judge.ts'
import { all, container, presence, reported, trueStory } from './test-facts.ts'

/** The true story with one step otherwise. */
function but(name: StepName, change: (moment: Moment) => Partial<Moment>): Facts {
  const { images, moments } = trueStory()
  const moment = moments[name]!
  return { images, moments: { ...moments, [name]: { ...moment, ...change(moment) } } }
}

describe('a story that happened', () => {
  it('passes in every step', () => {
    const rows = judge(trueStory())
    expect(rows.filter(({ ok }) => !ok)).toEqual([])
    expect(rows).toHaveLength(STEPS.length)
  })

  it('says what was seen, not what was hoped for', () => {
    const seen = judge(trueStory()).map((row) => row.seen)
    expect(seen).toEqual([
      'runs 1, healthy',
      'at 0%: runs 1, healthy',
      'fetching → switching',
      'at 0%: tide 2, display 1',
      'switching → proving → idle; tide untouched',
      'runs 2, healthy; store untouched',
      'display is unhealthy',
      'runs 2, healthy; nothing of 3 left',
    ])
  })
})

describe('a story that did not happen', () => {
  it('fails in every step that has no facts', () => {
    const rows = judge({ images: new Map(), moments: {} })
    expect(rows.map(({ ok, seen }) => [ok, seen])).toEqual(STEPS.map(() => [false, 'not reached']))
  })

  const again = { startedAt: 'again' }
  const cases: [StepName, string, (moment: Moment) => Partial<Moment>][] = [
    ['v1', 'the deployment failed', () => ({ exitCode: 1 })],
    ['v1', 'the deployment was killed', () => ({ exitCode: null })],
    ['v1', 'a service is not there', () => ({ containers: all('1').slice(1) })],
    ['v1', 'a service does not run', () => ({ containers: all('1').map((each) => ({ ...each, running: false })) })],
    [
      'v1',
      'the engine says unhealthy',
      () => ({ containers: all('1').map((each) => ({ ...each, health: 'unhealthy' })) }),
    ],
    ['v1', 'something else runs', () => ({ containers: all('1').map((each) => ({ ...each, image: 'other' })) })],
    ['v1', 'two of one service run', () => ({ containers: [...all('1'), container('tide', '2')] })],
    ['v1', 'the device has not committed', () => ({ last: reported('proving', '1', '1') })],
    ['cutFetching', 'the broker told of no death', () => ({ presences: [presence(true)] })],
    ['cutFetching', 'the cut came too late', () => ({ last: reported('staging', '1', '2') })],
    ['cutFetching', 'a service went down', () => ({ containers: all('1').slice(0, 2) })],
    [
      'cutFetching',
      'a service was started again',
      () => ({ containers: all('1').map((each) => ({ ...each, ...again })) }),
    ],
    [
      'backFetching',
      'the device forgot version 2',
      ({ reports }) => ({ reports: [reported('idle', '1', '1'), ...reports] }),
    ],
    ['backFetching', 'it never came to the switch', ({ reports }) => ({ reports: reports.slice(0, 1) })],
    [
      'backFetching',
      'its database had to be mended',
      ({ reports }) => ({
        reports: [reported('fetching', '1', '2', { recovered: ['a checkpoint was lost'] }), ...reports],
      }),
    ],
    ['cutSwitching', 'everything was switched already', () => ({ containers: all('2') })],
    ['cutSwitching', 'nothing was switched yet', () => ({ containers: all('1') })],
    ['cutSwitching', 'the device was elsewhere', () => ({ last: reported('proving', '1', '2') })],
    ['backSwitching', 'it began anew', ({ reports }) => ({ reports: [reported('admitting', '1', '2'), ...reports] })],
    ['backSwitching', 'it fetched again', ({ reports }) => ({ reports: [...reports, reported('fetching', '1', '2')] })],
    ['backSwitching', 'it went back', ({ reports }) => ({ reports: [...reports, reported('reverting', '1', '2')] })],
    ['backSwitching', 'it said nothing', () => ({ reports: [] })],
    [
      'backSwitching',
      'the new container was started again',
      () => ({ containers: [container('store', '2'), container('tide', '2', again), container('display', '2')] }),
    ],
    ['v2', 'the deployment failed', () => ({ exitCode: 1 })],
    ['v2', 'version 1 runs', () => ({ containers: all('1') })],
    ['v2', 'the store was started again', () => ({ containers: all('2').map((each) => ({ ...each, ...again })) })],
    ['v2', 'the device says otherwise', () => ({ last: reported('idle', '1', '2') })],
    ['v3', 'the deployment succeeded', () => ({ exitCode: 0 })],
    ['v3', 'the device took it', () => ({ reports: [reported('idle', '3', '3')], last: reported('idle', '3', '3') })],
    [
      'v3',
      'it was refused for something else',
      () => ({
        last: reported('idle', '2', '3', { refused: [{ epoch: 3, code: 'HF_SIGNATURE_INVALID', message: 'no' }] }),
      }),
    ],
    [
      'v3',
      'another epoch was refused',
      () => ({
        last: reported('idle', '2', '3', { refused: [{ epoch: 2, code: 'HF_HEALTH_FAILED', message: 'no' }] }),
      }),
    ],
    ['rollback', 'version 3 runs', () => ({ containers: all('3') })],
    ['rollback', 'a half of it runs', () => ({ containers: [...all('2').slice(0, 2), container('display', '3')] })],
    [
      'rollback',
      'a container of version 3 is left',
      () => ({ containers: [...all('2'), container('display', '3', { running: false })] }),
    ],
    [
      'rollback',
      'version 2 was made anew, not kept',
      () => ({ containers: all('2').map((each) => ({ ...each, id: `${each.id} again` })) }),
    ],
    ['rollback', 'the device is still at it', () => ({ last: reported('reverting', '2', '3') })],
  ]
  it.each(cases)('fails in %s when %s', (name, _, change) => {
    const facts = but(name, change)
    expect(judgeStep(name, facts)).toMatchObject({ ok: false })
  })
})
