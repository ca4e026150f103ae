/**
 * A container engine as plain data: just enough to take the steps of `machines/next-step.ts` and to show what
 * became of them.
 *
 * Invariant: it refuses what a real engine refuses (a port that is taken, a container without its image), and
 * remembers what only a test may know: why each container ended.
 */
import type { Desired, DesiredService } from '../../machines/desired.ts'
import { nextStep, type Step } from '../../machines/next-step.ts'
import type { Container } from '../../machines/ports.ts'
import { isActive, restartOf, type Situation } from '../../machines/situation.ts'
import { Health, Restart } from '../../protocol/enums.ts'

/** What a container's process does once it runs. */
export type Fate = 'steady' | 'healthy' | 'unhealthy' | 'succeeds' | 'crashes'

/** Why a container does not run. */
type End = 'none' | 'self' | 'stopped' | 'cut'

export interface ModelContainer extends Container {
  fate: Fate
  end: End
  /** Of its process when it is told to stop. */
  stopCode: number
}

export interface ModelEngine {
  containers: ModelContainer[]
  images: Set<string>
  /** Images that no registry gives out. */
  lost: ReadonlySet<string>
  /** As `World.startedHere`. */
  startedHere: Set<string>
  fates: (service: DesiredService) => { fate: Fate; stopCode: number }
  made: number
}

/** For another walk from the same place. */
export function copyOf(engine: ModelEngine): ModelEngine {
  return { ...engine, images: new Set(engine.images), startedHere: new Set(engine.startedHere) }
}

/** As one line. */
export function storyOf(engine: ModelEngine): string {
  const containers = engine.containers.map(
    ({ id, state, health, exitCode, end, restart, fate, image, hostPorts }) =>
      `${id}[${image} ${state} health ${health} exit ${exitCode} ${end} restart ${restart} ${fate} ${hostPorts.join()}${engine.startedHere.has(id) ? ' here' : ''}]`,
  )
  return `${containers.join(' ')} images ${[...engine.images].join()} lost ${[...engine.lost].join()}`
}

export const restartsAlways = (restart: Restart): boolean =>
  restart === Restart.RESTART_ALWAYS || restart === Restart.RESTART_UNLESS_STOPPED

export function hostPortsOf(wanted: DesiredService): string[] {
  return wanted.service.ports.map((port) => `${port.hostPort}/${port.protocol}`)
}

function situationIn(engine: ModelEngine, desired: Desired, mustRun?: readonly string[]): Situation {
  const images = new Set(desired.services.map(({ service }) => service.image))
  const situation = {
    desired,
    containers: engine.containers,
    missingImages: [...images].filter((image) => !engine.images.has(image)),
    startedHere: [...engine.startedHere],
  }
  return mustRun === undefined ? situation : { ...situation, mustRun, isGoingBack: true }
}

/** Takes a step as the engine port promises to. @returns false when the engine answered no */
export function take(engine: ModelEngine, desired: Desired, step: Step): boolean {
  switch (step.act) {
    case 'fetch':
      if (engine.lost.has(step.image)) return false
      engine.images.add(step.image)
      return true
    case 'create': {
      const wanted = desired.services.find((service) => service.name === step.service)!
      if (!engine.images.has(wanted.service.image)) throw new Error(`${step.service} is created without its image`)
      engine.containers = [...engine.containers, create(engine, wanted)]
      return true
    }
    case 'start':
      start(engine, desired, step)
      return true
    case 'stop': {
      engine.startedHere.delete(step.container)
      change(engine, step.container, (container) =>
        isActive(container)
          ? { ...container, state: 'exited', end: 'stopped', exitCode: container.stopCode, restart: Restart.RESTART_NO }
          : { ...container, restart: Restart.RESTART_NO },
      )
      return true
    }
    case 'remove':
      engine.containers = engine.containers.filter((container) => container.id !== step.container)
      if (!engine.containers.some((container) => container.image === step.image)) engine.images.delete(step.image)
      return true
  }
}

function create(engine: ModelEngine, wanted: DesiredService): ModelContainer {
  engine.made += 1
  return {
    id: `made-${engine.made}`,
    name: wanted.containerName,
    service: wanted.name,
    release: 'release',
    specHash: wanted.specHash,
    state: 'created',
    health: Health.HEALTH_NONE,
    exitCode: 0,
    restarts: 0,
    restart: Restart.RESTART_NO,
    startedAt: '',
    image: wanted.service.image,
    stopGraceMs: 10_000,
    hostPorts: hostPortsOf(wanted),
    end: 'none',
    ...engine.fates(wanted),
  }
}

function start(engine: ModelEngine, desired: Desired, step: Step & { act: 'start' }): void {
  const wanted = desired.services.find((service) => service.name === step.service)!
  const found = engine.containers.find((container) => container.id === step.container)
  if (found === undefined) throw new Error(`${step.service} is started and not there`)
  const clash = engine.containers.find(
    (other) => other !== found && isActive(other) && other.hostPorts.some((port) => found.hostPorts.includes(port)),
  )
  if (!isActive(found) && clash !== undefined)
    throw new Error(`the port of ${step.service} is taken by ${clash.service}`)
  engine.startedHere.add(found.id)
  change(engine, found.id, (container) => ({
    ...(isActive(container) ? container : running(container)),
    restart: restartOf(wanted),
  }))
}

export function running(container: ModelContainer): ModelContainer {
  const checked = container.fate === 'healthy' || container.fate === 'unhealthy'
  return {
    ...container,
    state: 'running',
    end: 'none',
    health: checked ? Health.HEALTH_STARTING : Health.HEALTH_NONE,
  }
}

/** Time passes: every process comes to what it is fated to. @returns whether anything changed */
export function passTime(engine: ModelEngine): boolean {
  const before = engine.containers
  engine.containers = engine.containers.filter((container) => container.state !== 'removing').map(age)
  return (
    engine.containers.length !== before.length ||
    engine.containers.some((container, index) => container !== before[index])
  )
}

function age(container: ModelContainer): ModelContainer {
  if (container.state === 'restarting') return runAgain(container)
  if (container.state !== 'running') return container
  switch (container.fate) {
    case 'healthy':
    case 'unhealthy': {
      const health = container.fate === 'healthy' ? Health.HEALTH_HEALTHY : Health.HEALTH_UNHEALTHY
      return container.health === health ? container : { ...container, health }
    }
    case 'succeeds':
    case 'crashes': {
      const ended = { ...container, exitCode: container.fate === 'crashes' ? 1 : 0 }
      return comesBack(ended) ? { ...ended, state: 'restarting' } : { ...ended, state: 'exited', end: 'self' }
    }
    case 'steady':
      return container
  }
}

/** Which leaves one that ends again where it was. */
function runAgain(container: ModelContainer): ModelContainer {
  if (container.fate === 'crashes') return container
  if (container.fate !== 'succeeds') return running(container)
  return restartsAlways(container.restart) ? container : { ...container, state: 'exited', exitCode: 0, end: 'self' }
}

function comesBack({ restart, exitCode }: ModelContainer): boolean {
  return restartsAlways(restart) || (restart === Restart.RESTART_ON_FAILURE && exitCode !== 0)
}

/** The agent is gone and comes back. */
export function newLife(engine: ModelEngine): void {
  engine.startedHere = new Set()
}

/** The power is gone and comes back: what was torn down stays down but where the engine brings it back. */
export function powerCut(engine: ModelEngine): void {
  newLife(engine)
  engine.containers = engine.containers.map((container) => {
    if (container.state !== 'running' && container.state !== 'restarting') return container
    if (restartsAlways(container.restart)) return running(container)
    return { ...container, state: 'exited', exitCode: 255, end: 'cut' }
  })
}

function change(engine: ModelEngine, id: string, how: (container: ModelContainer) => ModelContainer): void {
  engine.containers = engine.containers.map((container) => (container.id === id ? how(container) : container))
}

export interface Walk {
  /** How it ended: `stuck` is a step that the engine refused. */
  end: 'done' | 'wait' | 'failed' | 'stuck'
  steps: Step[]
}

/**
 * Takes step after step until there is none.
 * @param before called with each step before it is taken
 * @param passes whether time passes after the step of this number
 */
export function walk(
  engine: ModelEngine,
  desired: Desired,
  options: {
    mustRun?: readonly string[] | undefined
    before?: (step: Step) => void
    passes?: (step: number) => boolean
    /** Stops after so many steps. */
    most?: number
  } = {},
): Walk {
  const steps: Step[] = []
  const limit = 20 + 10 * (desired.services.length + engine.containers.length)
  for (let round = 0; steps.length < (options.most ?? Number.POSITIVE_INFINITY); round += 1) {
    if (round > limit)
      throw new Error(
        `no end after ${limit} rounds: ${steps.map(({ act, service }) => `${act} ${service}`).join(', ')}`,
      )
    const next = nextStep(situationIn(engine, desired, options.mustRun))
    if (next.kind === 'act') {
      options.before?.(next.step)
      steps.push(next.step)
      if (!take(engine, desired, next.step)) return { end: 'stuck', steps }
      if (options.passes?.(steps.length) ?? true) passTime(engine)
    } else if (next.kind !== 'wait' || !passTime(engine)) {
      return { end: next.kind, steps }
    }
  }
  return { end: 'wait', steps }
}
