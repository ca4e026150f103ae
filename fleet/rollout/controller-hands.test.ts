/** Of several hands on one fleet none goes over a newer one, and each knows what the others have let in. */
import { expect, it } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { seal } from '../../protocol/signature.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import { dropped, MemoryDisk } from '../../storage/memory-kv.ts'
import { paintWith } from '../cli/style.ts'
import type { Collector } from '../states/collector.ts'
import { LevelStates } from '../states/level-states.ts'
import type { Controller } from './controller.ts'
import { plan, SECOND, Stage, wave } from './controller-stage.ts'
import { rolloutLines } from './rollout-lines.ts'
import { FakeFleet, FLEET } from './testing.ts'

const { ROLLOUT_STATE_GO: GO, ROLLOUT_STATE_PAUSED: PAUSED } = RolloutState

/** By an operator's hand, one above what is published. */
function publishByHand(stage: Stage, { epoch = 2, state = GO, share = 10_000, freshForMs = 0 }): void {
  const above = stage.fleet.rollouts.findLast((rollout) => rollout.epoch === epoch)?.revision ?? 0
  const word = { fleet: FLEET, epoch, revision: above + 1, state, share, freshForMs, issuedAtMs: stage.fleet.nowMs }
  stage.fleet.publish(
    fleetTopics(FLEET).rollout,
    seal(KINDS.Rollout, { ...word, devices: [] }, [stage.fleet.key]),
    true,
  )
}

function publishTarget(stage: Stage, epoch: number): void {
  const next = new FakeFleet({ size: 0, epoch, failures: () => 0, workMs: () => 0 })
  stage.fleet.publish(fleetTopics(FLEET).target, next.retained.get(fleetTopics(FLEET).target)!, true)
}

/** Another controller, with data of its own, steers from now on; the stage holds that one. */
async function takeOver(stage: Stage): Promise<{ first: Controller; second: Controller }> {
  const first = stage.controller
  stage.disk = new MemoryDisk()
  stage.states = new MemoryDisk()
  await stage.begin()
  const second = stage.controller
  stage.fleet.listener = (topic, payload) => {
    for (const each of [first, second, stage.collector] as (Controller | Collector)[]) each.heard(topic, payload)
  }
  await second.start(FLEET, plan())
  await stage.run(3 * SECOND)
  expect(second.steers(FLEET)).toBe(true)
  return { first, second }
}

/** Does it once while the states are looked at. */
async function duringSurvey<T>(act: () => Promise<void> | void, work: () => Promise<T>): Promise<T> {
  const { standing } = LevelStates.prototype
  LevelStates.prototype.standing = async function (...asked) {
    const found = await standing.apply(this, asked)
    LevelStates.prototype.standing = standing
    await act()
    return found
  }
  try {
    return await work()
  } finally {
    LevelStates.prototype.standing = standing
  }
}

it('a revert that is asked of an old controller leaves the fleet to the one that steers a newer epoch', async () => {
  const stage = await new Stage({ size: 20 }).begin()
  await stage.controller.start(FLEET, plan())
  await stage.run(300 * SECOND)
  expect(stage.phase).toBe('finished')
  await stage.kill()
  publishTarget(stage, 3)
  const { first, second } = await takeOver(stage)
  await expect(first.wish(FLEET, 'revert', '')).rejects.toMatchObject({ code: 'HF_ROLLOUT_UNKNOWN' })
  expect(second.steers(FLEET)).toBe(true)
})

it('a revert that is asked of one that was replaced leaves the fleet to its successor', async () => {
  const stage = await new Stage().begin()
  await stage.controller.start(FLEET, plan())
  await stage.run(3 * SECOND)
  const { first, second } = await takeOver(stage)
  await expect(first.wish(FLEET, 'revert', '')).rejects.toMatchObject({ code: 'HF_ROLLOUT_UNKNOWN' })
  expect(second.steers(FLEET)).toBe(true)
})

it('says so where its successor has a copy of its data', async () => {
  const stage = await new Stage().begin()
  const first = stage.controller
  await first.start(FLEET, plan())
  await stage.run(3 * SECOND)
  stage.disk = stage.disk.cut(dropped)
  stage.states = new MemoryDisk()
  await stage.begin()
  const second = stage.controller
  expect(second.steers(FLEET)).toBe(true)
  first.heard(fleetTopics(FLEET).controller, stage.fleet.retained.get(fleetTopics(FLEET).controller)!)
  expect(first.views()).toMatchObject([{ isElsewhere: true }])
  expect(second.views()[0]).not.toHaveProperty('isElsewhere')
})

it('keeps the promise of news after a revert of what another hand had gone on with', async () => {
  const stage = await new Stage({ size: 20 }).begin()
  publishByHand(stage, { share: 0, freshForMs: 60 * SECOND })
  await stage.controller.start(FLEET, plan())
  await stage.run(300 * SECOND)
  expect(stage.phase).toBe('finished')
  publishByHand(stage, { state: PAUSED, freshForMs: 60 * SECOND })
  await stage.run(3 * SECOND)
  await stage.controller.wish(FLEET, 'revert', '')
  const before = stage.fleet.rollouts.length
  await stage.run(300 * SECOND)
  expect(stage.phase).toBe('reverted')
  expect(stage.fleet.rollouts.length - before).toBeGreaterThan(5)
})

it.each([false, true])(
  'a revert waits for those too that another hand let in after the end (killed: %s)',
  async (killed) => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(8 * SECOND)
    await stage.controller.wish(FLEET, 'abort', '')
    publishByHand(stage, {})
    await stage.run(10 * SECOND)
    expect(stage.fleet.runsNew).toBe(200)
    // Less than what is out is only a word.
    if (!killed) publishByHand(stage, { share: 600 })
    await stage.run(2 * SECOND)
    if (killed) await stage.kill()
    await stage.controller.wish(FLEET, 'revert', '')
    expect(stage.fleet.rollouts.at(-1)).toMatchObject({ share: 10_000 })
    const slow = Array.from({ length: 200 }, (_, at) => `d${at}`).find((name) => lotOf(name, 2) >= 500)!
    stage.fleet.runs(slow, false)
    await stage.collector.flush()
    await stage.controller.look()
    expect(stage.phase).toBe('reverting')
    await stage.run(30 * SECOND)
    expect(stage.phase).toBe('reverted')
    expect(stage.fleet.runsNew).toBe(0)
  },
)

it('publishes nothing over an epoch that comes while it looks where everybody stands', async () => {
  const stage = await new Stage().begin()
  await stage.controller.start(FLEET, plan())
  await stage.run(6 * SECOND)
  const comes = (): void => {
    publishTarget(stage, 3)
    publishByHand(stage, { epoch: 3 })
  }
  // Whatever is due, the next step for one, is due at the look during which it comes.
  stage.fleet.pass(60 * SECOND)
  await stage.collector.flush()
  await duringSurvey(comes, () => stage.controller.look())
  await stage.run(5 * SECOND)
  expect(stage.fleet.rollouts.at(-1)).toMatchObject({ epoch: 3 })
  expect(stage.phase).toBe('aborted')
})

it('publishes nothing over a controller that takes over while it looks where everybody stands', async () => {
  const stage = await new Stage().begin()
  const first = stage.controller
  await first.start(FLEET, plan())
  await stage.run(6 * SECOND)
  stage.fleet.pass(60 * SECOND)
  await stage.collector.flush()
  let last = 0
  await duringSurvey(
    async () => {
      await takeOver(stage)
      last = stage.fleet.rollouts.length
    },
    () => first.look(),
  )
  expect(stage.fleet.rollouts.length).toBe(last)
})

it.each(['pause', 'revert'] as const)(
  'an operator’s %s goes not to the epoch before one that is there already',
  async (wish) => {
    const stage = await new Stage({ size: 20 }).begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(3 * SECOND)
    publishTarget(stage, 3)
    publishByHand(stage, { epoch: 3 })
    await expect(stage.controller.wish(FLEET, wish, '')).rejects.toMatchObject({ code: 'HF_ROLLOUT_UNKNOWN' })
    expect(stage.fleet.rollouts.at(-1)).toMatchObject({ epoch: 3, state: GO })
    expect(stage.phase).toBe('aborted')
  },
)

it('a pause before the plan lets anybody in costs the first wave none of its time', async () => {
  const stage = await new Stage({ size: 20 }).begin()
  const notBeforeMs = stage.fleet.nowMs + 3_600 * SECOND
  await stage.controller.start(FLEET, plan({ notBeforeMs, waves: [wave(10_000, { stepTimeoutMs: 60 * SECOND })] }))
  for (const wish of ['pause', 'resume', 'pause', 'resume'] as const) {
    await stage.run(10 * SECOND)
    await stage.controller.wish(FLEET, wish, '')
  }
  await stage.run(100 * SECOND)
  expect(stage.phase).toBe('scheduled')
  await stage.run(3_700 * SECOND, 10 * SECOND)
  expect(stage.phase).toBe('finished')
})

it('says so where the broker has lost the target of a rollout that is under way', async () => {
  const stage = await new Stage({ size: 20 }).begin()
  await stage.controller.start(FLEET, plan())
  await stage.run(3 * SECOND)
  stage.fleet.retained.delete(fleetTopics(FLEET).target)
  await stage.kill()
  await stage.run(3 * SECOND)
  expect(stage.controller.views()).toMatchObject([{ now: null, isUnpublished: true }])
  expect(rolloutLines(stage.controller.views()[0]!, paintWith(false)).at(-1)).toMatch(/shows no target of the fleet/)
  await expect(stage.controller.start(FLEET, plan())).rejects.toMatchObject({ code: 'HF_ROLLOUT_STATE' })
})
