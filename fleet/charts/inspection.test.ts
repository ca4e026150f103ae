import { describe, expect, it } from 'vitest'
import { createMachine } from 'xstate'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Chart } from '../../protocol/types.ts'
import { DEFINITIONS } from './definitions.ts'
import { inspectionOf, NOTHING_TOLD, stateValue } from './inspection.ts'

const chart = (some: Loose<Chart>) => decode<Chart>(KINDS.Chart, encode(KINDS.Chart, { device: 'd', ...some }))
const update = DEFINITIONS.get('update')!
const known = new Map([['u', update]])

describe('a state’s text as a value', () => {
  it.each([
    ['idle', 'idle'],
    ['switching.acting', { switching: 'acting' }],
    ['serving(operation.free, logs.quiet)', { serving: { operation: 'free', logs: 'quiet' } }],
    ['(a.b, c(d.e, f))', { a: 'b', c: { d: 'e', f: {} } }],
    ['not( a state', 'not( a state'],
  ])('%s', (text, value) => {
    expect(stateValue(text, 'm')).toEqual(value)
  })
})

describe('what the inspector is told', () => {
  const standing = chart({
    machines: [{ machine: 'update', definition: 'u', state: 'idle.steady', context: '{"a":1}' }],
  })

  it('is a machine once, with a definition that XState takes', () => {
    const first = inspectionOf(standing, known, NOTHING_TOLD, 5)
    expect(first.events).toMatchObject([
      { type: '@xstate.actor', sessionId: 'd/update', parentId: 'd/device', createdAt: '5', name: 'update' },
    ])
    const [actor] = first.events
    if (actor?.type !== '@xstate.actor') throw new Error('no actor')
    expect(actor.snapshot).toEqual({ status: 'active', value: { idle: 'steady' }, context: { a: 1 } })
    expect(Object.keys(createMachine(JSON.parse(actor.definition) as object).states)).toEqual(
      Object.keys(update.states!),
    )
    expect(inspectionOf(standing, known, first.told, 6).events).toEqual([])
  })

  it('is an event and a snapshot for each transition', () => {
    const { told } = inspectionOf(standing, known, NOTHING_TOLD, 5)
    const moved = chart({ transitions: [{ machine: 'update', from: 'idle.steady', to: 'admitting', event: 'TARGET' }] })
    expect(inspectionOf(moved, known, told, 7).events).toMatchObject([
      { type: '@xstate.event', event: { type: 'TARGET' } },
      { type: '@xstate.snapshot', event: { type: 'TARGET' }, snapshot: { value: 'admitting', context: { a: 1 } } },
    ])
  })

  it('is nothing of a machine whose definition has not come yet', () => {
    const early = inspectionOf(standing, new Map(), NOTHING_TOLD, 5)
    expect(early.events).toEqual([])
    expect(inspectionOf(standing, known, early.told, 6).events).toHaveLength(1)
  })
})
