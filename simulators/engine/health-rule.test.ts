import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AT_START, afterChecks, type HealthCheck, type HealthState, nextChange } from './health-rule.ts'

const every = (given: Partial<HealthCheck>): HealthCheck => ({
  test: ['CMD', '/check'],
  intervalMs: 1000,
  timeoutMs: 1000,
  retries: 3,
  startPeriodMs: 0,
  ...given,
})

describe('health', () => {
  it('is "starting" until the first check, one interval after the start', () => {
    expect(nextChange(every({}), AT_START, true)).toBe(1000)
    expect(afterChecks(every({}), AT_START, true, 999).status).toBe('starting')
    expect(afterChecks(every({}), AT_START, true, 1000).status).toBe('healthy')
  })

  it('is "unhealthy" after so many failures in a row', () => {
    expect(nextChange(every({ retries: 3 }), AT_START, false)).toBe(3000)
    expect(afterChecks(every({ retries: 3 }), AT_START, false, 2999)).toMatchObject({ status: 'starting', failures: 2 })
    expect(afterChecks(every({ retries: 3 }), AT_START, false, 3000)).toMatchObject({
      status: 'unhealthy',
      failures: 3,
    })
  })

  it('does not count failures in the start period', () => {
    const slow = every({ retries: 1, startPeriodMs: 5000 })
    expect(nextChange(slow, AT_START, false)).toBe(5000)
    expect(afterChecks(slow, AT_START, false, 4999).failures).toBe(0)
  })

  it('counts them within the start period too once it has been healthy', () => {
    const slow = every({ retries: 2, startPeriodMs: 60_000 })
    const healthy = afterChecks(slow, AT_START, true, 1000)
    expect(nextChange(slow, healthy, false)).toBe(3000)
  })

  it('needs one success to be healthy again', () => {
    const unhealthy = afterChecks(every({}), AT_START, false, 10_000)
    expect(nextChange(every({}), unhealthy, true)).toBe(11_000)
  })

  it('does not change any more once it is settled', () => {
    expect(nextChange(every({}), afterChecks(every({}), AT_START, true, 5000), true)).toBeNull()
    expect(nextChange(every({}), afterChecks(every({}), AT_START, false, 5000), false)).toBeNull()
  })

  it('is what running every single check would give, and changes when it is said to', () => {
    const spans = fc.array(fc.record({ passes: fc.boolean(), ms: fc.integer({ min: 1, max: 5000 }) }), { maxLength: 8 })
    const checks = fc.record({
      intervalMs: fc.integer({ min: 1, max: 700 }),
      retries: fc.integer({ min: 1, max: 4 }),
      startPeriodMs: fc.integer({ min: 0, max: 4000 }),
    })
    fc.assert(
      fc.property(checks, spans, (given, history) => {
        const check = every(given)
        let health = AT_START
        let slow = { status: 'starting', failures: 0 }
        for (const { passes, ms } of history) {
          const from = health.countedMs
          const due = nextChange(check, health, passes)
          let changedAt: number | null = null
          for (let at = from + 1; at <= from + ms; at++) {
            const before = slow.status
            if (at % check.intervalMs === 0) slow = oneCheck(check, slow, passes, at)
            if (slow.status !== before) changedAt ??= at
          }
          health = afterChecks(check, health, passes, from + ms)
          expect({ status: health.status, failures: health.failures }).toEqual(slow)
          expect(changedAt).toBe(due !== null && due <= from + ms ? due : null)
        }
      }),
    )
  })
})

/** One check, as daemon/health.go has it. */
function oneCheck(
  check: HealthCheck,
  health: Pick<HealthState, 'failures'> & { status: string },
  passes: boolean,
  at: number,
) {
  if (passes) return { status: 'healthy', failures: 0 }
  if (health.status === 'starting' && at < check.startPeriodMs) return health
  const failures = health.failures + 1
  return { status: failures >= check.retries ? 'unhealthy' : health.status, failures }
}
