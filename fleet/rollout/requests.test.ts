/** What comes over the controller's socket in a form that is none changes nothing, and is told with its place. */
import { describe, expect, it } from 'vitest'
import type { Controller } from './controller.ts'
import { DEFAULT_PLAN, DEFAULT_WAVE } from './plan.ts'
import { readPlan } from './read-plan.ts'
import { answer, type ControllerRequest } from './requests.ts'
import type { RolloutView } from './view.ts'

const MINUTE_MS = 60_000
const RATE = { perMinute: 0.5, factor: 2, every: 10, by: 'notified', most: null }
const NAMED = { ...DEFAULT_WAVE, size: { kind: 'devices', devices: ['till-1', 'till-2'] } }
const COUNTED = { ...DEFAULT_WAVE, size: { kind: 'count', count: 20 }, rate: { ...RATE, most: 1000 } }
const WINDOW = { schedule: '0 2 * * *', timeZone: 'Europe/Berlin', durationMs: 180 * MINUTE_MS }
const WHOLE = { ...DEFAULT_PLAN, waves: [NAMED, COUNTED, ...DEFAULT_PLAN.waves], windows: [WINDOW], notBeforeMs: -1 }

const start = (plan: unknown) => ({ do: 'start', fleet: 'shop', plan })
const wave = (more: object) => start({ ...DEFAULT_PLAN, waves: [{ ...DEFAULT_PLAN.waves[0], ...more }] })
const size = (of: unknown) => wave({ size: of })
const rate = (more: object) => wave({ rate: { ...RATE, ...more } })
const gate = (more: object) => wave({ gate: { ...DEFAULT_WAVE.gate, ...more } })
const plan = (more: object) => start({ ...DEFAULT_PLAN, ...more })
const names = (from: number) => ({
  ...NAMED,
  size: { kind: 'devices', devices: Array.from({ length: 600 }, (_, at) => `d${from + at}`) },
})

describe('a request over the socket', () => {
  it.each([
    { do: 'status' },
    { do: 'wish', fleet: 'shop', wish: 'pause', reason: '' },
    { do: 'wish', fleet: 'shop', wish: 'revert', reason: 'too slow' },
    start(DEFAULT_PLAN),
    start(WHOLE),
  ])('is taken as it is: %j', async (request) => {
    expect((await asked(JSON.stringify(request))).calls).toEqual([request])
  })

  it('takes every plan that a file can have', async () => {
    const file = `
waves:
  - { names: [a, b], bake: 0s, gate: { success: 0%, failure: 100%, minimum: 0, finished: 100% } }
  - { devices: 1000000000, rate: { per-minute: 0.01, factor: 100, every: 1000000000, by: succeeded, most: 0.01 } }
  - { share: 0.01%, timeout: 100000d }
  - { share: 100% }
on-breach: abort
progress-timeout: 0s
retries: 10
restarts: 1000
start: 1969-01-31T02:00:00Z
windows: [{ schedule: "* * * * *" }, { schedule: "0 2 * * *", time-zone: Europe/Berlin, duration: 31d }]
`
    const request = start(readPlan(file, 'plan.yml', () => []))
    expect((await asked(JSON.stringify(request))).calls).toEqual([request])
  })

  it.each<[object, string]>([
    [{ do: 'wish' }, 'wish.fleet: cannot be the name of a fleet'],
    [{ do: 'wish', fleet: '#', wish: 'pause', reason: '' }, 'wish.fleet: cannot be the name of a fleet'],
    [{ do: 'wish', fleet: 'shop', wish: 'stop', reason: '' }, 'wish.wish: is none of pause, resume, abort, revert'],
    [{ do: 'wish', fleet: 'shop', wish: 'toString', reason: '' }, 'wish.wish: is none of'],
    [{ do: 'wish', fleet: 'shop', wish: ['pause'], reason: '' }, 'wish.wish: is none of'],
    [{ do: 'wish', fleet: 'shop', wish: 'pause' }, 'wish.reason: is no text'],
    [{ do: 'wish', fleet: 'shop', wish: 'pause', reason: '', share: 1 }, 'wish.share: is not known'],
    [{ do: 'status', fleet: 'shop' }, 'status.fleet: is not known'],
    [{ do: 'start', fleet: '+', plan: DEFAULT_PLAN }, 'start.fleet: cannot be the name of a fleet'],
    [start(undefined), 'start.plan: is none'],
    [start('plan.yml'), 'start.plan: is none'],
    [start([]), 'start.plan.waves: is no list'],
    [plan({ waves: [] }), 'start.plan.waves: has to have from 1 to 100 waves'],
    [plan({ waves: Array(101).fill(NAMED) }), 'start.plan.waves: has to have from 1 to 100 waves'],
    [plan({ waves: [null] }), 'start.plan.waves[0]: is none'],
    [plan({ waves: [...DEFAULT_PLAN.waves].reverse() }), 'start.plan.waves[1].size.share: has to be a larger share'],
    [plan({ waves: [names(0), names(500)] }), 'start.plan.waves: name 1100 devices together, 1000 are allowed'],
    [plan({ onBreach: 'panic' }), 'start.plan.onBreach: is none of pause, abort, revert'],
    [plan({ progressTimeoutMs: -1 }), 'start.plan.progressTimeoutMs: is not a whole number from 0'],
    [plan({ retries: 11 }), 'start.plan.retries: is not a whole number from 0 to 10'],
    [plan({ restarts: 0.5 }), 'start.plan.restarts: is not a whole number from 0 to 1000'],
    [plan({ notBeforeMs: 'tomorrow' }), 'start.plan.notBeforeMs: is not a whole number'],
    [plan({ windows: [{ ...WINDOW, schedule: 'never' }] }), 'start.plan.windows[0]: '],
    [plan({ windows: [{ ...WINDOW, timeZone: 7 }] }), 'start.plan.windows[0].timeZone: is no text'],
    [plan({ retry: 1 }), 'start.plan.retry: is not known'],
    [wave({ bakeMs: null }), 'start.plan.waves[0].bakeMs: is not a whole number'],
    [wave({ stepTimeoutMs: 1e300 }), 'start.plan.waves[0].stepTimeoutMs: is not a whole number'],
    [size({ kind: 'all' }), 'start.plan.waves[0].size.kind: is none of share, count, devices'],
    [size({ kind: 'share', share: 10_001 }), 'waves[0].size.share: is not a whole number from 1 to 10000'],
    [size({ kind: 'share', share: 500, count: 3 }), 'waves[0].size.count: is not known'],
    [size({ kind: 'count', count: 0 }), 'waves[0].size.count: is not a whole number from 1'],
    [size({ kind: 'devices', devices: [] }), 'waves[0].size.devices: has to name from 1 to 1000 devices'],
    [size({ kind: 'devices', devices: ['a', '../b'] }), 'waves[0].size.devices[1]: cannot be the name of a device'],
    [rate({ perMinute: 0 }), 'waves[0].rate.perMinute: is not a number above 0'],
    [rate({ factor: 101 }), 'waves[0].rate.factor: is not a number from 1 to 100'],
    [rate({ every: 0 }), 'waves[0].rate.every: is not a whole number from 1'],
    [rate({ by: 'started' }), 'waves[0].rate.by: is none of notified, succeeded'],
    [rate({ most: '9' }), 'waves[0].rate.most: is not a number above 0'],
    [gate({ success: 1.1 }), 'waves[0].gate.success: is not a number from 0 to 1'],
    [gate({ finished: undefined }), 'waves[0].gate.finished: is not a number from 0 to 1'],
    [gate({ minimum: -1 }), 'waves[0].gate.minimum: is not a whole number from 0'],
  ])('is refused with the place of what is wrong: %j', async (request, why) => {
    const { calls, fault } = await asked(JSON.stringify(request))
    expect(fault).toMatchObject({
      code: 'HF_REQUEST_INVALID',
      message: expect.stringContaining(why) as string,
      place: expect.stringMatching(/^\w+(\.\w+(\[\d+\])?)+$/) as string,
    })
    expect(calls).toEqual([])
  })

  it.each(['', '{', '[]', 'null', '7', '{}', '{"do":"toString"}', '{"do":["status"]}', '{"do":"rm"}'])(
    'is none: %s',
    async (line) => {
      const { calls, fault } = await asked(line)
      expect(fault).toMatchObject({
        code: 'HF_REQUEST_INVALID',
        message: 'is not a request that this controller knows',
      })
      expect(calls).toEqual([])
    },
  )
})

/** What of the controller was called, as a request; and what was thrown. */
async function asked(line: string): Promise<{ calls: ControllerRequest[]; fault: unknown }> {
  const calls: ControllerRequest[] = []
  const none = {} as RolloutView
  const controller: Pick<Controller, 'start' | 'wish' | 'views'> = {
    async start(fleet, plan) {
      calls.push({ do: 'start', fleet, plan })
      return none
    },
    async wish(fleet, wish, reason) {
      calls.push({ do: 'wish', fleet, wish, reason })
      return none
    },
    views() {
      calls.push({ do: 'status' })
      return []
    },
  }
  try {
    await answer(controller, line)
    return { calls, fault: null }
  } catch (fault) {
    return { calls, fault }
  }
}
