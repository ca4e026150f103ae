/**
 * Whether, and when, the engine starts a container again that has ended.
 *
 * Invariant: as Docker's restart manager decides (moby/moby, restartmanager/restartmanager.go): 100 ms at
 * first, doubled each time up to a minute, and back to 100 ms after a run of ten seconds; a container
 * that somebody stopped by hand stays down, but for `always`, which comes back with the engine.
 */

export type RestartName = 'no' | 'always' | 'on-failure' | 'unless-stopped'

export interface RestartPolicy {
  name: RestartName
  /** With `on-failure`; zero is without limit. */
  maxRetries: number
}

export interface Ended {
  policy: RestartPolicy
  exitCode: number
  /** Somebody asked the engine to stop or kill it. */
  stoppedByHand: boolean
  ranMs: number
  /** The delay before this run; zero if it was started by hand. */
  lastDelayMs: number
  /** How often it has been started again since it was started by hand. */
  restarts: number
}

const FIRST_DELAY_MS = 100
const LONGEST_DELAY_MS = 60_000
const SETTLED_MS = 10_000

/** The delay until it is started again, or null when it stays down. */
export function restartDelay(ended: Ended): number | null {
  if (ended.stoppedByHand || !policyWants(ended)) return null
  if (ended.lastDelayMs === 0 || ended.ranMs >= SETTLED_MS) return FIRST_DELAY_MS
  return Math.min(ended.lastDelayMs * 2, LONGEST_DELAY_MS)
}

/** How an engine came to be down. */
export type Downfall = 'graceful' | 'killed' | 'power'

/**
 * Whether a container that ran, or did not, comes back when the engine starts. Measured on 20.10.24: after
 * an orderly stop and after a power cut every policy but `no` brings a running container back (its exit
 * code after a power cut is 255); after `kill -9` of the engine alone, which stops what it then finds running,
 * `unless-stopped` stays down, and so does `on-failure` if that was no failure.
 */
export function comesBack(
  ended: Pick<Ended, 'policy' | 'exitCode' | 'stoppedByHand'>,
  ran: boolean,
  fall: Downfall,
): boolean {
  if (ended.policy.name === 'unless-stopped') return ran && !ended.stoppedByHand && fall !== 'killed'
  if (ended.policy.name === 'on-failure') return ran && ended.exitCode !== 0
  return ended.policy.name === 'always'
}

function policyWants({ policy, exitCode, restarts }: Ended): boolean {
  if (policy.name === 'on-failure') return exitCode !== 0 && (policy.maxRetries === 0 || restarts < policy.maxRetries)
  return policy.name !== 'no'
}
