/**
 * Arbitrary pairs of releases and arbitrary engines between them, for property tests.
 *
 * Invariant: every pair could have been signed (no cycles, no port twice in one release), and every engine
 * could stand so (no port held twice).
 */
import fc from 'fast-check'
import { type Desired, type DesiredService, desiredOf } from '../../machines/desired.ts'
import { isActive, restartOf } from '../../machines/situation.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { Condition, Health, Restart, Strategy } from '../../protocol/enums.ts'
import type { Release, Service } from '../../protocol/types.ts'
import {
  storyOf as engineStory,
  type Fate,
  hostPortsOf,
  type ModelContainer,
  type ModelEngine,
  restartsAlways,
  running,
} from './model-engine.ts'

const [PLAIN_SERVICE] = decode<Release>(KINDS.Release, encode(KINDS.Release, { services: [{}] })).services as [Service]
const PLAIN_RELEASE = decode<Release>(KINDS.Release, encode(KINDS.Release, {}))

export function service(name: string, change: Partial<Service> = {}): Service {
  return { ...PLAIN_SERVICE, name, image: `r/${name}@sha256:1`, ...change }
}

export function desired(id: string, services: Service[]): Desired {
  return desiredOf('box', { ...PLAIN_RELEASE, id, services })
}

export function port(hostPort: number): Service['ports'][number] {
  return { containerPort: 80, hostPort, hostIp: '', protocol: 'tcp' }
}

const NAMES = ['a', 'b', 'c', 'd']
const STRATEGIES = [
  Strategy.STRATEGY_DOWNLOAD_THEN_KILL,
  Strategy.STRATEGY_KILL_THEN_DOWNLOAD,
  Strategy.STRATEGY_DELETE_THEN_DOWNLOAD,
  Strategy.STRATEGY_HAND_OVER,
]
const RESTARTS = [
  Restart.RESTART_UNSPECIFIED,
  Restart.RESTART_NO,
  Restart.RESTART_ALWAYS,
  Restart.RESTART_ON_FAILURE,
  Restart.RESTART_UNLESS_STOPPED,
]
const CONDITIONS = [Condition.CONDITION_STARTED, Condition.CONDITION_HEALTHY, Condition.CONDITION_COMPLETED]
const FATES: Fate[] = ['healthy', 'steady', 'succeeds', 'crashes', 'unhealthy']

export interface Behaviour {
  fate: Fate
  stopCode: number
}

export interface Change {
  before: Desired
  after: Desired
  behaviours: Map<string, Behaviour>
}

const arbitraryTraits = fc.record({
  strategy: fc.constantFrom(...STRATEGIES),
  restart: fc.constantFrom(...RESTARTS),
  image: fc.integer({ min: 1, max: 3 }),
  isIn: fc.constantFrom<'both' | 'before' | 'after' | 'unchanged'>('both', 'unchanged', 'before', 'after'),
  publishes: fc.boolean(),
  waitsFor: fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...CONDITIONS)), { maxLength: 2 }),
  joins: fc.option(fc.nat(3), { freq: 6 }),
  fates: fc.tuple(fc.constantFrom(...FATES), fc.constantFrom(...FATES)),
  stopCode: fc.constantFrom(0, 143),
})

/** For counterexamples that can be read. */
function storyOf({ services }: Desired): string {
  const stories = services.map(
    ({ containerName, service: { image, strategy, restart, dependsOn, networkMode, ports } }) => {
      const waits = dependsOn.map((on) => `${on.service}:${on.condition}`)
      return `${containerName}(${image} strategy ${strategy} restart ${restart} after ${waits.join()} ${networkMode} ${ports.map(({ hostPort }) => hostPort).join()})`
    },
  )
  return `[${stories.join(' ')}]`
}

/** Two releases one after the other. */
export const arbitraryChange: fc.Arbitrary<Change> = fc
  .record({
    traits: fc.array(arbitraryTraits, { minLength: 1, maxLength: NAMES.length }),
    order: fc.shuffledSubarray(NAMES, { minLength: NAMES.length }),
    ports: fc.tuple(
      fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }),
      fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }),
    ),
  })
  .map(({ traits, order, ports }) => {
    const names = order.slice(0, traits.length)
    const release = (version: 'before' | 'after') => {
      const here = names.filter((_, index) => traits[index]!.isIn !== (version === 'before' ? 'after' : 'before'))
      return desired(
        version,
        names.flatMap((name, index) => {
          const trait = traits[index]!
          if (!here.includes(name)) return []
          const shown = trait.isIn === 'unchanged' ? 'same' : version
          // Only on those before it in the list: no circles.
          const others = here.slice(0, here.indexOf(name))
          const known = (to: number): string[] => (others[to] === undefined ? [] : [others[to]])
          const joined = trait.joins === null ? undefined : known(trait.joins)[0]
          const hostPort = ports[trait.isIn === 'unchanged' || version === 'before' ? 0 : 1][index]!
          return [
            service(name, {
              image: shown === 'after' ? `r/${trait.image}@sha256:2` : `r/${trait.image}@sha256:1`,
              environment: { VERSION: shown },
              strategy: trait.strategy,
              restart: trait.restart,
              dependsOn: trait.waitsFor.flatMap(([to, condition]) =>
                known(to).map((other) => ({ service: other, condition, restart: false })),
              ),
              networkMode: joined === undefined ? '' : `service:${joined}`,
              ports: trait.publishes && trait.isIn !== 'unchanged' ? [port(hostPort)] : [],
            }),
          ]
        }),
      )
    }
    const before = release('before')
    const after = release('after')
    const behaviours = new Map<string, Behaviour>()
    for (const [version, { services }] of [before, after].entries()) {
      for (const { name, specHash } of services) {
        const trait = traits[names.indexOf(name)]!
        if (!behaviours.has(specHash))
          behaviours.set(specHash, { fate: trait.fates[version]!, stopCode: trait.stopCode })
      }
    }
    return { before, after, behaviours, [fc.toStringMethod]: () => `${storyOf(before)} → ${storyOf(after)}` }
  })

interface Found {
  state: 'absent' | ModelContainer['state']
  aged: boolean
  end: 'self' | 'stopped' | 'cut'
  isOurs: boolean
}

const arbitraryCondition: fc.Arbitrary<Found> = fc.record({
  state: fc.constantFrom<Found['state']>(
    'absent',
    'running',
    'exited',
    'created',
    'restarting',
    'dead',
    'removing',
    'paused',
  ),
  aged: fc.boolean(),
  end: fc.constantFrom('self', 'stopped', 'cut'),
  isOurs: fc.boolean(),
})

/** An engine in the middle of it, however it came to be so. */
export function arbitraryEngine({ before, after, behaviours }: Change): fc.Arbitrary<ModelEngine> {
  const older = desired(
    'older',
    [...before.services, ...after.services]
      .filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index)
      .map(({ name }) => service(name, { environment: { VERSION: 'older' }, ports: name === 'a' ? [port(2)] : [] })),
  )
  const variants = [...before.services, ...after.services, ...older.services].filter(
    ({ specHash }, index, all) => all.findIndex((other) => other.specHash === specHash) === index,
  )
  const images = [...new Set(variants.map((variant) => variant.service.image))]
  return fc
    .record({
      conditions: fc.array(arbitraryCondition, { minLength: variants.length, maxLength: variants.length }),
      present: fc.subarray(images),
      lost: fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, fc.subarray(images)),
    })
    .map(({ conditions, present, lost }) => {
      const fates = ({ specHash }: DesiredService) =>
        behaviours.get(specHash) ?? { fate: 'steady' as const, stopCode: 0 }
      const containers: ModelContainer[] = []
      for (const [index, variant] of variants.entries()) {
        const container = containerOf(variant, conditions[index]!, fates(variant))
        if (container === null) continue
        const clash = containers.some(
          (other) => isActive(other) && other.hostPorts.some((taken) => container.hostPorts.includes(taken)),
        )
        if (!isActive(container) || !clash) containers.push(container)
      }
      const startedHere = containers.filter(
        (container, index) =>
          conditions[index]?.isOurs &&
          container.end !== 'stopped' &&
          container.end !== 'cut' &&
          container.state !== 'created',
      )
      return {
        containers,
        images: new Set(present),
        lost: new Set(lost),
        startedHere: new Set(startedHere.map(({ id }) => id)),
        fates,
        made: 0,
      }
    })
    .map((engine) => ({ ...engine, [fc.toStringMethod]: () => engineStory(engine) }))
}

/** The engine on which this release runs, with its images and those of the next. */
export function engineRunning({ before, behaviours }: Change): ModelEngine {
  const fates = ({ specHash }: DesiredService) => behaviours.get(specHash)!
  return {
    containers: before.services.map((variant) =>
      containerOf(variant, { state: 'running', aged: false, end: 'self', isOurs: true }, fates(variant)),
    ) as ModelContainer[],
    images: new Set(before.services.map((variant) => variant.service.image)),
    lost: new Set(),
    startedHere: new Set(before.services.map((variant) => `there-${variant.containerName}`)),
    fates,
    made: 0,
  }
}

function containerOf(variant: DesiredService, condition: Found, behaviour: Behaviour): ModelContainer | null {
  const { state, aged, end } = condition
  if (state === 'absent') return null
  const restart = restartOf(variant)
  const wasStarted = state !== 'created'
  const container: ModelContainer = {
    id: `there-${variant.containerName}`,
    name: variant.containerName,
    service: variant.name,
    release: 'any',
    specHash: variant.specHash,
    state,
    health: Health.HEALTH_NONE,
    exitCode: 0,
    restarts: 0,
    restart: wasStarted ? restart : Restart.RESTART_NO,
    startedAt: '',
    image: variant.service.image,
    stopGraceMs: 10_000,
    hostPorts: hostPortsOf(variant),
    end: 'none',
    ...behaviour,
  }
  // Only what fails, and may come back, is about to.
  if (state === 'restarting') return restart === Restart.RESTART_NO ? null : { ...container, exitCode: 1 }
  if (state === 'running') {
    const fresh = running(container)
    const healthOf = { healthy: Health.HEALTH_HEALTHY, unhealthy: Health.HEALTH_UNHEALTHY } as Record<Fate, Health>
    return aged ? { ...fresh, health: healthOf[behaviour.fate] ?? Health.HEALTH_NONE } : fresh
  }
  if (state !== 'exited') return container
  // What its policy would bring back can only have been stopped by us, or have ended without power.
  const byItself =
    end === 'self' && !restartsAlways(restart) && (behaviour.fate === 'succeeds' || behaviour.fate === 'crashes')
  if (byItself && (behaviour.fate === 'succeeds' || restart !== Restart.RESTART_ON_FAILURE)) {
    return { ...container, end: 'self', exitCode: behaviour.fate === 'succeeds' ? 0 : 1 }
  }
  if (end === 'cut') return { ...container, end, exitCode: 255 }
  // Never to be restarted and ended well: that looks, to everybody, as if it had done its work.
  const exitCode = restart === Restart.RESTART_NO ? 143 : behaviour.stopCode
  return { ...container, end: 'stopped', exitCode, restart: Restart.RESTART_NO }
}
