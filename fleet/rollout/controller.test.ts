/** The controller before a fleet in memory: what it lets in, what stops it, and what a kill changes (nothing). */
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { seal } from '../../protocol/signature.ts'
import { lotOf } from '../../protocol/spec-hash.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Rollout, Target } from '../../protocol/types.ts'
import { dropped, MemoryDisk } from '../../storage/memory-kv.ts'
import { paintWith } from '../cli/style.ts'
import { rolloutView } from '../web/rollout-view.ts'
import { Killed, plan, SECOND, Stage, wave } from './controller-stage.ts'
import { readMark } from './mark.ts'
import { DEFAULT_GATE, DEFAULT_WAVE } from './plan.ts'
import { rolloutLines } from './rollout-lines.ts'
import { RolloutStore } from './rollout-store.ts'
import { FakeFleet, FLEET, type FleetOptions } from './testing.ts'
import { viewOf } from './view.ts'

describe('a rollout of a good release', () => {
  it('begins right after one that was aborted, whose words the broker has not echoed yet', async () => {
    const stage = await new Stage().begin()
    const { listener } = stage.fleet
    const late: (() => void)[] = []
    stage.fleet.listener = (topic, payload) => {
      if (topic === fleetTopics(FLEET).rollout) late.push(() => listener(topic, payload))
      else listener(topic, payload)
    }
    await stage.controller.start(FLEET, plan())
    await stage.run(SECOND)
    await stage.controller.wish(FLEET, 'abort', 'another plan')
    await stage.controller.start(FLEET, plan())
    for (const echo of late.splice(0)) echo()
    stage.fleet.listener = listener
    await stage.run(300 * SECOND)
    expect(stage.phase).toBe('finished')
  })

  it('goes through its waves, and ends with everybody', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(300 * SECOND)
    expect(stage.phase).toBe('finished')
    expect(stage.fleet.runsNew).toBe(200)
    expect(stage.shares).toEqual([500, 2500, 10_000])
    expect(stage.fleet.rollouts.map(({ revision }) => revision)).toEqual(stage.fleet.rollouts.map((_, at) => at + 1))
  })

  it('costs as many messages as it has steps, however large the fleet', async () => {
    const counts = []
    for (const size of [50, 1000]) {
      const stage = await new Stage({ size }).begin()
      await stage.controller.start(FLEET, plan({ waves: [wave(5000), wave(10_000)] }))
      await stage.run(120 * SECOND)
      expect(stage.phase).toBe('finished')
      counts.push(stage.fleet.rollouts.length)
    }
    expect(counts[0]).toBe(counts[1])
  })

  it('waits for the bake time, and for nobody who is offline', async () => {
    const stage = await new Stage({ offline: (name) => name.endsWith('7') }).begin()
    await stage.controller.start(FLEET, plan({ waves: [wave(5000, { bakeMs: 60 * SECOND }), wave(10_000)] }))
    await stage.run(50 * SECOND)
    expect(Math.max(...stage.shares)).toBe(5000)
    await stage.run(120 * SECOND)
    expect(stage.phase).toBe('finished')
    expect(stage.fleet.runsNew).toBe(180)
  })

  it('lets devices in as fast as the rate says, also by names and by counts', async () => {
    const rate = { perMinute: 6, factor: 1, every: 1, by: 'succeeded' as const, most: null }
    const stage = await new Stage({ size: 100, workMs: () => 0 }).begin()
    const names = { kind: 'devices' as const, devices: ['d3', 'd1', 'd2'] }
    const waves = [wave(0, { size: names, rate }), wave(0, { size: { kind: 'count', count: 30 }, rate })]
    await stage.controller.start(FLEET, plan({ waves: waves.map((each) => ({ ...each, bakeMs: 0 })) }))
    const seen: number[] = []
    for (let minute = 0; minute < 8; minute += 1) {
      await stage.run(60 * SECOND)
      seen.push(stage.fleet.runsNew)
    }
    for (const [at, count] of seen.entries()) expect(count).toBeLessThanOrEqual(6 * (at + 1) + 1)
    expect(stage.phase).toBe('finished')
    expect(stage.fleet.runsNew).toBeGreaterThanOrEqual(30)
    expect(stage.fleet.runsNew).toBeLessThanOrEqual(33 + 1)
    expect(stage.fleet.rollouts.at(-1)?.devices).toEqual(['d3', 'd1', 'd2'])
  })

  it('estimates what is left by the time in which devices were let in', async () => {
    const left = (stage: Stage): number => stage.controller.views()[0]?.now?.leftMs ?? Number.POSITIVE_INFINITY
    const calm = await new Stage().begin()
    await calm.controller.start(FLEET, plan())
    await calm.run(8 * SECOND)
    const paused = await new Stage().begin()
    await paused.controller.start(FLEET, plan())
    await paused.run(7 * SECOND)
    await paused.controller.wish(FLEET, 'pause', '')
    await paused.run(3600 * SECOND, 60 * SECOND)
    await paused.controller.wish(FLEET, 'resume', '')
    await paused.run(SECOND)
    const late = await new Stage().begin()
    await late.controller.start(FLEET, plan({ notBeforeMs: late.fleet.nowMs + 3600 * SECOND }))
    await late.run(3600 * SECOND, 60 * SECOND)
    await late.run(8 * SECOND)
    for (const stage of [paused, late]) expect(left(stage)).toBeLessThan(1.5 * left(calm))
  })

  it('grows by what has succeeded', async () => {
    const rate = { perMinute: 10, factor: 2, every: 10, by: 'succeeded' as const, most: null }
    const stage = await new Stage({ size: 500, workMs: () => 0 }).begin()
    await stage.controller.start(FLEET, plan({ waves: [wave(10_000, { rate })] }))
    await stage.run(60 * SECOND)
    const first = stage.fleet.runsNew
    await stage.run(60 * SECOND)
    expect(stage.fleet.runsNew - first).toBeGreaterThan(2 * first)
  })

  it('begins when it may, and widens only within its windows', async () => {
    const stage = await new Stage().begin()
    const day = Math.ceil(stage.fleet.nowMs / 86_400_000) * 86_400_000
    stage.fleet.nowMs = day
    const windows = [{ schedule: '0 2 * * *', timeZone: 'UTC', durationMs: 600_000 }]
    await stage.controller.start(FLEET, plan({ windows, notBeforeMs: day + 86_400_000 }))
    const gate = (): string | undefined => stage.controller.views()[0]?.now?.gate
    await stage.run(SECOND)
    expect(gate()).toBe(`it begins at ${new Date(day + 86_400_000).toISOString()}`)
    await stage.run(26 * 3_600_000 - 600_000, 600_000)
    expect(stage.phase).toBe('scheduled')
    expect(gate()).toBe(`its windows are closed until ${new Date(day + 26 * 3_600_000).toISOString()}`)
    await stage.run(900_000, 30_000)
    expect(stage.fleet.runsNew).toBeGreaterThan(0)
  })
})

describe('a rollout of a bad release', () => {
  const bad = (seed: string): Partial<FleetOptions> => ({
    size: 400,
    failures: (name) => (lotOf(`${seed}/${name}`, 1) < 3000 ? 9 : 0),
    workMs: (name) => lotOf(`${seed}/${name}`, 2),
  })
  const strict = { ...DEFAULT_GATE, minimum: 20 }
  const careful = plan({ waves: [wave(1250, { gate: strict }), wave(2500), wave(10_000)] })

  it('is stopped at the first wave, in 99 of 100 seeds, also when the controller is killed at any time', async () => {
    const seeds = 100
    let stopped = 0
    let same = 0
    for (let seed = 0; seed < seeds; seed += 1) {
      const calm = await new Stage(bad(`${seed}`)).begin()
      await calm.controller.start(FLEET, careful)
      await calm.run(30 * SECOND, 2 * SECOND)

      const stage = await new Stage(bad(`${seed}`)).begin()
      await stage.controller.start(FLEET, careful)
      let steps = 0
      const killAt = lotOf(`kill/${seed}`, 3) % 12
      stage.danger = () => {
        if (steps++ === killAt) throw new Killed()
      }
      for (let step = 0; step < 15; step += 1) {
        try {
          await stage.run(2 * SECOND, 2 * SECOND)
        } catch (error) {
          if (!(error instanceof Killed)) throw error
        }
        if (steps > killAt) {
          await stage.kill()
          steps = Number.NEGATIVE_INFINITY
        }
      }
      if (calm.phase === 'paused' && calm.fleet.tried <= 80) stopped += 1
      if (stage.phase === calm.phase && Math.max(...stage.shares) === Math.max(...calm.shares)) same += 1
    }
    expect(stopped).toBeGreaterThanOrEqual(0.99 * seeds)
    expect(same).toBe(seeds)
    // Minutes of a processor that others want too.
  }, 300_000)

  it('is reverted where the plan says so, and then everybody runs the old release', async () => {
    const stage = await new Stage(bad('r')).begin()
    await stage.controller.start(FLEET, { ...careful, onBreach: 'revert' })
    await stage.run(60 * SECOND)
    expect(stage.phase).toBe('reverted')
    expect(stage.fleet.runsNew).toBe(0)
    expect(stage.controller.views()[0]?.breach?.rule).toBe('failure')
    expect(stage.fleet.rollouts.at(-1)?.state).toBe(RolloutState.ROLLOUT_STATE_REVERT)
  })

  it('is aborted where the plan says so: who has it keeps it', async () => {
    const stage = await new Stage(bad('a')).begin()
    await stage.controller.start(FLEET, { ...careful, onBreach: 'abort' })
    await stage.run(60 * SECOND)
    expect(stage.phase).toBe('aborted')
    expect(stage.fleet.runsNew).toBeGreaterThan(0)
    expect(stage.fleet.rollouts.at(-1)?.state).toBe(RolloutState.ROLLOUT_STATE_PAUSED)
  })

  it.each([
    ['that has finished', plan(), 'finished', false],
    ['that has finished, before this controller was started', plan(), 'finished', true],
    ['that a breach has aborted', { ...careful, onBreach: 'abort' as const }, 'aborted', false],
  ])('is taken back by an operator who reverts one %s', async (_, planned, phase, killed) => {
    const stage = await new Stage(phase === 'aborted' ? bad('a') : {}).begin()
    await stage.controller.start(FLEET, planned)
    await stage.run(300 * SECOND)
    expect(stage.phase).toBe(phase)
    expect(stage.fleet.runsNew).toBeGreaterThan(0)
    // Somebody has said it once more meanwhile: that is gone above.
    const last = stage.fleet.rollouts.at(-1)!
    const again = seal(KINDS.Rollout, { ...last, revision: last.revision + 5 }, [stage.fleet.key])
    stage.fleet.publish(fleetTopics(FLEET).rollout, again, true)
    if (killed) await stage.kill()
    expect(await stage.controller.wish(FLEET, 'revert', 'a day later')).toMatchObject({ phase: 'reverting' })
    await stage.run(30 * SECOND)
    expect(stage.fleet.runsNew).toBe(0)
    expect(stage.controller.views()).toMatchObject([{ phase: 'reverted', reason: 'a day later' }])
  })

  it('is not taken back under the epoch that has followed it', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(300 * SECOND)
    const next = new FakeFleet({ size: 0, epoch: 3, failures: () => 0, workMs: () => 0 })
    stage.fleet.publish(fleetTopics(FLEET).target, next.retained.get(fleetTopics(FLEET).target)!, true)
    const before = stage.fleet.rollouts.length
    await expect(stage.controller.wish(FLEET, 'revert', '')).rejects.toMatchObject({ code: 'HF_ROLLOUT_UNKNOWN' })
    expect(stage.fleet.rollouts.length).toBe(before)
  })

  it('goes on when an operator has seen the failures and says so', async () => {
    const stage = await new Stage({ size: 400, failures: (name) => (Number(name.slice(1)) % 5 === 0 ? 9 : 0) }).begin()
    await stage.controller.start(FLEET, plan({ waves: [wave(2500), wave(5000)] }))
    await stage.run(30 * SECOND)
    expect(stage.phase).toBe('paused')
    await stage.controller.wish(FLEET, 'resume', 'known')
    await stage.run(3 * SECOND)
    expect(stage.phase).not.toBe('paused')
  })

  it('asks a device that has failed to try again, as often as the plan says', async () => {
    const stage = await new Stage({ size: 40, failures: () => 2 }).begin()
    await stage.controller.start(FLEET, plan({ waves: [wave(10_000)], retries: 2 }))
    await stage.run(60 * SECOND)
    expect(stage.phase).toBe('finished')
    const once = await new Stage({ size: 40, failures: () => 2 }).begin()
    await once.controller.start(FLEET, plan({ waves: [wave(10_000)], retries: 1 }))
    await once.run(60 * SECOND)
    expect(once.phase).toBe('paused')
  })

  it('asks each device as often as the plan says, wherever it is killed, and counts no refusal twice', async () => {
    // Up to the end of the first asking there are so many places to die at.
    for (let killAt = 0; killAt < 30; killAt += 1) {
      const options = { size: 4, failures: () => 1, workMs: () => 4 * SECOND, commandMs: 2 * SECOND }
      const stage = await new Stage(options).begin()
      let steps = 0
      stage.danger = () => {
        if (steps++ >= killAt) throw new Killed()
      }
      // A look does not fail for the fault of one fleet: what it would have done after it is not done.
      const survive = async (work: () => Promise<unknown>): Promise<void> => {
        try {
          await work()
        } catch (error) {
          if (!(error instanceof Killed)) throw error
        }
        if (steps <= killAt) return
        await stage.kill()
        steps = Number.NEGATIVE_INFINITY
      }
      const everybody = plan({ waves: [wave(10_000)], retries: 1 })
      await survive(() => stage.controller.start(FLEET, everybody))
      if (stage.controller.views().length === 0) await stage.controller.start(FLEET, everybody)
      for (let passed = 0; passed < 40; passed += 1) await survive(() => stage.run(SECOND))
      expect(stage.phase, `killed at ${killAt}`).toBe('finished')
      expect(stage.fleet.runsNew).toBe(4)
    }
  })

  it('is stopped by devices that never end', async () => {
    const stage = await new Stage({ workMs: () => Number.MAX_SAFE_INTEGER }).begin()
    await stage.controller.start(FLEET, plan({ progressTimeoutMs: 60 * SECOND }))
    await stage.run(90 * SECOND)
    expect(stage.phase).toBe('paused')
    const slow = await new Stage({ workMs: () => Number.MAX_SAFE_INTEGER }).begin()
    await slow.controller.start(
      FLEET,
      plan({ waves: [wave(10_000, { stepTimeoutMs: 60 * SECOND })], progressTimeoutMs: 0 }),
    )
    await slow.run(90 * SECOND)
    expect(slow.controller.views()[0]?.breach?.rule).toBe('timeout')
  })
})

describe('devices that wait while a rollout is paused', () => {
  const gated = (workMs: number) => new Stage({ size: 20, isGated: true, workMs: () => workMs }).begin()
  const everybody = plan({
    waves: [wave(10_000, { bakeMs: SECOND, stepTimeoutMs: 300 * SECOND })],
    progressTimeoutMs: 60 * SECOND,
  })

  it('are not too slow because of a pause that was long', async () => {
    const stage = await gated(30 * SECOND)
    await stage.controller.start(FLEET, everybody)
    await stage.run(10 * SECOND)
    await stage.controller.wish(FLEET, 'pause', 'market day')
    await stage.run(600 * SECOND, 10 * SECOND)
    expect(stage.controller.views().at(-1)?.now?.gate).toBe('0 of 20 devices have finished, and 18 have to')
    await stage.controller.wish(FLEET, 'resume', '')
    await stage.run(30 * SECOND)
    expect(stage.phase).toBe('finished')
    expect(stage.told).toEqual(['widening', 'proving', 'paused', 'widening', 'proving', 'baking', 'finished'])
  })

  it('and were too slow are known failures when an operator goes on, and no breach once more', async () => {
    const stage = await gated(150 * SECOND)
    await stage.controller.start(FLEET, everybody)
    await stage.run(65 * SECOND)
    expect(stage.phase).toBe('paused')
    await stage.controller.wish(FLEET, 'resume', 'known')
    await stage.run(100 * SECOND)
    expect(stage.phase).toBe('finished')
  })
})

describe('what an operator goes on from', () => {
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `d${from + at}`)

  it('is no failure of devices that were slow and are there by then: later failures are not taken for it', async () => {
    const slow = new Set(names(0, 5))
    const bad = new Set(names(10, 15))
    const options = {
      size: 20,
      workMs: (name: string) => (slow.has(name) ? 70 : 5) * SECOND,
      failures: (name: string) => (bad.has(name) ? 9 : 0),
    }
    const stage = await new Stage(options).begin()
    const first = wave(0, { size: { kind: 'devices', devices: names(0, 10) } })
    await stage.controller.start(FLEET, plan({ waves: [first, wave(10_000)], progressTimeoutMs: 60 * SECOND }))
    await stage.run(65 * SECOND)
    expect(stage.phase).toBe('paused')
    await stage.run(10 * SECOND)
    await stage.controller.wish(FLEET, 'resume', 'they are there')
    await stage.run(60 * SECOND)
    expect(stage.controller.views().at(-1)).toMatchObject({ phase: 'paused', breach: { rule: 'failure', wave: 1 } })
  })
})

describe('devices that failed, and that an operator has gone on from', () => {
  const everybody = plan({ waves: [wave(10_000, { gate: { ...DEFAULT_WAVE.gate, success: 0.5 } })] })
  const bad = (name: string) => ['d0', 'd1', 'd2'].includes(name)

  /** Three of 20 have failed, the operator goes on, and `mended` of them run it after all; then `more` others do badly. */
  async function resumed(mended: number, more: number): Promise<string> {
    const stage = await new Stage({ size: 20, failures: (name) => (bad(name) ? 9 : 0) }).begin()
    await stage.controller.start(FLEET, everybody)
    await stage.run(10 * SECOND)
    expect(stage.phase).toBe('paused')
    await stage.controller.wish(FLEET, 'resume', 'known')
    for (let at = 0; at < mended; at += 1) stage.fleet.runs(`d${at}`, false)
    for (let at = 0; at < more; at += 1) stage.fleet.runs(`d${19 - at}`, true)
    await stage.run(3 * SECOND)
    return stage.phase
  }

  it.each<[mended: number, more: number, phase: string]>([
    [0, 0, 'baking'],
    // One of 17, then two of 17: a tenth is 1.7.
    [0, 1, 'baking'],
    [0, 2, 'paused'],
    // Those that succeed after all count as that, and cover for nobody.
    [3, 0, 'baking'],
    [3, 2, 'baking'],
    [3, 3, 'paused'],
    [1, 2, 'paused'],
  ])('%i of three succeed after all, and %i others do badly: %s', async (mended, more, phase) => {
    expect(await resumed(mended, more)).toBe(phase)
  })

  it('are told of by name, with the reason, also by a rollout that nobody looks at', async () => {
    const stage = await new Stage({ size: 20, failures: (name) => (bad(name) ? 9 : 0) }).begin()
    await stage.controller.start(FLEET, everybody)
    await stage.run(10 * SECOND)
    const failed = ['d0', 'd1', 'd2'].map((device) => ({ device, why: 'HF_HEALTH_FAILED' }))
    const view = stage.controller.views().at(-1)!
    expect(view).toMatchObject({ failed, now: { counts: { failed: 3 } } })
    expect(rolloutLines(view, paintWith(false))).toEqual(
      expect.arrayContaining([
        '  failed: d0 (HF_HEALTH_FAILED), d1 (HF_HEALTH_FAILED), d2 (HF_HEALTH_FAILED)',
        '  why: holdfast why d0',
      ]),
    )
    const store = await RolloutStore.on(stage.disk.cut(dropped).open())
    expect(viewOf(store.all().at(-1)!, null)).toMatchObject({ failed, now: null })
    const mark = readMark(stage.fleet.retained.get(fleetTopics(FLEET).controller)!)
    expect(mark?.rollout).not.toHaveProperty('failed')
    expect(mark?.rollout?.breach).not.toHaveProperty('failed')
  })

  it('are not told of while they are asked to try again', async () => {
    const stage = await new Stage({ size: 20, failures: () => 9, workMs: () => 5 * SECOND }).begin()
    await stage.controller.start(FLEET, plan({ waves: [wave(10_000)], retries: 1 }))
    await stage.run(7 * SECOND)
    expect(stage.controller.views().at(-1)).toMatchObject({ phase: 'proving', failed: [] })
  })
})

describe('a wave of names', () => {
  const named = wave(0, { size: { kind: 'devices', devices: ['d1', 'd2'] } })

  it('knows the names with the first look', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan({ waves: [named, wave(10_000)] }))
    await stage.controller.look()
    expect(stage.controller.views().at(-1)?.now).toMatchObject({
      gate: '0 of 2 devices have finished, and 2 have to',
      counts: { included: 2 },
    })
  })

  it('says that nobody has reported, where nobody has', async () => {
    const stage = await new Stage({ size: 0 }).begin()
    await stage.controller.start(FLEET, plan({ waves: [named] }))
    await stage.run(SECOND)
    expect(stage.controller.views().at(-1)?.now?.gate).toBe(
      'no device of the fleet without a target of its own has reported yet',
    )
  })
})

describe('a wave of names that nobody bears', () => {
  it.each([
    ['after a wave that has passed', [wave(500)]],
    ['after other names', [wave(0, { size: { kind: 'devices' as const, devices: ['d1', 'd2'] } })]],
  ])('does not pass %s', async (_, before) => {
    const stage = await new Stage().begin()
    const mistyped = wave(0, { size: { kind: 'devices', devices: ['til-1'] } })
    await stage.controller.start(FLEET, plan({ waves: [...before, mistyped, wave(10_000)] }))
    await stage.run(300 * SECOND)
    expect(stage.controller.views().at(-1)).toMatchObject({ phase: 'proving', wave: before.length + 1 })
    expect(stage.fleet.runsNew).toBeLessThan(50)
  })
})

describe('a fleet of which little is known', () => {
  it('lets nobody in unseen, and passes no wave by silence', async () => {
    const nobody = await new Stage({ size: 0 }).begin()
    await nobody.controller.start(FLEET, plan())
    await nobody.run(300 * SECOND, 10 * SECOND)
    expect(nobody.phase).toBe('proving')
    expect(Math.max(...nobody.shares)).toBe(500)

    const rate = { perMinute: 1, factor: 1, every: 1, by: 'succeeded' as const, most: null }
    const slow = await new Stage({ size: 0 }).begin()
    await slow.controller.start(FLEET, plan({ waves: [wave(10_000, { rate })] }))
    await slow.run(300 * SECOND, 10 * SECOND)
    expect(slow.fleet.rollouts).toEqual([])

    const few = await new Stage({ size: 0 }).begin()
    await few.controller.start(FLEET, plan({ waves: [wave(0, { size: { kind: 'count', count: 3 } })] }))
    await few.run(60 * SECOND, 10 * SECOND)
    expect(few.fleet.rollouts).toEqual([])

    const away = await new Stage({ offline: () => true }).begin()
    await away.controller.start(FLEET, plan())
    await away.run(300 * SECOND, 10 * SECOND)
    expect(Math.max(...away.shares)).toBe(500)
  })

  it('waits for no device that has a target of its own', async () => {
    const stage = await new Stage({ size: 3 }).begin()
    const pinned = { device: 'd1', fleet: FLEET, sequence: 99, phase: 'idle', pinned: true }
    stage.fleet.publish(deviceTopics('d1').report, encode(KINDS.Report, pinned), true)
    await stage.controller.start(FLEET, plan())
    await stage.run(SECOND)
    expect(stage.controller.views().at(-1)?.now?.size).toBe(2)
  })

  it('goes on from what is out already', async () => {
    const stage = await new Stage({ size: 100, workMs: () => 0 }).begin()
    const rollout = {
      fleet: FLEET,
      epoch: 2,
      revision: 1,
      state: RolloutState.ROLLOUT_STATE_GO,
      share: 5000,
      devices: [],
    }
    stage.fleet.publish(fleetTopics(FLEET).rollout, seal(KINDS.Rollout, rollout, [stage.fleet.key]), true)
    const before = stage.fleet.runsNew
    const rate = { perMinute: 60, factor: 1, every: 1, by: 'succeeded' as const, most: null }
    await stage.controller.start(FLEET, plan({ waves: [wave(10_000, { rate })] }))
    await stage.run(10 * SECOND)
    expect(stage.fleet.runsNew).toBeGreaterThan(before)
  })

  it('is told anew when the broker has lost what it had', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(5 * SECOND)
    const { rollout, controller } = fleetTopics(FLEET)
    for (const topic of [rollout, controller]) stage.fleet.retained.delete(topic)
    stage.controller.anew()
    await stage.run(SECOND)
    expect([rollout, controller].map((topic) => stage.fleet.retained.has(topic))).toEqual([true, true])
  })

  it('whose epoch was followed by another while no controller ran is over', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(5 * SECOND)
    const next = new FakeFleet({ size: 0, epoch: 3, failures: () => 0, workMs: () => 0 })
    stage.fleet.listener = () => {}
    stage.fleet.publish(fleetTopics(FLEET).target, next.retained.get(fleetTopics(FLEET).target)!, true)
    await stage.kill()
    await stage.run(5 * SECOND)
    expect(stage.phase).toBe('aborted')
  })
})

describe('a dashboard', () => {
  /** Of the waves, as the page gets them from what the broker has. */
  function shown(stage: Stage) {
    const { target, rollout, controller } = fleetTopics(FLEET)
    const { retained } = stage.fleet
    const steered = readMark(retained.get(controller)!)?.rollout ?? null
    const published = [target, rollout].map((topic) => decode(KINDS.Signed, retained.get(topic)!).payload)
    const [what, how] = [decode<Target>(KINDS.Target, published[0]!), decode<Rollout>(KINDS.Rollout, published[1]!)]
    return rolloutView(FLEET, what, how, [], steered).waves
  }

  it('is told of each wave as it passes', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(2 * SECOND)
    expect(shown(stage)).toMatchObject({
      phase: 'proving',
      list: [{ title: '5%', state: 'now' }, { state: 'ahead' }, { title: '100%', state: 'ahead' }],
    })
    await stage.run(300 * SECOND)
    expect(shown(stage)?.list.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    expect(shown(stage)).toMatchObject({ phase: 'finished', succeeded: 200, failed: 0 })
  })

  it('is told which wave was stopped, and why', async () => {
    const stage = await new Stage({ failures: () => 9 }).begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(30 * SECOND)
    expect(shown(stage)).toMatchObject({ phase: 'paused', breach: expect.stringContaining('have failed') })
    expect(shown(stage)?.list.map(({ state }) => state)).toEqual(['stopped', 'ahead', 'ahead'])
  })
})

describe('whoever else steers', () => {
  const publish = (stage: Stage, revision: number, state: number, share: number): void => {
    const rollout = { fleet: FLEET, epoch: 2, revision, state, share, devices: [], issuedAtMs: 1 }
    stage.fleet.publish(fleetTopics(FLEET).rollout, seal(KINDS.Rollout, rollout, [stage.fleet.key]), true)
  }

  it('an operator who pauses and resumes by hand is obeyed', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(5 * SECOND)
    const last = stage.fleet.rollouts.at(-1)!
    publish(stage, last.revision + 1, RolloutState.ROLLOUT_STATE_PAUSED, last.share)
    await stage.run(200 * SECOND)
    expect(stage.phase).toBe('paused')
    publish(stage, stage.fleet.rollouts.at(-1)!.revision + 1, RolloutState.ROLLOUT_STATE_GO, last.share)
    await stage.run(200 * SECOND)
    expect(stage.phase).toBe('finished')
  })

  it('another epoch ends it, and nothing is published over that', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(5 * SECOND)
    const next = new FakeFleet({ size: 0, epoch: 3, failures: () => 0, workMs: () => 0 })
    stage.fleet.publish(fleetTopics(FLEET).target, next.retained.get(fleetTopics(FLEET).target)!, true)
    const before = stage.fleet.rollouts.length
    await stage.run(200 * SECOND)
    expect(stage.phase).toBe('aborted')
    expect(stage.fleet.rollouts.length).toBe(before)
  })

  it('another epoch ends it also while devices are going back', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(5 * SECOND)
    await stage.controller.wish(FLEET, 'revert', '')
    expect(stage.phase).toBe('reverting')
    const next = new FakeFleet({ size: 0, epoch: 3, failures: () => 0, workMs: () => 0 })
    stage.fleet.publish(fleetTopics(FLEET).target, next.retained.get(fleetTopics(FLEET).target)!, true)
    const before = stage.fleet.rollouts.length
    await stage.controller.look()
    expect(stage.controller.views()).toMatchObject([{ phase: 'aborted', reason: 'epoch 3 has been published' }])
    expect(stage.fleet.rollouts.length).toBe(before)
  })

  it('of two controllers with data of their own the later one steers, and no step is doubled', async () => {
    const stage = await new Stage().begin()
    const first = stage.controller
    await first.start(FLEET, plan())
    await stage.run(3 * SECOND)
    const before = stage.collector
    stage.disk = new MemoryDisk()
    stage.states = new MemoryDisk()
    await stage.begin()
    const second = stage.controller
    stage.fleet.listener = (topic, payload) => {
      for (const each of [first, second, before, stage.collector]) each.heard(topic, payload)
    }
    await second.start(FLEET, plan())
    for (let passed = 0; passed < 300; passed += 1) {
      stage.fleet.pass(SECOND)
      await before.flush()
      await stage.collector.flush()
      await first.look()
      await second.look()
    }
    expect(stage.told).toContain('replaced')
    expect(second.views()[0]?.phase).toBe('finished')
    expect(second.views()[0]).not.toHaveProperty('isElsewhere')
    // What the first one has is how it left it.
    expect(first.views()[0]).toMatchObject({
      phase: expect.not.stringMatching('finished') as string,
      isElsewhere: true,
    })
    expect(rolloutLines(first.views()[0]!, paintWith(false)).at(-1)).toMatch(/another controller has taken it over/)
    const revisions = stage.fleet.rollouts.map(({ revision }) => revision)
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b))
    expect(stage.shares).toEqual([...stage.shares].sort((a, b) => a - b))
  })

  it('an older one that is started anew leaves the fleet to the later one, until it is asked for again', async () => {
    const stage = await new Stage().begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(3 * SECOND)
    const older = stage.disk
    stage.disk = new MemoryDisk()
    stage.states = new MemoryDisk()
    await stage.begin()
    await stage.controller.start(FLEET, plan())
    await stage.run(3 * SECOND)
    const later = stage.controller
    const laterDisk = stage.disk
    const mark = () => readMark(stage.fleet.retained.get(fleetTopics(FLEET).controller)!)
    const before = mark()?.id

    stage.disk = older.cut(dropped)
    stage.states = new MemoryDisk()
    await stage.begin()
    stage.fleet.listener = (topic, payload) => {
      for (const each of [later, stage.controller, stage.collector]) each.heard(topic, payload)
    }
    await stage.run(3 * SECOND)
    expect(mark()?.id).toBe(before)
    expect(stage.controller.steers(FLEET)).toBe(false)
    expect(later.steers(FLEET)).toBe(true)

    // The later one itself, started anew, goes on.
    const again = stage.controller
    stage.disk = laterDisk.cut(dropped)
    stage.states = new MemoryDisk()
    await stage.begin()
    expect(stage.controller.steers(FLEET)).toBe(true)
    expect(mark()?.id).not.toBe(before)

    // An operator who starts it there has it back.
    await again.start(FLEET, plan())
    expect(again.steers(FLEET)).toBe(true)
  })

  it('what cannot be done now is refused', async () => {
    const stage = await new Stage().begin()
    await expect(stage.controller.wish(FLEET, 'pause', '')).rejects.toMatchObject({ code: 'HF_ROLLOUT_UNKNOWN' })
    await stage.controller.start(FLEET, plan())
    await expect(stage.controller.start(FLEET, plan())).rejects.toMatchObject({ code: 'HF_ROLLOUT_STATE' })
    await expect(stage.controller.wish(FLEET, 'resume', '')).rejects.toMatchObject({ code: 'HF_ROLLOUT_STATE' })
  })
})

describe('news that were promised', () => {
  const promise = (stage: Stage, more: Partial<Rollout> = {}) => {
    const rollout = { fleet: FLEET, epoch: 2, revision: 1, state: RolloutState.ROLLOUT_STATE_GO, share: 0 }
    const bytes = seal(KINDS.Rollout, { ...rollout, freshForMs: 60 * SECOND, issuedAtMs: 1, ...more }, [
      stage.fleet.key,
    ])
    stage.fleet.publish(fleetTopics(FLEET).rollout, bytes, true)
  }
  /** The longest that devices heard nothing newer, by when they were told. */
  const longest = async (stage: Stage, ms: number): Promise<number> => {
    let [last, heardMs, most] = [stage.fleet.rollouts.at(-1)!.revision, stage.fleet.nowMs, 0]
    for (let passed = 0; passed < ms; passed += SECOND) {
      await stage.run(SECOND)
      const { revision } = stage.fleet.rollouts.at(-1)!
      if (revision > last) [last, heardMs] = [revision, stage.fleet.nowMs]
      most = Math.max(most, stage.fleet.nowMs - heardMs)
    }
    return most
  }

  it('are kept by the controller in time: while it steers, when it has ended, and after it was killed', async () => {
    const stage = await new Stage({ size: 40 }).begin()
    promise(stage)
    await stage.controller.start(FLEET, plan())
    expect(await longest(stage, 600 * SECOND)).toBeLessThanOrEqual(21 * SECOND)
    expect(stage.phase).toBe('finished')
    await stage.kill()
    expect(await longest(stage, 120 * SECOND)).toBeLessThanOrEqual(21 * SECOND)
    const last = stage.fleet.rollouts.at(-1)!
    expect(last).toMatchObject({ share: 10_000, state: RolloutState.ROLLOUT_STATE_GO, freshForMs: 60 * SECOND })
    expect(stage.fleet.rollouts.slice(1).every(({ freshForMs }) => freshForMs === 60 * SECOND)).toBe(true)
  })

  it('are left to the hand that has gone on after the end', async () => {
    const stage = await new Stage({ size: 10 }).begin()
    promise(stage)
    await stage.controller.start(FLEET, plan({ waves: [wave(10_000, { bakeMs: 0 })] }))
    await stage.run(60 * SECOND)
    expect(stage.phase).toBe('finished')
    const { revision } = stage.fleet.rollouts.at(-1)!
    promise(stage, { revision: revision + 5, state: RolloutState.ROLLOUT_STATE_PAUSED })
    await stage.run(120 * SECOND)
    expect(stage.fleet.rollouts.at(-1)).toMatchObject({ revision: revision + 5 })
  })

  it('cost nothing where none were promised', async () => {
    const stage = await new Stage({ size: 10 }).begin()
    await stage.controller.start(FLEET, plan({ waves: [wave(10_000, { bakeMs: 0 })] }))
    await stage.run(3600 * SECOND, 60 * SECOND)
    expect(stage.fleet.rollouts).toHaveLength(1)
  })
})
