/** Many devices that only say how they are: some of everything that a fleet of that size has. */

import { writeMark } from '../../fleet/rollout/mark.ts'
import { DEFAULT_PLAN, DEFAULT_WAVE } from '../../fleet/rollout/plan.ts'
import { freshContext } from '../../fleet/rollout/record.ts'
import { type RolloutView, viewOf } from '../../fleet/rollout/view.ts'
import type { Loose } from '../../protocol/codec.ts'
import { KINDS } from '../../protocol/codec.ts'
import { Health, RolloutState } from '../../protocol/enums.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Blocker, Report } from '../../protocol/types.ts'
import { KEYS } from '../../simulators/crash/application.ts'
import { seededRandom } from '../../simulators/seeded-random.ts'
import type { Stage } from './stage.ts'

const CROWD_FLEET = 'harbour'
const SHARE = 6_000
const SERVICES = ['display', 'gateway', 'store'] as const

const releaseOf = (version: string) =>
  withReleaseId({
    name: 'harbour',
    version,
    services: SERVICES.map((name) => ({ name, image: `registry.test/${name}@sha256:${'0'.repeat(64)}` })),
  })
const OLD = releaseOf('3.1')
const NEW = releaseOf('3.2')

const BLOCKERS: readonly Blocker[] = [
  { kind: 'window', code: '', gate: 'apply', service: '', message: 'the next window opens in 3h20m' },
  { kind: 'lock', code: 'HF_LOCKED', gate: 'apply', service: 'display', message: 'display holds a lock: a ship docks' },
  { kind: 'space', code: '', gate: 'download', service: '', message: '310 MB are needed, 120 MB are free' },
  { kind: 'hold', code: '', gate: 'apply', service: '', message: 'an operator holds it: market day' },
]

/** Publishes for and as so many devices. Their names begin with the fleet's. */
export function gather(stage: Stage, count: number): void {
  const random = seededRandom('crowd')
  const target = { fleet: CROWD_FLEET, epoch: 12, release: NEW, fallback: OLD, policy: {} }
  const rollout = { fleet: CROWD_FLEET, epoch: 12, revision: 2, state: RolloutState.ROLLOUT_STATE_GO, share: SHARE }
  stage.publish(fleetTopics(CROWD_FLEET).target, seal(KINDS.Target, target, KEYS))
  stage.publish(fleetTopics(CROWD_FLEET).rollout, seal(KINDS.Rollout, rollout, KEYS))
  stage.publish(
    fleetTopics(CROWD_FLEET).controller,
    writeMark({ data: '', id: 'controller', rollout: wavesOf(count), atMs: Date.now() }),
  )
  const digits = String(count).length
  for (let number = 1; number <= count; number++) {
    const device = `pier-${String(number).padStart(digits, '0')}`
    const online = random() > 0.03
    stage.says(
      device,
      { online, fleet: CROWD_FLEET, connection: 1, bootId: 'boot' },
      { fleet: CROWD_FLEET, sequence: 1, bootId: 'boot', agentVersion: '0.1.0', ...howItIs(device, random) },
    )
  }
}

/** In the middle of the last but one of its waves. */
function wavesOf(size: number): RolloutView {
  const included = Math.round((size * SHARE) / 10_000)
  const succeeded = Math.floor(included / 2)
  const failed = Math.round(included / 100)
  const waves = [500, SHARE, 10_000].map((share) => ({ ...DEFAULT_WAVE, size: { kind: 'share' as const, share } }))
  const context = freshContext(
    {
      fleet: CROWD_FLEET,
      epoch: 12,
      release: 'harbour 3.2',
      canRevert: true,
      plan: { ...DEFAULT_PLAN, waves },
      share: SHARE,
      devices: [],
      revision: 2,
    },
    0,
  )
  const ended = { included, away: 0, waiting: 0, unwell: 0, reverted: 0, holding: succeeded, failed, succeeded }
  const counts = { ...ended, notified: included - failed - succeeded }
  return viewOf(
    { phase: 'proving', context: { ...context, wave: 1 } },
    {
      type: 'TICK',
      nowMs: 754_000,
      size,
      online: size,
      counts,
      judged: counts,
      failed: [],
      isOpen: true,
      lots: [],
      names: [],
    },
  )
}

function howItIs(device: string, random: () => number): Loose<Report> {
  const [old, fresh] = [
    { epoch: 11, releaseId: OLD.id, name: 'harbour', version: '3.1' },
    { epoch: 12, releaseId: NEW.id, name: 'harbour', version: '3.2' },
  ]
  const services = SERVICES.map((service) => ({
    service,
    state: 'running',
    health: Health.HEALTH_HEALTHY,
    image: `registry.test/${service}@sha256:${'0'.repeat(64)}`,
  }))
  const chance = random()
  if (lotOf(device, 12) >= SHARE)
    return { phase: 'idle', current: old, target: fresh, services, blockers: [rolloutBlocker()] }
  if (chance < 0.62) return { phase: 'idle', current: fresh, target: fresh, services }
  if (chance < 0.82) {
    const [phase, percent] = chance < 0.74 ? ['fetching', Math.round(random() * 60)] : ['proving', 80]
    return { phase, current: old, target: fresh, services, progress: { step: `${phase}`, percent } }
  }
  if (chance < 0.93)
    return { phase: 'waiting', current: old, target: fresh, services, blockers: [BLOCKERS[Math.floor(random() * 4)]!] }
  if (chance < 0.96) return { phase: 'reverting', current: old, target: fresh, services }
  const sick = services.map((status) =>
    status.service === 'display' ? { ...status, health: Health.HEALTH_UNHEALTHY, restarts: 4 } : status,
  )
  return { phase: 'idle', current: fresh, target: fresh, services: sick }
}

function rolloutBlocker(): Loose<Blocker> {
  return { kind: 'rollout', gate: 'download', message: 'the rollout takes 60% of the fleet and not this device yet' }
}
