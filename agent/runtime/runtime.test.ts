/** Write ahead: what a machine wants done begins when what it intends is on the disk, and not before. */
import { beforeEach, describe, expect, it } from 'vitest'
import { assign, setup } from 'xstate'
import { effect } from '../../machines/effect.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Store, Write } from '../../storage/store.ts'
import { settle, VirtualClock } from '../virtual-clock.ts'
import { type Effect, Runtime, type RuntimeOptions } from './runtime.ts'
import type { Machines } from './step.ts'

const logic = setup({
  types: { context: {} as { intent: number; seen: string[] } },
  actors: { pull: effect<string, { attempt: number }>(), nowhere: effect<null, null>() },
  actions: {
    intend: assign({ intent: ({ context }) => context.intent + 1 }),
    see: assign({ seen: ({ context, event }) => [...context.seen, String((event as { output?: unknown }).output)] }),
    answer: (_args, _params: { id: string }) => {},
  },
}).createMachine({
  id: 'device',
  context: { intent: 0, seen: [] },
  initial: 'idle',
  states: {
    idle: { on: { LOST: 'lost' } },
    pulling: {
      invoke: {
        id: 'pull',
        src: 'pull',
        input: ({ context }) => ({ attempt: context.intent }),
        onDone: { target: 'idle', actions: 'see' },
        onError: { target: 'idle', actions: 'see' },
      },
      on: { STOP: 'idle' },
    },
    lost: { invoke: { id: 'nowhere', src: 'nowhere', input: null, onDone: 'idle', onError: 'idle' } },
  },
  on: {
    PULL: { target: '.pulling', actions: 'intend', reenter: true },
    LOOK: '.idle',
    NOTE: { actions: 'intend' },
    ANSWER: { actions: { type: 'answer', params: { id: 'c1' } } },
  },
})

const MACHINES: Machines = { root: { name: 'device', logic }, journalActions: new Set(['answer']) }

/** A store whose commits wait until the test lets them go. */
class HeldStore {
  readonly batches: Write[][] = []
  readonly #held: { resolve: () => void; reject: (error: unknown) => void }[] = []
  isOpen = true

  commit = (writes: readonly Write[]): Promise<void> => {
    this.batches.push([...writes])
    return this.isOpen ? Promise.resolve() : new Promise((resolve, reject) => this.#held.push({ resolve, reject }))
  }

  async release(): Promise<void> {
    this.#held.shift()?.resolve()
    await settle()
  }

  async fail(code: 'HF_STORE_UNWRITABLE' | 'HF_STORE_CORRUPT'): Promise<void> {
    this.#held.shift()?.reject(new HoldfastError(code, 'the disk says no'))
    await settle()
  }
}

interface Pull {
  attempt: number
  signal: AbortSignal
  end: (output: string) => void
  fail: (error: unknown) => void
}

let store: HeldStore
let clock: VirtualClock
let pulls: Pull[]
let unwritable: number
/** Whether a pull ends when it is asked to give up. */
let givesUp: boolean

beforeEach(() => {
  store = new HeldStore()
  clock = new VirtualClock()
  pulls = []
  unwritable = 0
  givesUp = true
})

async function running(change: Partial<RuntimeOptions> = {}): Promise<Runtime> {
  const pull: Effect = ({ attempt }: { attempt: number }, signal) =>
    new Promise((end, fail) => {
      pulls.push({ attempt, signal, end, fail })
      if (givesUp) signal.addEventListener('abort', () => end('given up'))
    })
  const runtime = new Runtime({
    machines: MACHINES,
    effects: { pull },
    store: store as unknown as Store,
    clock,
    checkpoint: (_, snapshots) => {
      const { intent } = snapshots.get('device')!.context as { intent: number }
      return { version: 1, body: String(intent) }
    },
    journal: () => [{ op: 'drop-command', id: 'journal' }],
    journalled: () => {},
    onUnwritable: () => {
      unwritable += 1
    },
    ...change,
  })
  await runtime.start(undefined, new Map([['device', '0']]))
  return runtime
}

const seenBy = (runtime: Runtime) => (runtime.snapshots.get('device')!.context as { seen: string[] }).seen
const opsOf = (batch: Write[] | undefined) => batch?.map(({ op }) => op)

describe('the barrier', () => {
  it('no effect begins before the batch of its transition is on the disk', async () => {
    const runtime = await running()
    store.isOpen = false
    let isDone = false
    void runtime.dispatch('device', { type: 'PULL' }).then(() => {
      isDone = true
    })
    await settle()
    expect(store.batches).toHaveLength(1)
    expect([pulls, isDone, runtime.snapshots.get('device')?.value]).toEqual([[], false, 'idle'])
    await store.release()
    expect(pulls).toMatchObject([{ attempt: 1 }])
    expect(isDone).toBe(true)
  })

  it('no effect begins before the one in whose place it comes has really ended', async () => {
    givesUp = false
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' })
    await runtime.dispatch('device', { type: 'PULL' })
    await settle()
    expect(pulls).toMatchObject([{ attempt: 1, signal: { aborted: true } }])
    pulls[0]?.end('too late')
    await settle()
    expect(pulls).toMatchObject([{ attempt: 1 }, { attempt: 2, signal: { aborted: false } }])
    expect(seenBy(runtime)).toEqual([])
  })

  it('one that is given up while it waits for its turn never begins, and holds up nothing', async () => {
    givesUp = false
    const runtime = await running()
    for (let time = 0; time < 3; time += 1) await runtime.dispatch('device', { type: 'PULL' })
    await settle()
    expect(pulls).toMatchObject([{ attempt: 1, signal: { aborted: true } }])
    pulls[0]?.end('too late')
    await settle()
    expect(pulls).toMatchObject([{ attempt: 1 }, { attempt: 3, signal: { aborted: false } }])
    pulls[1]?.end('v3')
    await settle()
    expect(seenBy(runtime)).toEqual(['v3'])
  })

  it('nor does one stop', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' })
    store.isOpen = false
    void runtime.dispatch('device', { type: 'PULL' })
    await settle()
    expect(pulls[0]?.signal.aborted).toBe(false)
    await store.release()
    expect(pulls[0]?.signal.aborted).toBe(true)
    expect(pulls[1]?.signal.aborted).toBe(false)
  })

  it('the writes of the caller, the journal, the checkpoint and the flight record are one batch', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' }, [{ op: 'document', id: 'd', bytes: Uint8Array.of(1) }])
    expect(store.batches.map(opsOf)).toEqual([['document', 'checkpoint', 'flight']])
    await runtime.dispatch('device', { type: 'ANSWER' })
    expect(opsOf(store.batches[1])).toEqual(['drop-command'])
  })

  it('what changes no intent writes nothing, and its flight entries go with the next batch', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'LOOK' })
    await runtime.dispatch('device', { type: 'NOBODY' })
    expect(store.batches).toEqual([])
    await runtime.dispatch('device', { type: 'PULL' })
    const [batch] = store.batches
    const flight = batch?.find((write) => write.op === 'flight')
    expect(flight?.entries.map(({ to }) => to)).toEqual(['idle', 'pulling'])
    pulls[0]?.end('done')
    await settle()
    expect(store.batches).toHaveLength(1)
  })
})

describe('a disk that does not take a batch', () => {
  it('is tried again when it may mend, and nothing happens meanwhile', async () => {
    const runtime = await running()
    store.isOpen = false
    const first = runtime.dispatch('device', { type: 'PULL' })
    const second = runtime.dispatch('device', { type: 'NOTE' })
    await settle()
    for (let time = 1; time <= 5; time += 1) {
      await store.fail('HF_STORE_UNWRITABLE')
      expect([unwritable, pulls.length, store.batches.length]).toEqual([time, 0, time])
      await clock.advance(30_000)
      await settle()
    }
    expect(clock.slept).toEqual([500, 1_000, 2_000, 4_000, 8_000])
    expect(store.batches.every((batch) => batch[0]?.op === 'checkpoint')).toBe(true)
    store.isOpen = true
    await store.release()
    await Promise.all([first, second])
    expect(pulls).toHaveLength(1)
    expect(store.batches).toHaveLength(7)
  })

  it('ends the runtime when it will not mend: nothing of the event has happened', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' })
    store.isOpen = false
    const refused = runtime.dispatch('device', { type: 'PULL' })
    const queued = runtime.dispatch('device', { type: 'NOTE' })
    await settle()
    const outcomes = Promise.allSettled([refused, queued])
    await store.fail('HF_STORE_CORRUPT')
    expect(await outcomes).toMatchObject([
      { status: 'rejected', reason: { code: 'HF_STORE_CORRUPT' } },
      { status: 'rejected', reason: { code: 'HF_STORE_CORRUPT' } },
    ])
    expect(await runtime.failed).toMatchObject({ code: 'HF_STORE_CORRUPT' })
    expect(pulls).toHaveLength(1)
    expect(pulls[0]?.signal.aborted).toBe(true)
    await expect(runtime.dispatch('device', { type: 'NOTE' })).rejects.toMatchObject({ code: 'HF_STORE_CORRUPT' })
  })
})

describe('effects', () => {
  it('end as events, with a fault as data', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' })
    pulls[0]?.end('v1')
    await settle()
    expect(seenBy(runtime)).toEqual(['v1'])
    await runtime.dispatch('device', { type: 'PULL' })
    pulls[1]?.fail(new Error('not ours'))
    await settle()
    expect(runtime.snapshots.get('device')?.value).toBe('idle')
  })

  it('that throw at once have failed like any other', async () => {
    const runtime = await running({
      effects: {
        pull: () => {
          throw new Error('at once')
        },
      },
    })
    await runtime.dispatch('device', { type: 'PULL' })
    await settle()
    expect(runtime.snapshots.get('device')?.value).toBe('idle')
    await runtime.dispatch('device', { type: 'NOTE' })
  })

  it('that were stopped or replaced are never heard again', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' })
    await runtime.dispatch('device', { type: 'PULL' })
    pulls[0]?.end('replaced')
    await settle()
    expect(seenBy(runtime)).toEqual([])
    await runtime.dispatch('device', { type: 'STOP' })
    pulls[1]?.end('stopped')
    await settle()
    expect(seenBy(runtime)).toEqual([])
  })

  it('that fail while an event waits that stops them are not heard either', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' })
    store.isOpen = false
    void runtime.dispatch('device', { type: 'STOP' }, [{ op: 'drop-command', id: 'c' }])
    pulls[0]?.fail(new HoldfastError('HF_ENGINE_UNAVAILABLE', 'away'))
    await settle()
    store.isOpen = true
    await store.release()
    await settle()
    expect(runtime.snapshots.get('device')).toMatchObject({ value: 'idle', status: 'active' })
    expect(seenBy(runtime)).toEqual([])
    await runtime.dispatch('device', { type: 'NOTE' })
  })

  it('that nobody implements end the runtime with a code', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'LOST' })
    expect(await runtime.failed).toMatchObject({ code: 'HF_INTERNAL', message: expect.stringContaining('nowhere') })
  })
})

describe('order', () => {
  it('events that come together are taken one after the other, each with at most one batch', async () => {
    const runtime = await running()
    const told: string[] = []
    runtime.transitions.subscribe(({ event }) => told.push(event))
    await Promise.all(['PULL', 'STOP', 'PULL', 'NOTE'].map((type) => runtime.dispatch('device', { type })))
    expect(told).toEqual(['PULL', 'STOP', 'PULL'])
    expect(store.batches.map((batch) => batch.find((write) => write.op === 'checkpoint')?.body)).toEqual([
      Buffer.from('1'),
      Buffer.from('2'),
      Buffer.from('3'),
    ])
  })

  it('transitions are told after their batch, with when they happened', async () => {
    const runtime = await running()
    store.isOpen = false
    const told: unknown[] = []
    runtime.transitions.subscribe((transition) => told.push(transition))
    void runtime.dispatch('device', { type: 'PULL' })
    await settle()
    expect(told).toEqual([])
    await store.release()
    expect(told).toMatchObject([{ machine: 'device', from: 'idle', to: 'pulling', bootId: 'boot-1', monoMs: 1000 }])
  })
})

describe('stopping', () => {
  it('asks all effects to give up, hears nothing of them, and starts nothing any more', async () => {
    const runtime = await running()
    await runtime.dispatch('device', { type: 'PULL' })
    await runtime.stop()
    expect(pulls[0]?.signal.aborted).toBe(true)
    pulls[0]?.end('too late')
    await settle()
    expect(seenBy(runtime)).toEqual([])
    await runtime.dispatch('device', { type: 'PULL' })
    expect(pulls).toHaveLength(1)
  })

  it('ends the waiting for a disk', async () => {
    const runtime = await running()
    store.isOpen = false
    const refused = runtime.dispatch('device', { type: 'PULL' }).catch((error: unknown) => error)
    await settle()
    await store.fail('HF_STORE_UNWRITABLE')
    await runtime.stop()
    expect(await refused).toBeInstanceOf(HoldfastError)
    expect(clock.sleepers).toBe(0)
  })
})
