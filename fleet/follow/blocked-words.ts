/**
 * What keeps a device from running what it should, in words: the same wherever an operator reads them.
 *
 * Invariant: pure; words of a device are passed on as they are, and made harmless where they are printed.
 */
import { Health } from '../../protocol/enums.ts'
import type { Blocker, Refusal, Report, Running, ServiceStatus, Stopped } from '../../protocol/types.ts'
import { formatDuration } from '../text/duration.ts'

/** "blocked at apply by hold: …" */
export function blockerWords({ kind, code, gate, service, message }: Blocker): string {
  const where = `${gate === '' ? '' : ` at ${gate}`}${service === '' ? '' : `, service ${service},`}`
  return `blocked${where} by ${code || kind}: ${message}`
}

/** "refused epoch 7: HF_HEALTH_FAILED web is unhealthy" */
export function refusalWords({ epoch, code, message }: Refusal): string {
  return `refused epoch ${epoch}: ${code} ${message}`.trimEnd()
}

/** "web is stopped by an operator, until it is started" */
export function stopWords({ service, forMs }: Stopped): string {
  return `${service} is stopped by an operator, ${forMs === 0 ? 'until it is started' : `for ${formatDuration(forMs)}`}`
}

/** "paused by an operator: market day"; nothing where it is not, or a blocker says so already. */
export function holdWords({ hold, blockers }: Pick<Report, 'hold' | 'blockers'>): string[] {
  if (hold === null || blockers.some(({ kind }) => kind === 'hold')) return []
  return [
    `paused by an operator${hold.downloads ? ', downloads too' : ''}${hold.reason === '' ? '' : `: ${hold.reason}`}`,
  ]
}

/** One word for how a service is that is not well; null when it is. */
export function troubleOf({ state, health, exitCode }: ServiceStatus): string | null {
  if (state === 'running') return health === Health.HEALTH_UNHEALTHY ? 'unhealthy' : null
  return state === 'exited' && exitCode === 0 ? null : state
}

/** "web is unhealthy", or null when it is well. */
export function serviceWords(status: ServiceStatus): string | null {
  const trouble = troubleOf(status)
  if (trouble === null) return null
  const { service, exitCode, restarts } = status
  const sentence = SENTENCES[trouble]?.(status) ?? `is ${trouble}`
  const ended = exitCode !== 0 && trouble === 'restarting' ? `, last with exit code ${exitCode}` : ''
  const again = restarts > 0 ? ` (restarted ${restarts} times)` : ''
  return `${service} ${sentence}${ended}${again}`
}

const SENTENCES: Readonly<Record<string, (status: ServiceStatus) => string>> = {
  exited: ({ exitCode }) => `ended with exit code ${exitCode}`,
  restarting: () => 'ends again and again',
  created: () => 'has a container that was never started',
  missing: () => 'has no container',
  dead: () => 'is dead: the engine could not remove its container',
}

/** Whether two are the very same: the same epoch, and of its two releases the same one. */
export function isSameRelease(a: Running | null, b: Running | null): boolean {
  return a?.epoch === b?.epoch && a?.releaseId === b?.releaseId
}

/** Refusals that matter now: of what is wanted, or of what is newer than what runs. Older ones are history. */
export function refusalsThatMatter({ refused, current }: Report, wanted: Running | null): Refusal[] {
  if (isSameRelease(current, wanted)) return []
  return refused.filter(({ epoch }) => epoch === wanted?.epoch || epoch > (current?.epoch ?? 0))
}

/** "epoch 7 (shop 1.2)" */
export function releaseWords({ epoch, name, version }: Running): string {
  const title = `${name} ${version}`.trim()
  return `epoch ${epoch}${title === '' ? '' : ` (${title})`}`
}
