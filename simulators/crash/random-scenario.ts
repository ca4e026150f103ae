/**
 * Scenarios that nobody thought of: random releases, random events.
 *
 * Invariant: the seed in the name says everything. What must have come of it is worked out from what the
 * operator asked for and from what the device answered, never from how it got there.
 */

import { Gate } from '../../protocol/enums.ts'
import { seededRandom } from '../seeded-random.ts'
import { type Application, application, READY_FILE, type Sketch, STRATEGIES } from './application.ts'
import { type Chance, eventsAfter, idsAfter, isLocked, pick, programOf, sometimes, VOLUMES } from './random-events.ts'
import { deploy, type Scenario, type Step, type View, wasDone } from './scenario.ts'

export const RANDOM_PREFIX = 'random:'

const SERVICES = ['a', 'b', 'c', 'd'] as const

/** Minutes: how often a window begins, and how long it is. */
const WINDOW = { every: 10, minutes: 2 }
/** A gate that was looked at may be passed so long after. */
const PASSING_MS = 1_000
const MINUTE_MS = 60_000

/** @param name "random:SEED" */
export function randomScenario(name: string): Scenario {
  const chance = seededRandom(name)
  const bad: string[] = []
  const culprits = new Set<string>()
  const apps = Array.from({ length: 2 + Math.floor(chance() * 2) }, (_, index) => {
    const version = `v${index + 1}`
    const isBad = index > 0 && chance() < 0.3
    if (isBad) bad.push(version)
    const { sketches, culprit } = sketchesOf(chance, isBad)
    if (culprit !== null) culprits.add(culprit)
    return application(version, sketches, index > 0 && chance() < 0.2 ? { windows: [windowOf(chance)] } : {})
  })
  const [first] = apps as [Application, ...Application[]]
  const fresh = chance() < 0.2
  const awaited = apps.flatMap(({ sketches }) =>
    Object.values(sketches).flatMap((each) => Object.keys(each.dependsOn ?? {})),
  )
  const later = (fresh ? apps : apps.slice(1)).flatMap((app, index): Step[] => {
    const epoch = index + (fresh ? 1 : 2)
    const before = apps[apps.indexOf(app) - 1]
    const fallback = chance() < 0.7 ? before : undefined
    const step = index === 0 ? deploy(epoch, app, fallback) : sometimes(chance, deploy(epoch, app, fallback))
    const services = Object.keys(app.sketches)
    const stoppable = services.filter((service) => !culprits.has(service))
    return [step, ...eventsAfter(chance, { epoch, canRevert: fallback !== undefined, stoppable, services, awaited })]
  })
  const strategies = apps.flatMap(({ sketches }) => Object.entries(sketches))
  const saysReady = new Set(strategies.filter(([, { waitUntilReady }]) => waitUntilReady).map(([service]) => service))
  return {
    name,
    tells: 'whatever the seed says',
    apps,
    ...(fresh ? {} : { before: [deploy(1, first)] }),
    steps: later,
    shared: [...new Set(strategies.filter(([, { strategy }]) => strategy === 'hand-over').map(([service]) => service))],
    latencyMs: pick(chance, [0, 0, 5, 40]),
    bad,
    ends: (view) => possibleEnds(view, apps, bad, later, fresh),
    reboots: later.filter(({ tells }) => tells.includes(': reboot')).length,
    shutdowns: later.filter(({ tells }) => tells.includes(': shutdown')).length,
    writes: (service) => (saysReady.has(service) ? [READY_FILE] : []),
    mayPass: (gate, view) => mayPass(gate, view, apps, later),
    purged: (view) => purgedOf(view, later),
  }
}

/** One that is bad has one service that is. */
function sketchesOf(chance: Chance, isBad: boolean): { sketches: Record<string, Sketch>; culprit: string | null } {
  const count = 1 + Math.floor(chance() * 3)
  const names = SERVICES.slice(0, count)
  const culprit = isBad ? pick(chance, names) : null
  const sketches = Object.fromEntries(
    names.map((name, index) => {
      const oneShot = index === 0 && count > 1 && name !== culprit && chance() < 0.25
      const health = !oneShot && chance() < 0.6
      const earlier = index > 0 && chance() < 0.5 ? names[index - 1] : undefined
      const strategy = pick(chance, Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[])
      const sketch: Sketch = {
        tag: pick(chance, ['one', 'two', 'three', 'four']),
        health,
        strategy,
        // One that ends while the agent is dead has had nobody to say it to.
        waitUntilReady: strategy === 'hand-over' && chance() < 0.3 && !oneShot,
        restart: oneShot ? 'on-failure' : pick(chance, ['always', 'always', 'unless-stopped']),
        volumes: chance() < 0.5 ? [pick(chance, VOLUMES)] : [],
        behaviour: {
          healthyAfterMs: Math.floor(chance() * 2_000),
          stopsAfterMs: chance() < 0.2 ? null : Math.floor(chance() * 800),
          programs: PROGRAMS,
          ...(oneShot ? { exitsAfterMs: 200 + Math.floor(chance() * 500), exitCode: 0 } : {}),
          ...(name === culprit ? badBehaviour(chance, health) : {}),
        },
        dependsOn: earlier === undefined ? {} : { [earlier]: 'started' },
      }
      return [name, sketch]
    }),
  )
  return { sketches, culprit }
}

const PROGRAMS = Object.fromEntries(
  [1, 2, 3]
    .flatMap(idsAfter)
    .map((id, index) => [programOf(id).join(' '), { endsAfterMs: 300 + index * 200, exitCode: index % 2, lines: [] }]),
)

function windowOf(chance: Chance) {
  const gate = pick(chance, [Gate.GATE_DOWNLOAD, Gate.GATE_APPLY])
  return { schedule: `*/${WINDOW.every} * * * *`, durationMs: WINDOW.minutes * MINUTE_MS, gate }
}

/** What holds a release up, as far as it is known when it was passed. */
function mayPass(
  gate: 'download' | 'apply',
  view: View,
  apps: readonly Application[],
  steps: readonly Step[],
): boolean {
  const { intent, sent, wallMs } = view
  if (steps.some(({ tells }) => tells.includes(': updateNow') && sent.some((id) => tells.includes(` ${id}:`))))
    return true
  if (gate === 'apply' && isLocked(steps, view)) return false
  const app = apps.find(({ version }) => version === intent?.task?.to.version)
  const isTimed = app?.policy.windows?.some((window) => window.gate === GATES[gate]) === true
  const sinceOpenMs = wallMs % (WINDOW.every * MINUTE_MS)
  return !isTimed || sinceOpenMs < WINDOW.minutes * MINUTE_MS + PASSING_MS
}

const GATES = { download: Gate.GATE_DOWNLOAD, apply: Gate.GATE_APPLY } as const

function badBehaviour(chance: Chance, health: boolean): Sketch['behaviour'] {
  const ways: Sketch['behaviour'][] = [
    { exitsAfterMs: Math.floor(chance() * 500), exitCode: 1 },
    { startError: 'no such file or directory' },
    ...(health ? [{ healthyAfterMs: null }, { unhealthyAfterMs: 1_000 + Math.floor(chance() * 1_000) }] : []),
  ]
  return pick(chance, ways)
}

/** The last release of all, unless something speaks against it; then any good one, depending on the moment. */
function possibleEnds(
  { intent }: View,
  apps: readonly Application[],
  bad: readonly string[],
  steps: readonly Step[],
  fresh: boolean,
): (string | null)[] {
  const good = apps.map(({ version }) => version).filter((version) => !bad.includes(version))
  const last = apps.at(-1)
  const sentBack = steps.some(({ tells }) => tells.startsWith('rollout'))
  const refused = intent?.refused.some(({ releaseId }) => releaseId === last?.release.id)
  if (last !== undefined && good.includes(last.version) && !sentBack && refused !== true) return [last.version]
  return fresh ? [null, ...good] : good
}

function purgedOf(view: View, steps: readonly Step[]): Record<string, number> {
  const purged: Record<string, number> = {}
  for (const { purges } of steps) {
    if (purges === undefined || !wasDone(view, purges.id)) continue
    purged[purges.volume] = (purged[purges.volume] ?? 0) + 1
  }
  return purged
}
