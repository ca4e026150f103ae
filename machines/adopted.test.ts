import { describe, expect, it } from 'vitest'
import { Health, Restart } from '../protocol/enums.ts'
import { adoptable, nextForAdopted, withAdopted } from './adopted.ts'
import { FRESH_INTENT, type ReleaseRef } from './intent.ts'
import type { Container } from './ports.ts'

function container(id: string, change: Partial<Container> = {}): Container {
  return {
    id,
    name: id,
    service: id,
    release: 'r1',
    specHash: 'h',
    state: 'running',
    health: Health.HEALTH_NONE,
    exitCode: 0,
    restarts: 0,
    restart: Restart.RESTART_UNLESS_STOPPED,
    startedAt: '2026-01-01T00:00:00Z',
    image: 'i',
    stopGraceMs: 10_000,
    hostPorts: [],
    ...change,
  }
}

describe('what is adopted', () => {
  it.each<[string, Partial<Container>, boolean]>([
    ['one that runs', {}, true],
    ['one that runs and that nothing would restart', { restart: Restart.RESTART_NO }, true],
    ['one that is paused', { state: 'paused' }, true],
    [
      'one that was torn down by a power cut',
      { state: 'exited', exitCode: 255, restart: Restart.RESTART_ON_FAILURE },
      true,
    ],
    ['one that has done its work', { state: 'exited', exitCode: 0, restart: Restart.RESTART_ON_FAILURE }, false],
    ['one that an update has stopped', { state: 'exited', exitCode: 137, restart: Restart.RESTART_NO }, false],
    ['one that was only made', { state: 'created', restart: Restart.RESTART_NO }, false],
  ])('%s: %#', (_, change, is) => {
    expect(adoptable([container('web', change)]).map(({ container: id }) => id)).toEqual(is ? ['web'] : [])
  })

  it('comes in the order in which it started, so that it can be started in that order again', () => {
    const found = [container('b', { startedAt: '2026-01-01T00:00:02Z' }), container('a')]
    expect(adoptable(found).map(({ service }) => service)).toEqual(['a', 'b'])
  })

  it('is nothing where a release is known', () => {
    const found = adoptable([container('web')])
    const current: ReleaseRef = { document: 'd', arm: 'release', epoch: 1, releaseId: 'r', name: 'n', version: 'v' }
    expect(withAdopted(FRESH_INTENT, found).adopted).toEqual(found)
    expect(withAdopted({ ...FRESH_INTENT, current }, found).adopted).toEqual([])
    expect(withAdopted({ ...FRESH_INTENT, adopted: found }, []).adopted).toEqual(found)
  })
})

describe('what is next for the adopted', () => {
  const adopted = adoptable([container('a'), container('b', { restart: Restart.RESTART_ON_FAILURE })])
  const next = (containers: Container[], isGoingBack = false, startedHere: string[] = []) => {
    const found = nextForAdopted({ adopted, containers, startedHere, isGoingBack })
    return found.kind === 'act' && 'container' in found.step ? `${found.step.act} ${found.step.container}` : found.kind
  }
  const stopped = { state: 'exited', exitCode: 137, restart: Restart.RESTART_NO } as const
  const b = (change: Partial<Container> = {}) => container('b', { restart: Restart.RESTART_ON_FAILURE, ...change })

  it('is nothing while they run, whatever runs beside them', () => {
    expect(next([container('a'), b(), container('new')])).toBe('done')
  })

  it('is to stop what came with the failed release first, then to start each', () => {
    expect(next([container('a', stopped), b(stopped), container('new')], true)).toBe('stop new')
    expect(next([container('a', stopped), b(stopped), container('new', stopped)], true)).toBe('start a')
    expect(next([container('a'), b(stopped)], true)).toBe('start b')
    expect(next([container('a'), b()], true)).toBe('done')
  })

  it('is to give one its restart policy back when a cut fell between its start and that', () => {
    expect(next([container('a', { restart: Restart.RESTART_NO }), b()])).toBe('start a')
  })

  it('is to start one that a power cut tore down, but not one that has ended by itself', () => {
    expect(next([container('a'), b({ state: 'exited', exitCode: 255 })])).toBe('start b')
    expect(next([container('a'), b({ state: 'exited', exitCode: 0 })])).toBe('done')
    expect(next([container('a'), b({ state: 'exited', exitCode: 1 })], false, ['b'])).toBe('done')
  })

  it('is nothing for one that somebody has removed', () => {
    expect(next([b()], true)).toBe('done')
  })
})
