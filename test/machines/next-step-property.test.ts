/** Whatever the engine holds, step after step comes to what is wanted, and does no harm on the way. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Desired, DesiredService } from '../../machines/desired.ts'
import type { Step } from '../../machines/next-step.ts'
import { currentOf, isActive, restartOf } from '../../machines/situation.ts'
import { Condition, Health, Strategy } from '../../protocol/enums.ts'
import { arbitraryChange, arbitraryEngine, type Change, engineRunning } from './arbitrary-release.ts'
import {
  copyOf,
  type ModelContainer,
  type ModelEngine,
  newLife,
  powerCut,
  restartsAlways,
  walk,
} from './model-engine.ts'

const RUNS = { numRuns: 1_000 }

const arbitrarySituation = arbitraryChange.chain((change) =>
  fc.record({
    change: fc.constant(change),
    engine: arbitraryEngine(change),
    passes: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
  }),
)

const killsFirst = (strategy: Strategy): boolean =>
  strategy === Strategy.STRATEGY_KILL_THEN_DOWNLOAD || strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD

function serviceOf(desired: Desired, name: string): DesiredService | undefined {
  return desired.services.find((service) => service.name === name)
}

/** Whether this container has run, and was not stopped or torn down since. */
function isMet(condition: Condition, container: ModelContainer | undefined): boolean {
  if (container === undefined) return false
  const endedByItself = container.state === 'exited' && !wasHalted(container)
  switch (condition) {
    case Condition.CONDITION_COMPLETED:
      return endedByItself && container.exitCode === 0
    case Condition.CONDITION_HEALTHY:
      return container.state === 'running' && container.health === Health.HEALTH_HEALTHY
    default:
      return isActive(container) || endedByItself
  }
}

/** Whether it was not its own doing that it ended. */
function wasHalted({ end }: ModelContainer): boolean {
  return end === 'cut' || end === 'stopped'
}

/** Everything that must hold whenever a step is taken. */
function checkStep(engine: ModelEngine, desired: Desired, step: Step, mustRun?: readonly string[]): void {
  const wanted = serviceOf(desired, step.service)
  const mine = wanted && (currentOf(wanted, engine.containers) as ModelContainer | undefined)
  if (step.act === 'stop' || step.act === 'remove') {
    const container = engine.containers.find(({ id }) => id === step.container)
    expect(container, 'what is stopped or removed is there').toBeDefined()
    if (container === mine) expect(mine?.state, 'only a dead one of the wanted is removed').toBe('dead')
    else if (step.act === 'remove') expect(wanted?.service.strategy).toBe(Strategy.STRATEGY_DELETE_THEN_DOWNLOAD)
    else if (wanted !== undefined && !killsFirst(wanted.service.strategy))
      expect(mine !== undefined || engine.images.has(wanted.service.image), 'stopped before the image was there').toBe(
        true,
      )
  }
  if (step.act === 'remove' && step.image !== '')
    expect(
      desired.services.map(({ service }) => service.image),
      'an image that is wanted is removed',
    ).not.toContain(step.image)
  if (step.act === 'create') expect(mine, 'made twice').toBeUndefined()
  if (step.act === 'fetch') expect(mine, 'fetched for a container that is there').toBeUndefined()
  if (step.act === 'start' && wanted !== undefined && mine !== undefined) {
    if (isActive(mine)) {
      expect(mine.restart, 'started while it runs as it should').not.toBe(restartOf(wanted))
      return
    }
    const beside = engine.containers.filter((other) => other.service === wanted.name && isActive(other))
    if (wanted.service.strategy !== Strategy.STRATEGY_HAND_OVER || mustRun !== undefined)
      expect(beside, 'two of one service').toEqual([])
    for (const { service: name, condition } of wanted.service.dependsOn) {
      const other = currentOf(serviceOf(desired, name)!, engine.containers) as ModelContainer | undefined
      expect(isMet(condition, other), `${wanted.name} starts before ${name} is ${Condition[condition]}`).toBe(true)
    }
  }
}

/** Whether everything that this release's services are fated to lets them come up. */
function canComeUp({ behaviours }: Change, desired: Desired, engine: ModelEngine): boolean {
  const lost = desired.services.some(
    (service) => engine.lost.has(service.service.image) && !engine.images.has(service.service.image),
  )
  const paused = engine.containers.some(({ state }) => state === 'paused')
  if (lost || paused) return false
  const fateOf = (name: string) => behaviours.get(serviceOf(desired, name)!.specHash)!.fate
  return desired.services.every(({ name, service }) => {
    const fate = fateOf(name)
    if (service.strategy === Strategy.STRATEGY_HAND_OVER && fate !== 'healthy' && fate !== 'steady') return false
    return service.dependsOn.every(({ service: other, condition }) => {
      const keeps = restartsAlways(restartOf(serviceOf(desired, other)!))
      if (condition === Condition.CONDITION_HEALTHY) return fateOf(other) === 'healthy'
      if (condition === Condition.CONDITION_COMPLETED) return fateOf(other) === 'succeeds' && !keeps
      return true
    })
  })
}

function expectArrived(engine: ModelEngine, desired: Desired): void {
  for (const wanted of desired.services) {
    const mine = currentOf(wanted, engine.containers) as ModelContainer | undefined
    expect(mine !== undefined && (isActive(mine) || mine.state === 'exited'), `${wanted.name} is ${mine?.state}`).toBe(
      true,
    )
    if (mine?.state === 'exited') expect(wasHalted(mine), `${wanted.name} was left down`).toBe(false)
  }
  const others = engine.containers.filter(
    (container) => isActive(container) && !desired.services.some((wanted) => currentOf(wanted, [container])),
  )
  expect(others, 'something else runs').toEqual([])
}

describe('from any engine whatsoever', () => {
  it('each step is harmless, and they come to an end: done, unless what runs cannot come up', () => {
    fc.assert(
      fc.property(arbitrarySituation, ({ change, engine: found, passes }) => {
        const engine = copyOf(found)
        const hopeful = canComeUp(change, change.after, engine)
        const { end } = walk(engine, change.after, {
          before: (step) => checkStep(engine, change.after, step),
          passes: (step) => passes[step % passes.length]!,
        })
        if (hopeful) expect(end).toBe('done')
        if (end === 'done') expectArrived(engine, change.after)
        if (end === 'stuck') expect(engine.lost.size).toBeGreaterThan(0)
      }),
      RUNS,
    )
  })

  it('what is as it should be is not touched', () => {
    fc.assert(
      fc.property(arbitrarySituation, ({ change, engine: found }) => {
        const engine = copyOf(found)
        walk(engine, change.after)
        const { steps } = walk(engine, change.after)
        if (canComeUp(change, change.after, engine)) expect(steps).toEqual([])
      }),
      RUNS,
    )
  })

  it('deaths of the agent and power cuts on the way lead to the same end', () => {
    fc.assert(
      fc.property(arbitrarySituation, fc.array(fc.tuple(fc.nat(6), fc.boolean()), { maxLength: 4 }), (given, cuts) => {
        const { change } = given
        const engine = copyOf(given.engine)
        const hopeful = canComeUp(change, change.after, engine)
        for (const [most, powerToo] of cuts) {
          walk(engine, change.after, { most, before: (step) => checkStep(engine, change.after, step) })
          if (powerToo) powerCut(engine)
          else newLife(engine)
        }
        const { end } = walk(engine, change.after, { before: (step) => checkStep(engine, change.after, step) })
        if (hopeful) expect(end).toBe('done')
        if (end === 'done') expectArrived(engine, change.after)
      }),
      RUNS,
    )
  })
})

describe('going back from anywhere on the way', () => {
  it('brings back the very containers that ran, without the network', () => {
    fc.assert(
      fc.property(arbitraryChange, fc.nat(20), fc.boolean(), (change, most, cut) => {
        const engine = engineRunning(change)
        const ran = engine.containers.map(({ id, service }) => ({ id, service }))
        const mustRun = ran.map(({ service }) => service)
        walk(engine, change.after, { most })
        if (cut) powerCut(engine)
        const deletes = change.after.services.some(
          ({ service }) => service.strategy === Strategy.STRATEGY_DELETE_THEN_DOWNLOAD,
        )
        const hopeful = canComeUp(change, change.before, engine)
        const { end, steps } = walk(engine, change.before, {
          mustRun,
          before: (step) => checkStep(engine, change.before, step, mustRun),
        })
        if (hopeful) expect(end).toBe('done')
        if (!deletes) {
          expect(steps.filter(({ act }) => act === 'fetch' || act === 'create' || act === 'remove')).toEqual([])
          expect(engine.containers.map(({ id }) => id)).toEqual(expect.arrayContaining(ran.map(({ id }) => id)))
        }
        if (end !== 'done') return
        expectArrived(engine, change.before)
        for (const container of engine.containers.filter(({ id }) => ran.some((old) => old.id === id)))
          expect(isActive(container) || container.end === 'self', `${container.service} does not run again`).toBe(true)
      }),
      RUNS,
    )
  })
})
