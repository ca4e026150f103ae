/** Charts are told while somebody watches, and otherwise nothing is. */
import { Subject } from 'rxjs'
import { beforeEach, describe, expect, it } from 'vitest'
import { type AnyMachineSnapshot, assign, setup, transition } from 'xstate'
import { definitionOf } from '../machines/chart-definition.ts'
import { decode, KINDS } from '../protocol/codec.ts'
import { definitionText } from '../protocol/machine-definition.ts'
import type { Chart } from '../protocol/types.ts'
import { ChartStream } from './chart-stream.ts'
import type { UnderWay } from './runtime/effects-under-way.ts'
import { begin, describe as stateOf } from './runtime/step.ts'
import type { Watched } from './runtime/watched.ts'
import { listeningLog, ScriptedBroker } from './scripted-broker.ts'
import { settle, VirtualClock } from './virtual-clock.ts'

const lamp = setup({
  types: { context: {} as { lit: number; note: string; password: string } },
  actions: {
    count: assign({ lit: ({ context }) => context.lit + 1 }),
    write: assign((_, { note }: { note: string }) => ({ note })),
  },
}).createMachine({
  id: 'lamp',
  context: { lit: 0, note: '', password: 'tulip' },
  initial: 'off',
  on: { NOTE: { actions: { type: 'write', params: ({ event }) => ({ note: event.note as string }) } } },
  states: { off: { on: { SWITCH: { target: 'on', actions: 'count' } } }, on: { on: { SWITCH: 'off' } } },
})
const { hash: HASH, json: DEFINITION } = definitionText(definitionOf(lamp))

/** A runtime of one machine that steps when the test says so, and says when it is looked at. */
class Scripted {
  readonly steps = new Subject<readonly Watched[]>()
  readonly #clock: VirtualClock
  #snapshot: AnyMachineSnapshot
  effects: UnderWay[] = []
  looks = 0

  constructor(clock: VirtualClock) {
    this.#clock = clock
    const machines = { root: { name: 'lamp', logic: lamp }, journalActions: new Set<string>() }
    this.#snapshot = begin(machines, undefined).snapshots.get('lamp')!
  }

  get snapshots() {
    this.looks += 1
    return new Map([['lamp', this.#snapshot]])
  }

  get underWay() {
    this.looks += 1
    return this.effects
  }

  hear(event: { type: string; note?: string }): void {
    const from = stateOf(this.#snapshot)
    this.#snapshot = transition(lamp, this.#snapshot as never, event as never)[0]
    const to = stateOf(this.#snapshot)
    const { bootId, monoMs, wallMs } = this.#clock.now()
    this.steps.next(from === to ? [] : [{ machine: 'lamp', from, to, event: event.type, bootId, monoMs, wallMs }])
  }

  async switch(times = 1): Promise<void> {
    for (let n = 0; n < times; n += 1) this.hear({ type: 'SWITCH' })
    await settle()
  }
}

let clock: VirtualClock
let broker: ScriptedBroker
let runtime: Scripted
let stream: ChartStream

beforeEach(() => {
  clock = new VirtualClock()
  broker = new ScriptedBroker()
  broker.isObliging = true
  runtime = new Scripted(clock)
  stream = new ChartStream({ device: 'd1', broker, clock, log: listeningLog(), runtime })
})

async function watch(forMs: number, ...definitions: string[]): Promise<void> {
  stream.watch({ forMs, definitions })
  await settle()
}

function told(): Chart[] {
  return broker.sent.map(({ payload }) => decode(KINDS.Chart, payload))
}

const lastTold = (): Chart => told().at(-1)!

describe('a watch', () => {
  it('is told at once how everything stands: states, what they know, what is under way', async () => {
    await runtime.switch()
    runtime.effects = [{ machine: 'lamp', id: 'glow', src: 'burn', startedMs: 400.4 }]
    await watch(60_000)
    expect(broker.sent.map(({ topic }) => topic)).toEqual(['hf/1/device/d1/chart'])
    expect(told()).toEqual([
      {
        device: 'd1',
        sequence: 1,
        bootId: 'boot-1',
        monoMs: 1000,
        machines: [{ machine: 'lamp', definition: HASH, state: 'on', context: '{"lit":1,"note":"","password":"•••"}' }],
        transitions: [],
        effects: [{ machine: 'lamp', id: 'glow', source: 'burn', sinceMonoMs: 400 }],
        definitions: [],
        dropped: 0,
      },
    ])
  })

  it('is given the definitions that it lacks, by their hashes, once', async () => {
    await watch(60_000, HASH, 'f'.repeat(64))
    expect(lastTold().definitions).toEqual([{ hash: HASH, machine: 'lamp', json: DEFINITION }])
    await clock.advance(1000)
    await watch(60_000)
    expect(lastTold().definitions).toEqual([])
  })

  it('is told each transition as it happens, with what changed', async () => {
    await watch(60_000)
    await clock.advance(5000)
    await runtime.switch()
    const { sequence, machines, transitions } = lastTold()
    expect(sequence).toBe(2)
    expect(machines).toMatchObject([{ state: 'on' }])
    expect(transitions).toMatchObject([
      { machine: 'lamp', from: 'off', to: 'on', event: 'SWITCH', detail: '{"lit":1}', monoMs: 6000, bootId: 'boot-1' },
    ])
  })

  it('is told what changed without a transition, and of effects that end', async () => {
    await watch(60_000)
    await clock.advance(1000)
    runtime.hear({ type: 'NOTE', note: 'dusty' })
    await settle()
    expect(lastTold()).toMatchObject({ transitions: [], machines: [{ context: expect.stringContaining('dusty') }] })
    await clock.advance(1000)
    runtime.effects = [{ machine: 'lamp', id: 'glow', src: 'burn', startedMs: 1 }]
    runtime.steps.next([])
    await settle()
    expect(lastTold()).toMatchObject({ machines: [], effects: [{ id: 'glow' }] })
    await clock.advance(1000)
    const before = broker.sent.length
    runtime.steps.next([])
    await clock.advance(1000)
    expect(broker.sent).toHaveLength(before)
  })

  it('gets at most one message in 250 ms, and in it everything that happened meanwhile, in order', async () => {
    await watch(60_000)
    await runtime.switch(3)
    expect(broker.sent).toHaveLength(1)
    await clock.advance(249)
    expect(broker.sent).toHaveLength(1)
    await clock.advance(1)
    expect(broker.sent).toHaveLength(2)
    expect(lastTold().transitions.map(({ from }) => from)).toEqual(['off', 'on', 'off'])
    for (let n = 0; n < 10; n += 1) await watch(60_000)
    await clock.advance(250)
    expect(broker.sent).toHaveLength(3)
  })

  it('gets at most 200 transitions in a message, the last ones; the others are counted', async () => {
    await watch(60_000)
    await runtime.switch(451)
    await clock.advance(1000)
    expect(broker.sent).toHaveLength(2)
    expect(lastTold().dropped).toBe(251)
    expect(lastTold().transitions).toHaveLength(200)
    expect(lastTold().transitions.at(-1)).toMatchObject({ to: 'on' })
    await clock.advance(1000)
    await runtime.switch()
    expect(lastTold().dropped).toBe(0)
  })

  it('gets messages that are not too large, whatever a machine knows', async () => {
    runtime.hear({ type: 'NOTE', note: 'é'.repeat(100_000) })
    await watch(60_000)
    const [state] = lastTold().machines
    expect(Buffer.byteLength(state!.context)).toBeLessThanOrEqual(16 * 1024)
    expect(JSON.parse(state!.context).note).toMatch(/… \d+ more$/)
    for (let n = 0; n < 200; n += 1) {
      runtime.hear({ type: 'NOTE', note: `${n}${'"'.repeat(5000)}` })
      runtime.hear({ type: 'SWITCH' })
    }
    await clock.advance(60_000)
    expect(told().flatMap(({ transitions }) => transitions)).toHaveLength(200)
    for (const { payload } of broker.sent) expect(payload.byteLength).toBeLessThan(KINDS.Chart.maxBytes)
  })
})

describe('the end of a watch', () => {
  it('comes by itself, after the time that was asked for', async () => {
    await watch(10_000)
    await clock.advance(9_999)
    await runtime.switch()
    expect(broker.sent).toHaveLength(2)
    await clock.advance(1)
    await runtime.switch()
    await clock.advance(60_000)
    expect(broker.sent).toHaveLength(2)
  })

  it('is put off by another one, which is told everything anew, and never brought forward', async () => {
    await watch(10_000)
    await clock.advance(9_000)
    await watch(10_000)
    expect(lastTold().machines).toHaveLength(1)
    await watch(1)
    await clock.advance(9_900)
    await runtime.switch()
    expect(lastTold().transitions).toHaveLength(1)
    await clock.advance(200)
    const before = broker.sent.length
    await runtime.switch()
    expect(broker.sent).toHaveLength(before)
  })

  it('comes at once when zero is asked for', async () => {
    await watch(60_000)
    await watch(0)
    await runtime.switch()
    await clock.advance(60_000)
    expect(broker.sent).toHaveLength(1)
  })

  it.each([
    ['by its time', () => clock.advance(10_000)],
    ['by zero', () => watch(0)],
    ['with the agent', async () => stream.close()],
  ])('%s leaves nothing: no listener, no sleeper, no look at the machines', async (_, end) => {
    await watch(10_000)
    await runtime.switch(3)
    await end()
    await settle()
    expect(runtime.steps.observed).toBe(false)
    expect(clock.sleepers).toBe(0)
    runtime.looks = 0
    await runtime.switch(3)
    await clock.advance(60_000)
    expect(runtime.looks).toBe(0)
  })

  it('lets numbers count on in the next one, which begins with nothing of the last', async () => {
    await watch(1000)
    await runtime.switch()
    await clock.advance(5000)
    await runtime.switch()
    await watch(1000)
    expect(lastTold()).toMatchObject({ sequence: 3, transitions: [], dropped: 0, machines: [{ state: 'off' }] })
  })
})

describe('while nobody watches', () => {
  it('nobody listens, nobody looks and nobody sleeps', async () => {
    await runtime.switch(3)
    await clock.advance(3_600_000)
    expect([runtime.looks, runtime.steps.observed, clock.sleepers, broker.sent.length]).toEqual([0, false, 0, 0])
  })
})

describe('a broker that does not take it', () => {
  it('because it is away: nothing is kept for it; then everything is told anew and what was missed is counted', async () => {
    await watch(60_000)
    await broker.cut()
    await clock.advance(1000)
    await runtime.switch(2)
    await clock.advance(1000)
    expect(broker.sent).toHaveLength(1)
    await broker.connect()
    await clock.advance(1000)
    expect(lastTold()).toMatchObject({ transitions: [], dropped: 2, machines: [{ machine: 'lamp' }] })
  })

  it('because the link is slow: one message waits, and what happens meanwhile comes with the next', async () => {
    broker.isObliging = false
    await watch(60_000)
    await runtime.switch(5)
    await clock.advance(10_000)
    expect(broker.sent).toHaveLength(1)
    await broker.sent[0]!.ack()
    await clock.advance(250)
    expect(broker.sent).toHaveLength(2)
    expect(lastTold().transitions).toHaveLength(5)
  })
})
