import { describe, expect, it } from 'vitest'
import { parseDefinition } from './definition.ts'
import { firedEdges } from './fired.ts'
import { chartGraph, insideLines } from './graph.ts'
import { NO_WISH, openStates, toggled } from './open-states.ts'
import { roughMeasure } from './text-size.ts'

/** Two states with inside, one without, and a way out of everything. */
const DOOR = parseDefinition(
  JSON.stringify({
    id: 'door',
    type: 'compound',
    initial: 'shut',
    on: { FIRE: [{ target: ['door.open.wide'] }], KNOCK: [{ target: [], actions: ['answer'] }] },
    states: {
      shut: {
        type: 'compound',
        initial: 'latched',
        states: {
          latched: { type: 'atomic', on: { KEY: [{ target: ['door.shut.locked'], guard: 'fits' }] } },
          locked: { type: 'atomic', on: { KEY: [{ target: ['door.open.wide'] }], RAM: [{ target: ['door.broken'] }] } },
        },
      },
      open: {
        type: 'compound',
        initial: 'ajar',
        states: {
          ajar: { type: 'atomic' },
          wide: {
            type: 'atomic',
            invoke: [
              {
                id: 'draught',
                src: 'pause',
                onDone: [{ target: ['door.shut'] }],
                onError: [{ target: ['door.shut'] }],
              },
            ],
          },
        },
      },
      broken: { type: 'final' },
    },
  }),
)
const ALL = new Set(['door', 'door.shut', 'door.open'])

const edgesOf = (open: ReadonlySet<string>, isExact = true) =>
  [...chartGraph(DOOR, { open, isExact }, roughMeasure).edges.values()].map(({ id, lines }) => [id, ...lines])

describe('a chart', () => {
  it('has one edge for all ways from one state to another, with the fewest words', () => {
    expect(edgesOf(ALL)).toEqual([
      ['door.shut.latched→door.shut.locked', 'KEY [fits]'],
      ['door.shut.locked→door.open.wide', 'KEY'],
      ['door.shut.locked→door.broken', 'RAM'],
      ['door.open.wide→door.shut', '✓✗ draught'],
    ])
  })

  it('has ways at the borders of states, where it need not be exact', () => {
    expect(edgesOf(ALL, false).map(([id]) => id)).toEqual([
      'door.shut.latched→door.shut.locked',
      'door.shut→door.open',
      'door.shut→door.broken',
      'door.open→door.shut',
    ])
  })

  it('draws nothing of the inside of a closed state, and its ways end at it', () => {
    const graph = chartGraph(DOOR, { open: new Set(['door']), isExact: true }, roughMeasure)
    expect([...graph.edges.keys()]).toEqual(['door.shut→door.open', 'door.shut→door.broken', 'door.open→door.shut'])
    expect(graph.elk.children?.[0]?.children?.map(({ id, children }) => [id, children])).toEqual([
      ['door.shut', undefined],
      ['door.open', undefined],
      ['door.broken', undefined],
    ])
    expect(insideLines(DOOR.states.get('door.shut')!, false)).toEqual(['⊞ 2 states'])
  })

  it('says within a state what happens wherever one is inside of it', () => {
    expect(insideLines(DOOR.root, true)).toEqual(['FIRE → wide'])
    expect(insideLines(DOOR.states.get('door.open.wide')!, false)).toEqual(['⟳ draught: pause'])
  })

  it('refuses what is no machine', () => {
    for (const json of ['', '[]', '{}', '{"states":{}}']) expect(() => parseDefinition(json)).toThrow()
  })
})

describe('a transition', () => {
  const { edges } = chartGraph(DOOR, { open: ALL, isExact: true }, roughMeasure)
  const fired = (from: string, to: string, event: string) => [
    ...firedEdges([...edges.values()], 'door', { from, to, event }),
  ]

  it('went along the edge of its event', () => {
    expect(fired('shut.locked', 'open.wide', 'KEY')).toEqual(['door.shut.locked→door.open.wide'])
  })

  it('of an effect that ended too', () => {
    expect(fired('open.wide', 'shut.latched', 'xstate.done.actor.draught')).toEqual(['door.open.wide→door.shut'])
  })

  it('went along no edge when it came from everywhere, or was never possible', () => {
    expect(fired('shut.latched', 'open.wide', 'FIRE')).toEqual([])
    expect(fired('', 'shut.latched', 'start')).toEqual([])
  })
})

describe('a large chart', () => {
  const large = parseDefinition(
    JSON.stringify({
      id: 'm',
      states: Object.fromEntries(
        Array.from({ length: 10 }, (_, n) => [`s${n}`, { initial: 'a', states: { a: {}, b: { states: { c: {} } } } }]),
      ),
    }),
  )

  it('is open where something is active', () => {
    expect(openStates(large, 's3.b.c', NO_WISH)).toEqual(['m', 'm.s3', 'm.s3.b'])
    expect(openStates(large, 's1.a', NO_WISH)).toEqual(['m', 'm.s1'])
  })

  it('opens and closes further states by hand, and opens whole', () => {
    const opened = toggled(NO_WISH, 'm.s7.b', false)
    expect(openStates(large, 's1.a', opened)).toEqual(['m', 'm.s1', 'm.s7', 'm.s7.b'])
    expect(openStates(large, 's1.a', toggled(opened, 'm.s1', true))).toEqual(['m', 'm.s7', 'm.s7.b'])
    expect(openStates(large, 's1.a', { ...NO_WISH, all: true })).toHaveLength(21)
  })

  it('of few states is always open', () => {
    expect(openStates(DOOR, 'broken', NO_WISH)).toEqual(['door', 'door.shut', 'door.open'])
  })
})
