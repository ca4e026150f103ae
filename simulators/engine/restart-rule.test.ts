import { describe, expect, it } from 'vitest'
import { comesBack, type Downfall, type Ended, type RestartName, restartDelay } from './restart-rule.ts'

const crashed: Ended = {
  policy: { name: 'always', maxRetries: 0 },
  exitCode: 1,
  stoppedByHand: false,
  ranMs: 0,
  lastDelayMs: 0,
  restarts: 0,
}

describe('a container that ended', () => {
  it('is started again after 100 ms, then twice as long each time, up to a minute', () => {
    const delays: number[] = []
    for (let delay = 0; delays.length < 12; delays.push(delay))
      delay = restartDelay({ ...crashed, lastDelayMs: delay }) ?? Number.NaN
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 60000])
  })

  it('begins with 100 ms again once it has run for ten seconds', () => {
    expect(restartDelay({ ...crashed, lastDelayMs: 60_000, ranMs: 9_999 })).toBe(60_000)
    expect(restartDelay({ ...crashed, lastDelayMs: 60_000, ranMs: 10_000 })).toBe(100)
  })

  it.each<[RestartName, number, boolean]>([
    ['no', 1, false],
    ['always', 0, true],
    ['unless-stopped', 0, true],
    ['on-failure', 0, false],
    ['on-failure', 1, true],
  ])('with the policy %s and exit code %i: %s', (name, exitCode, again) => {
    const delay = restartDelay({ ...crashed, exitCode, policy: { name, maxRetries: 0 } })
    expect(delay).toBe(again ? 100 : null)
  })

  it('is given up after the retries that the policy allows', () => {
    const policy = { name: 'on-failure', maxRetries: 3 } as const
    expect(restartDelay({ ...crashed, policy, restarts: 2 })).toBe(100)
    expect(restartDelay({ ...crashed, policy, restarts: 3 })).toBeNull()
  })

  it('stays down when somebody stopped it, whatever the policy', () => {
    expect(restartDelay({ ...crashed, stoppedByHand: true })).toBeNull()
  })
})

describe('when the engine comes up again', () => {
  const back = (name: RestartName, ran: boolean, stoppedByHand: boolean, fall: Downfall) =>
    comesBack({ policy: { name, maxRetries: 0 }, exitCode: 137, stoppedByHand }, ran, fall)

  it.each<[RestartName, Downfall, boolean]>([
    ['no', 'graceful', false],
    ['no', 'power', false],
    ['always', 'graceful', true],
    ['always', 'killed', true],
    ['always', 'power', true],
    ['unless-stopped', 'graceful', true],
    ['unless-stopped', 'killed', false],
    ['unless-stopped', 'power', true],
    ['on-failure', 'power', true],
  ])('a running container with %s after %s: %s', (name, fall, expected) => {
    expect(back(name, true, false, fall)).toBe(expected)
  })

  it('one that was stopped by hand stays down, but for "always"', () => {
    expect(back('unless-stopped', false, true, 'power')).toBe(false)
    expect(back('on-failure', false, true, 'power')).toBe(false)
    expect(back('always', false, true, 'power')).toBe(true)
  })
})
