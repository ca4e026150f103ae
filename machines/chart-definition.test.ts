import { describe, expect, it } from 'vitest'
import { setup } from 'xstate'
import { definitionText, type StateDefinition, type TransitionDefinition } from '../protocol/machine-definition.ts'
import { definitionOf } from './chart-definition.ts'
import { deviceMachine } from './device.ts'
import { effect } from './effect.ts'
import { provisionMachine } from './provision.ts'
import { updateMachine } from './update.ts'

type Find = { type: 'FOUND'; what: string; size: number }

function lamp() {
  return setup({
    types: { events: {} as Find | { type: 'GO' } },
    actors: { look: effect<string, null>() },
    actions: {
      light: () => {},
      say: (_args, _params: { words: object; loud?: boolean; size?: number }) => {},
    },
    guards: { is: (_, { kind }: { what: string; kind: string }) => kind === '' },
  }).createMachine({
    id: 'lamp',
    initial: 'off',
    on: {
      GO: {
        actions: [
          { type: 'say', params: { words: { code: 'HF_X', message: 'never mind', all: [1, 2] } } },
          {
            type: 'say',
            params: ({ event }) => ({ words: {}, loud: true, size: (event as unknown as Find).size + 1 }),
          },
        ],
      },
    },
    states: {
      off: {
        description: 'No light.',
        on: {
          FOUND: [
            {
              guard: { type: 'is', params: ({ event }) => ({ what: event.what, kind: 'lamp' }) },
              target: 'on.red',
              reenter: true,
            },
            {
              actions: {
                type: 'say',
                params: ({ event }) => ({
                  words: { at: event.what === 'x' ? 1 : 2 },
                  loud: true,
                }),
              },
            },
          ],
        },
      },
      on: {
        entry: 'light',
        initial: 'green',
        states: {
          green: { always: { target: '#lamp.both' } },
          red: { invoke: { id: 'see', src: 'look', input: null, onDone: '#lamp.off', onError: { actions: 'light' } } },
        },
      },
      both: { type: 'parallel', states: { a: {}, b: {} } },
      broken: { type: 'final' },
    },
  })
}

describe('the definition of a machine', () => {
  it('is its structure as plain data, places as dotted paths, and nothing for what a state has none of', () => {
    expect(definitionOf(lamp())).toEqual({
      id: 'lamp',
      type: 'compound',
      initial: 'off',
      on: { GO: [{ target: [], actions: ['say words.code=HF_X words.all=1|2', 'say'] }] },
      states: {
        off: {
          type: 'atomic',
          description: 'No light.',
          on: {
            FOUND: [
              { target: ['lamp.on.red'], guard: 'is kind=lamp', reenter: true },
              { target: [], actions: ['say loud=true'] },
            ],
          },
        },
        on: {
          type: 'compound',
          initial: 'green',
          entry: ['light'],
          states: {
            green: { type: 'atomic', always: [{ target: ['lamp.both'] }] },
            red: {
              type: 'atomic',
              invoke: [
                {
                  id: 'see',
                  src: 'look',
                  onDone: [{ target: ['lamp.off'] }],
                  onError: [{ target: [], actions: ['light'] }],
                },
              ],
            },
          },
        },
        both: { type: 'parallel', states: { a: { type: 'atomic' }, b: { type: 'atomic' } } },
        broken: { type: 'final' },
      },
    })
  })

  it('is the same text each time, so that its hash names it; another machine has another', () => {
    const { hash, json } = definitionText(definitionOf(lamp()))
    expect(definitionText(definitionOf(lamp()))).toEqual({ hash, json })
    expect(JSON.parse(json)).toEqual(definitionOf(lamp()))
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(definitionText(definitionOf(updateMachine)).hash).not.toBe(hash)
  })
})

describe.each([
  ['device', deviceMachine],
  ['provision', provisionMachine],
  ['update', updateMachine],
])('the definition of the machine %s', (id, machine) => {
  const definition = definitionOf(machine)
  const places = new Map<string, StateDefinition>()
  visit(id, definition)

  function visit(place: string, state: StateDefinition): void {
    places.set(place, state)
    for (const [key, inner] of Object.entries(state.states ?? {})) visit(`${place}.${key}`, inner)
  }

  it('has its id, and leads nowhere that it does not have', () => {
    expect(definition.id).toBe(id)
    const targets = [...places.values()].flatMap(transitionsOf).flatMap(({ target }) => target)
    expect(targets.length).toBeGreaterThan(5)
    expect(targets.filter((target) => !places.has(target))).toEqual([])
  })

  it('says of each compound state where it begins', () => {
    for (const [place, { type, initial, states = {} }] of places)
      if (type === 'compound') expect(Object.keys(states), place).toContain(initial)
  })

  it('says of each state what happens there', () => {
    expect([...places].filter(([, { description = '' }]) => description === '').map(([place]) => place)).toEqual([])
  })

  it('lets none of its effects end unheard', () => {
    const effects = [...places.values()].flatMap(({ invoke = [] }) => invoke)
    expect(effects.length).toBeGreaterThan(5)
    for (const { id, onDone, onError } of effects) expect([onDone, onError], id).not.toContain(undefined)
  })
})

function transitionsOf({ on = {}, always = [], invoke = [] }: StateDefinition): TransitionDefinition[] {
  const ofEffects = invoke.flatMap(({ onDone = [], onError = [] }) => [...onDone, ...onError])
  return [...Object.values(on).flat(), ...always, ...ofEffects]
}
