import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import type { FlightEntry } from '../../protocol/types.ts'
import { Desk } from '../testing.ts'
import { type Judged, replayed } from './replay.ts'
import { leavesIn } from './state-text.ts'

/** A lamp, and beside it a fan: `SWITCH` is for both. */
const ROOM: MachineDefinition = {
  id: 'room',
  type: 'compound',
  initial: 'dark',
  on: { QUAKE: [{ target: ['room.broken'] }], NOTE: [{ target: [], actions: ['write'] }] },
  states: {
    dark: {
      type: 'atomic',
      always: [{ target: ['room.lit'], guard: 'isDay' }],
      on: { SWITCH: [{ target: ['room.lit'] }] },
    },
    lit: {
      type: 'parallel',
      on: { SWITCH: [{ target: ['room.dark'], guard: 'isNight' }], RESET: [{ target: ['room.lit'], reenter: true }] },
      states: {
        lamp: {
          type: 'compound',
          initial: 'warm',
          states: {
            warm: {
              type: 'atomic',
              invoke: [
                {
                  id: 'glow',
                  src: 'burn',
                  onDone: [{ target: ['room.lit.lamp.asking'] }],
                  onError: [{ target: ['room.lit.lamp.asking'] }],
                },
              ],
            },
            asking: {
              type: 'atomic',
              always: [{ target: ['room.lit.lamp.cold'], guard: 'isLong' }, { target: ['room.lit.lamp.warm'] }],
            },
            cold: { type: 'atomic', on: { WARM: [{ target: ['room.lit.lamp.warm'] }] } },
          },
        },
        fan: {
          type: 'compound',
          initial: 'still',
          states: {
            still: { type: 'atomic', on: { WARM: [{ target: ['room.lit.fan.turning'], guard: 'isHot' }] } },
            turning: { type: 'atomic' },
          },
        },
      },
    },
    broken: { type: 'final' },
  },
}
const CHARTS = new Map([['room', ROOM]])

function entry(
  from: string,
  event: string,
  to: string,
  machine = 'room',
  more: Partial<FlightEntry> = {},
): FlightEntry {
  return { sequence: 1, machine, bootId: 'b1', monoMs: 1, wallMs: 1, from, to, event, detail: '', ...more }
}

const verdictOn = (...of: Parameters<typeof entry>): Judged => replayed([entry(...of)], CHARTS)[0]!

describe('a state in a record', () => {
  it.each([
    ['idle', ['m.idle']],
    ['switching.settling.quiet', ['m.switching.settling.quiet']],
    ['serving(operation.free, logs.quiet)', ['m.serving.operation.free', 'm.serving.logs.quiet']],
    ['(link.up, broker(tcp.open, auth()))', ['m.link.up', 'm.broker.tcp.open', 'm.broker.auth']],
  ])('%s is taken apart', (text, leaves) => expect(leavesIn(text, 'm')).toEqual(leaves))

  it.each(['', '.', 'a.', 'a(', 'a(b', 'a(b)c', 'a,b', 'a b', '(a', 'a..b', 'a(b,c)', '()x'])('%j is none', (text) =>
    expect(leavesIn(text, 'm')).toBeNull(),
  )
})

describe('a recorded transition', () => {
  it.each([
    ['by an event', 'dark', 'SWITCH', 'lit(lamp.warm, fan.still)'],
    ['whatever the order of its regions', 'dark', 'SWITCH', 'lit(fan.still, lamp.warm)'],
    ['of the state around it', 'lit(lamp.cold, fan.turning)', 'QUAKE', 'broken'],
    ['with a guard that may have held', 'lit(lamp.cold, fan.still)', 'SWITCH', 'dark'],
    ['in one region only', 'lit(lamp.cold, fan.still)', 'WARM', 'lit(lamp.warm, fan.still)'],
    ['in both regions', 'lit(lamp.cold, fan.still)', 'WARM', 'lit(lamp.warm, fan.turning)'],
    [
      'through a state that is left at once',
      'lit(lamp.warm, fan.still)',
      'xstate.done.actor.glow',
      'lit(lamp.cold, fan.still)',
    ],
    ['that begins anew', 'lit(lamp.cold, fan.turning)', 'RESET', 'lit(lamp.warm, fan.still)'],
    ['at once after an event that only changes what is known', 'dark', 'NOTE', 'lit(lamp.warm, fan.still)'],
    ['at the start', '', 'start', 'dark'],
    ['at the start, and on at once', '', 'start', 'lit(lamp.warm, fan.still)'],
  ])('is one of today: %s', (_, from, event, to) => expect(verdictOn(from, event, to)).toMatchObject({ kind: 'same' }))

  it.each([
    ['a state that is no more', 'dim', 'SWITCH', 'dark', 'there is no state dim', []],
    [
      'into a state that is no more',
      'dark',
      'SWITCH',
      'lit(lamp.hot, fan.still)',
      'there is no state lit.lamp.hot',
      [],
    ],
    ['a state that has others inside now', 'dark', 'SWITCH', 'lit', 'there is no state lit', []],
    ['an event that nobody hears there', 'dark', 'WARM', 'broken', 'WARM is not heard in dark', []],
    ['elsewhere', 'dark', 'SWITCH', 'broken', 'SWITCH leads elsewhere from dark', ['lit.fan.still, lit.lamp.warm']],
    [
      'past a transition without a guard',
      'lit(lamp.cold, fan.still)',
      'WARM',
      'lit(lamp.cold, fan.turning)',
      'WARM leads elsewhere from lit(lamp.cold, fan.still)',
      ['lit.fan.still, lit.lamp.warm', 'lit.fan.turning, lit.lamp.warm'],
    ],
    [
      'to rest in a state that is left at once',
      'lit(lamp.warm, fan.still)',
      'xstate.done.actor.glow',
      'lit(lamp.asking, fan.still)',
      'xstate.done.actor.glow leads elsewhere from lit(lamp.warm, fan.still)',
      ['lit.fan.still, lit.lamp.cold', 'lit.fan.still, lit.lamp.warm'],
    ],
    [
      'to begin elsewhere',
      '',
      'start',
      'broken',
      'start leads elsewhere from the start',
      ['dark', 'lit.fan.still, lit.lamp.warm'],
    ],
    ['a text that is no state', 'dark', 'SWITCH', 'lit(', 'there is no state lit(', []],
  ])('is another today: %s', (_, from, event, to, why, possible) =>
    expect(verdictOn(from, event, to)).toMatchObject({ kind: 'different', why, possible }),
  )

  it('of a machine that is no more is told so; what no chart makes is passed over', () => {
    expect(verdictOn('a', 'B', 'c', 'lift')).toMatchObject({ kind: 'different', why: 'there is no machine lift' })
    expect(verdictOn('', 'start', 'running', 'agent')).toMatchObject({ kind: 'beside' })
    expect(verdictOn('', 'hold', 'accepted', 'command')).toMatchObject({ kind: 'beside' })
  })
})

describe('a record', () => {
  const on = 'lit(lamp.warm, fan.still)'

  it('is judged transition by transition, on across a cut', () => {
    const told = replayed(
      [
        entry('', 'start', 'running', 'agent'),
        entry('', 'start', 'dark'),
        entry('dark', 'SWITCH', 'broken'),
        entry('', 'start', 'running', 'agent', { bootId: 'b2' }),
        entry('', 'start', 'dark', 'room', { bootId: 'b2' }),
        entry('dark', 'SWITCH', on, 'room', { bootId: 'b2' }),
      ],
      CHARTS,
    )
    expect(told.map(({ kind }) => kind)).toEqual(['beside', 'same', 'different', 'cut', 'beside', 'same', 'same'])
  })

  it('in which entries are missing is judged all the same, and says where', () => {
    const told = replayed([entry('', 'start', 'dark'), entry(on, 'QUAKE', 'broken')], CHARTS)
    expect(told).toMatchObject([{ kind: 'same' }, { kind: 'gap', was: 'dark' }, { kind: 'same' }])
  })
})

describe('holdfast replay', () => {
  let desk: Desk
  beforeEach(async () => {
    desk = await Desk.open()
  })
  afterEach(() => desk.clear())

  const START = entry('', 'start', 'reconciling.observing', 'update')
  const LIFE = entry('', 'start', 'running', 'agent')
  const lines = (...of: object[]): string => of.map((one) => `${JSON.stringify(one)}\n`).join('')

  it("says that today's charts could do all of it, and shows the cuts", async () => {
    await desk.write('r', lines(LIFE, START, { ...LIFE, bootId: 'b2' }, { ...START, bootId: 'b2' }))
    const { code, out } = await desk.run('replay r')
    expect(out).toBe(`✂ the power went, or the machine was started anew, while:
    update was reconciling.observing, for at least 0.000s
2 transitions, 1 cut, 0 gaps: today's charts could do all of it
`)
    expect(code).toBe(0)
  })

  it('says where today one would go elsewhere, and fails', async () => {
    await desk.write(
      'r',
      lines(START, entry('reconciling.observing', 'xstate.done.actor.observe', 'fetching.pulling', 'update')),
    )
    const { code, out } = await desk.run('replay r')
    expect(code).toBe(1)
    expect(out).toContain(
      '✗ boot b1 +0.001s  update: reconciling.observing → fetching.pulling because of xstate.done.actor.observe\n',
    )
    expect(out).toContain(
      'leads elsewhere from reconciling.observing; today it could lead to:\n      admitting.checking\n',
    )
    expect(out).toContain("1 of them today's charts could not do")
  })

  it('reads what "holdfast flight --json" writes, and tells it as JSON', async () => {
    await desk.write('r', lines({ event: 'cut', cause: 'power' }, { event: 'entry', entry: START, stayedMs: 1 }))
    const { code, lines: told } = await desk.run('replay r --json')
    expect(code).toBe(0)
    expect(told).toEqual([
      { event: 'same', entry: START },
      { event: 'summary', transitions: 1, different: 0, cuts: 0, gaps: 0 },
    ])
  })

  it.each([
    ['no JSON', '{'],
    ['no entry', '{"event":"entry"}'],
    ['null', 'null'],
    ['a number for a name', '{"machine":1,"to":"x"}'],
    ['a field that is not one of an entry', '{"machine":"update","to":"x","colour":"red"}'],
  ])('refuses a line that is %s, with its number', async (_, line) => {
    await desk.write('r', `${lines(START)}${line}\n`)
    const { code, out, err } = await desk.run('replay r')
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('HF_FILE_INVALID')
    expect(err).toContain('r:2: is no entry of a flight record')
  })

  it('refuses a file that is not there, and shows no control characters of one that is', async () => {
    expect(await desk.run('replay none')).toMatchObject({ code: 1, err: expect.stringContaining('HF_FILE_UNREADABLE') })
    await desk.write('r', lines(entry('a', '\u001b[2J', 'b', 'update\u0007')))
    const { out } = await desk.run('replay r')
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(out).toContain('\\x1b[2J')
  })
})
