/**
 * How the engine judges a container's health from its checks.
 *
 * Invariant: as Docker's health monitor does (moby/moby, daemon/health.go): the first check comes one
 * interval after the start; one success is healthy; so many failures in a row are unhealthy; failures in
 * the start period do not count while it has never been healthy. Checks are not run one by one: the rule
 * says when the next change is due, so that a settled container costs nothing.
 */

export interface HealthCheck {
  /** What the engine would run; the simulation only shows it. */
  test: string[]
  intervalMs: number
  timeoutMs: number
  retries: number
  startPeriodMs: number
}

const NOT_SET: HealthCheck = { test: [], intervalMs: 0, timeoutMs: 0, retries: 0, startPeriodMs: 0 }

/**
 * The check that is run: the container's, and the image's for each field that it leaves out, and Docker's
 * defaults for what both do (moby/moby, daemon/commit.go `merge`, daemon/health.go). Null: there is none.
 */
export function effectiveCheck(own: HealthCheck | null, ofImage: HealthCheck | null): HealthCheck | null {
  const [first, second] = [own ?? NOT_SET, ofImage ?? NOT_SET]
  const test = first.test.length > 0 ? first.test : second.test
  if (test.length === 0 || test[0] === 'NONE') return null
  return {
    test,
    intervalMs: first.intervalMs || second.intervalMs || 30_000,
    timeoutMs: first.timeoutMs || second.timeoutMs || 30_000,
    retries: first.retries || second.retries || 3,
    startPeriodMs: first.startPeriodMs || second.startPeriodMs,
  }
}

export interface HealthState {
  status: 'starting' | 'healthy' | 'unhealthy'
  failures: number
  /** Checks have been accounted for up to here, since the start of the process. */
  countedMs: number
}

export const AT_START: HealthState = { status: 'starting', failures: 0, countedMs: 0 }

/** The state at `untilMs` since the start, if the check passes (or fails) all the time since it was last counted. */
export function afterChecks(check: HealthCheck, health: HealthState, passes: boolean, untilMs: number): HealthState {
  if (passes) {
    if (checksIn(check, health.countedMs, untilMs) === 0) return { ...health, countedMs: untilMs }
    return { status: 'healthy', failures: 0, countedMs: untilMs }
  }
  const failures = health.failures + checksIn(check, countsFrom(check, health), untilMs)
  return { status: failures >= check.retries ? 'unhealthy' : health.status, failures, countedMs: untilMs }
}

/** When, since the start, the status will next change if nothing else does; null if it will not. */
export function nextChange(check: HealthCheck, health: HealthState, passes: boolean): number | null {
  if (passes) return health.status === 'healthy' ? null : nthCheck(check, health.countedMs, 1)
  if (health.status === 'unhealthy') return null
  return nthCheck(check, countsFrom(check, health), Math.max(1, check.retries - health.failures))
}

/** Failures count after this moment. */
function countsFrom(check: HealthCheck, health: HealthState): number {
  if (health.status !== 'starting') return health.countedMs
  return Math.max(health.countedMs, check.startPeriodMs - 1)
}

/** Checks run at each whole interval: how many after `fromMs`, up to and with `toMs`. */
function checksIn(check: HealthCheck, fromMs: number, toMs: number): number {
  return Math.max(0, Math.floor(toMs / check.intervalMs) - Math.floor(fromMs / check.intervalMs))
}

function nthCheck(check: HealthCheck, fromMs: number, n: number): number {
  return (Math.floor(fromMs / check.intervalMs) + n) * check.intervalMs
}
