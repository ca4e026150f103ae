/** One step of the machines, and what of xstate's pure transitions it relies on. */
import { describe, expect, it } from 'vitest'
import { emit, sendTo, setup } from 'xstate'
import { effect } from '../../machines/effect.ts'
import { begin, type Machines, type StepResult, step } from './step.ts'

const child = setup({
  types: { emitted: {} as { type: 'HELLO' } },
  actors: { work: effect<null, null>() },
}).createMachine({
  id: 'child',
  initial: 'idle',
  states: {
    idle: { on: { GO: 'busy' } },
    busy: {
      entry: emit({ type: 'HELLO' }),
      invoke: { id: 'work', src: 'work', input: null, onDone: 'idle', onError: 'idle' },
      on: { AGAIN: { target: 'busy', reenter: true }, LEAVE: 'idle', THROUGH: 'passing', END: 'end' },
    },
    passing: {
      invoke: { id: 'unwanted', src: 'work', input: null, onDone: 'idle', onError: 'idle' },
      always: 'idle',
    },
    end: { type: 'final' },
  },
})

const parent = setup({
  actors: { child, watch: effect<null, { since: number }>() },
  actions: {
    write: (_args, _params: { line: string }) => {},
    unheardOf: () => {},
    toSelf: sendTo(({ self }) => self, { type: 'HELLO' }),
    toChild: sendTo('child', ({ event }) => event),
  },
}).createMachine({
  id: 'parent',
  invoke: { id: 'child', src: 'child', onDone: '.gone', onError: '.gone' },
  initial: 'on',
  states: {
    on: {
      initial: 'quiet',
      states: {
        quiet: { on: { HELLO: 'greeted' } },
        greeted: { invoke: { id: 'watch', src: 'watch', input: { since: 1 }, onDone: 'quiet', onError: 'quiet' } },
      },
    },
    gone: {},
  },
  on: {
    WRITE: { actions: [{ type: 'write', params: { line: 'a' } }, 'toChild', { type: 'write', params: { line: 'b' } }] },
    ODD: { actions: 'unheardOf' },
    REMIND: { actions: ['toSelf', { type: 'write', params: { line: 'c' } }] },
    '*': { actions: 'toChild' },
  },
})

const MACHINES: Machines = { root: { name: 'parent', logic: parent }, journalActions: new Set(['write']) }

function hearing(...events: string[]): StepResult {
  return events.reduce(
    (result, type) => step(MACHINES, result.snapshots, 'parent', { type }),
    begin(MACHINES, undefined),
  )
}

const keys = (result: StepResult) => result.start.map(({ key }) => key)

describe('a step', () => {
  it('begins with every machine at its initial state, parent first', () => {
    expect(hearing()).toMatchObject({
      transitions: [
        { machine: 'parent', from: '', to: 'on.quiet', event: 'start' },
        { machine: 'child', from: '', to: 'idle', event: 'start' },
      ],
      start: [],
      stop: [],
    })
  })

  it('runs parent and child to rest, and names the effects of both', () => {
    const result = hearing('GO')
    expect(result.transitions).toMatchObject([
      { machine: 'child', from: 'idle', to: 'busy', event: 'GO' },
      { machine: 'parent', from: 'on.quiet', to: 'on.greeted', event: 'HELLO' },
    ])
    expect(result.start).toMatchObject([
      { key: 'child/work', machine: 'child', id: 'work', src: 'work', input: null },
      { key: 'parent/watch', machine: 'parent', id: 'watch', src: 'watch', input: { since: 1 } },
    ])
  })

  it('stops the effect of a state that is left, and starts it anew when the state is entered again', () => {
    expect(hearing('GO', 'LEAVE')).toMatchObject({ stop: ['child/work'], start: [] })
    const again = hearing('GO', 'AGAIN')
    expect(again.stop).toEqual(['child/work'])
    expect(keys(again)).toEqual(['child/work'])
  })

  it('does not name an effect that was only passed through', () => {
    const result = hearing('GO', 'THROUGH')
    expect(keys(result)).toEqual([])
    expect(result.stop).toEqual(['child/work'])
  })

  it('has what a machine tells itself in it, as a transition of its own', () => {
    expect(hearing('REMIND')).toMatchObject({
      transitions: [{ machine: 'parent', from: 'on.quiet', to: 'on.greeted', event: 'HELLO' }],
      journal: [{ type: 'write', params: { line: 'c' } }],
    })
  })

  it('keeps the order of the journal', () => {
    expect(hearing('WRITE').journal).toEqual([
      { type: 'write', params: { line: 'a' } },
      { type: 'write', params: { line: 'b' } },
    ])
  })

  it('changes nothing of what it was given', () => {
    const before = hearing('GO')
    const text = JSON.stringify([...before.snapshots.values()].map(({ value, context }) => ({ value, context })))
    step(MACHINES, before.snapshots, 'parent', { type: 'LEAVE' })
    expect(JSON.stringify([...before.snapshots.values()].map(({ value, context }) => ({ value, context })))).toBe(text)
  })

  it('says nothing of an event that nobody minds', () => {
    expect(hearing('GO', 'NOBODY')).toMatchObject({ transitions: [], start: [], stop: [], journal: [] })
    const { snapshots } = hearing()
    expect(step(MACHINES, snapshots, 'stranger', { type: 'GO' })).toMatchObject({ transitions: [], start: [] })
  })

  it('fails with a code on an action that it does not know, and on a machine that ends', () => {
    expect(() => hearing('ODD')).toThrow(expect.objectContaining({ code: 'HF_INTERNAL' }))
    expect(() => hearing('GO', 'END')).toThrow(expect.objectContaining({ code: 'HF_MACHINE_STOPPED' }))
  })
})
