/**
 * Scenarios that nobody thought of: random releases, random events.
 *
 * Invariant: the seed in the name says everything. What must have come of it is worked out from what the
 * operator asked for and from what the device answered, never from how it got there.
 */
import { seededRandom } from '../seeded-random.ts'
import { type Application, application, type Sketch, STRATEGIES } from './application.ts'
import { atRest, command, deploy, during, rollout, type Scenario, type Step, type View, wasDone } from './scenario.ts'

export const RANDOM_PREFIX = 'random:'

const STATES = [
  'admitting',
  'planning',
  'waiting',
  'fetching',
  'staging',
  'switching',
  'proving',
  'proving.soaking',
  'proving.contacting',
  'committing',
  'reverting',
  'cancelling',
  'idle',
] as const
const SERVICES = ['a', 'b', 'c', 'd'] as const
const VOLUMES = ['data', 'cache'] as const

type Chance = () => number

/** @param name "random:SEED" */
export function randomScenario(name: string): Scenario {
  const chance = seededRandom(name)
  const bad: string[] = []
  const apps = Array.from({ length: 2 + Math.floor(chance() * 2) }, (_, index) => {
    const version = `v${index + 1}`
    const isBad = index > 0 && chance() < 0.3
    if (isBad) bad.push(version)
    return application(version, sketchesOf(chance, isBad))
  })
  const [first] = apps as [Application, ...Application[]]
  const fresh = chance() < 0.2
  const later = (fresh ? apps : apps.slice(1)).flatMap((app, index): Step[] => {
    const epoch = index + (fresh ? 1 : 2)
    const before = apps[apps.indexOf(app) - 1]
    const fallback = chance() < 0.7 ? before : undefined
    const step = index === 0 ? deploy(epoch, app, fallback) : sometimes(chance, deploy(epoch, app, fallback))
    return [step, ...eventsAfter(chance, epoch, fallback !== undefined)]
  })
  const strategies = apps.flatMap(({ sketches }) => Object.entries(sketches))
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
    reboots: later.filter(({ tells }) => tells.endsWith('reboot')).length,
    purged: (view) => purgedOf(view, later),
  }
}

/** One that is bad has one service that is. */
function sketchesOf(chance: Chance, isBad: boolean): Record<string, Sketch> {
  const count = 1 + Math.floor(chance() * 3)
  const names = SERVICES.slice(0, count)
  const culprit = isBad ? pick(chance, names) : null
  return Object.fromEntries(
    names.map((name, index) => {
      const oneShot = index === 0 && count > 1 && name !== culprit && chance() < 0.25
      const health = !oneShot && chance() < 0.6
      const earlier = index > 0 && chance() < 0.5 ? names[index - 1] : undefined
      const sketch: Sketch = {
        tag: pick(chance, ['one', 'two', 'three', 'four']),
        health,
        strategy: pick(chance, Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[]),
        restart: oneShot ? 'on-failure' : pick(chance, ['always', 'always', 'unless-stopped']),
        volumes: chance() < 0.5 ? [pick(chance, VOLUMES)] : [],
        behaviour: {
          healthyAfterMs: Math.floor(chance() * 2_000),
          stopsAfterMs: chance() < 0.2 ? null : Math.floor(chance() * 800),
          ...(oneShot ? { exitsAfterMs: 200 + Math.floor(chance() * 500), exitCode: 0 } : {}),
          ...(name === culprit ? badBehaviour(chance, health) : {}),
        },
        dependsOn: earlier === undefined ? {} : { [earlier]: 'started' },
      }
      return [name, sketch]
    }),
  )
}

function badBehaviour(chance: Chance, health: boolean): Sketch['behaviour'] {
  const ways: Sketch['behaviour'][] = [
    { exitsAfterMs: Math.floor(chance() * 500), exitCode: 1 },
    { startError: 'no such file or directory' },
    ...(health ? [{ healthyAfterMs: null }, { unhealthyAfterMs: 1_000 + Math.floor(chance() * 1_000) }] : []),
  ]
  return pick(chance, ways)
}

function eventsAfter(chance: Chance, epoch: number, canRevert: boolean): Step[] {
  const events: Step[] = []
  while (events.length < 3 && chance() < 0.5) {
    const id = `e${epoch}-${events.length}`
    const kinds = [
      command(id, { cancel: {} }),
      command(id, { revert: {} }),
      command(id, { restart: { service: '' } }),
      command(id, { purge: { volume: pick(chance, VOLUMES) } }),
      command(id, { identify: {} }),
      command(id, { reboot: {} }),
      command(id, { forgetRefusal: { epoch } }),
      ...(canRevert ? [rollout(epoch, 2 + events.length, 'revert')] : []),
    ]
    events.push(sometimes(chance, pick(chance, kinds)))
  }
  return events
}

/** At once, in some state or at rest. In a state that never comes, at rest. */
function sometimes(chance: Chance, step: Step): Step {
  const draw = chance()
  if (draw < 0.2) return step
  if (draw < 0.4) return atRest(step)
  const there = during(pick(chance, STATES), step)
  return { ...step, when: (view) => there.when(view) || (view.resting && step.when(view)) }
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

function pick<T>(chance: Chance, from: readonly T[]): T {
  return from[Math.floor(chance() * from.length)] as T
}
