import { readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createMachine, fromPromise, getInitialSnapshot, getNextSnapshot } from 'xstate'
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import { Desk } from '../testing.ts'
import { DEFINITIONS } from './definitions.ts'
import { EFFECTS } from './effects.ts'
import { machinesPage } from './machines-page.ts'
import { mermaidOf } from './mermaid.ts'
import { svgOf } from './svg.ts'
import { placesOf } from './walk.ts'
import { xstateConfig } from './xstate-config.ts'

const LAMP: MachineDefinition = {
  id: 'lamp',
  type: 'compound',
  initial: 'off',
  on: { BREAK: [{ target: ['lamp.broken'] }] },
  states: {
    off: { type: 'atomic', on: { SWITCH: [{ target: ['lamp.on.warm'], guard: 'is kind=a;b:c' }, { target: [] }] } },
    on: {
      type: 'compound',
      initial: 'warm',
      on: { DIM: [{ target: ['lamp.on.warm'] }] },
      states: {
        warm: { type: 'atomic', invoke: [{ id: 'see', src: 'look', onDone: [{ target: ['lamp.both'] }] }] },
        cold: { type: 'atomic', always: [{ target: ['lamp.on.warm'], reenter: true }] },
      },
    },
    both: { type: 'parallel', states: { left: { type: 'atomic' }, right: { type: 'atomic' } } },
    broken: { type: 'final', description: 'It says <b>no</b> & "ends".' },
  },
}

describe('a chart in Mermaid', () => {
  it('has nested and parallel states, and arrows only between neighbours', () => {
    expect(mermaidOf(LAMP)).toBe(`stateDiagram-v2
  state "off" as lamp_off
  state "on" as lamp_on {
    state "warm" as lamp_on_warm
    state "cold" as lamp_on_cold
    state "any" as lamp_on_any
    [*] --> lamp_on_warm
    lamp_on_any --> lamp_on_warm : DIM
    lamp_on_cold --> lamp_on_warm : at once
  }
  state "both" as lamp_both {
    state "left" as lamp_both_left
    --
    state "right" as lamp_both_right
  }
  state "broken" as lamp_broken
  state "any" as lamp_any
  [*] --> lamp_off
  lamp_any --> lamp_broken : BREAK
  lamp_off --> lamp_on : SWITCH [is kind=a b c]
  lamp_on --> lamp_both : see done
  lamp_broken --> [*]`)
  })

  it('can be of the outermost states only', () => {
    expect(mermaidOf(LAMP, 1)).toContain('\n  state "on" as lamp_on\n')
    expect(mermaidOf(LAMP, 1)).not.toContain('warm')
  })

  it('leads an arrow out of nested states to what is around both ends', () => {
    const nested: MachineDefinition = {
      id: 'm',
      type: 'compound',
      initial: 'a',
      states: {
        a: {
          type: 'compound',
          initial: 'b',
          states: {
            b: {
              type: 'atomic',
              on: { UP: [{ target: ['m.a'] }], OUT: [{ target: ['m.c.d'] }], SELF: [{ target: ['m.a.b'] }] },
            },
          },
        },
        c: { type: 'compound', initial: 'd', states: { d: { type: 'atomic' } } },
      },
    }
    const arrows = mermaidOf(nested)
      .split('\n')
      .filter((line) => line.includes(' : '))
    expect(arrows.map((line) => line.trim()).sort()).toEqual([
      'm_a --> m_a : UP',
      'm_a --> m_c : OUT',
      'm_a_b --> m_a_b : SELF',
    ])
  })
})

describe('a chart as a drawing', () => {
  it('has every state and every arrow, within its frame, and no text that is markup', async () => {
    const svg = await svgOf(LAMP)
    for (const id of placesOf(LAMP).keys()) expect(svg).toContain(`<g id="${id}">`)
    expect(svg.match(/class="arrow"/g)).toHaveLength(5)
    expect(svg).toContain('It says &lt;b&gt;no&lt;/b&gt; &amp; &quot;ends&quot;.')
    expect(svg).not.toMatch(/NaN|undefined|d=""|https?:\/\/(?!www\.w3\.org)/)
    const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!
    for (const [, x = '', y = ''] of svg.matchAll(/<rect [^>]*x="([\d.]+)" y="([\d.]+)"/g)) {
      expect(Number(x)).toBeLessThan(Number(width))
      expect(Number(y)).toBeLessThan(Number(height))
    }
  })
})

describe('a chart for XState', () => {
  it('is a machine that goes as it is drawn', () => {
    const machine = createMachine(xstateConfig(LAMP) as never).provide({
      guards: { is: () => true },
      actors: { look: fromPromise(async () => null) },
    })
    const off = getInitialSnapshot(machine)
    const on = getNextSnapshot(machine, off, { type: 'SWITCH' })
    const both = getNextSnapshot(machine, on, { type: 'xstate.done.actor.see' })
    const broken = getNextSnapshot(machine, both, { type: 'BREAK' })
    expect([off, on, both, broken].map(({ value }) => value)).toEqual([
      'off',
      { on: 'warm' },
      { both: { left: {}, right: {} } },
      'broken',
    ])
  })
})

describe('the charts of this version', () => {
  const charts = new URL('../../docs/charts/', import.meta.url)

  it('are all there are in docs/charts', () => {
    expect([...DEFINITIONS.keys()].map((name) => `${name}.json`)).toEqual(readdirSync(charts).sort())
  })

  it('have a sentence for each of their effects, and for no other', () => {
    const used = [...DEFINITIONS.values()].map((definition) => {
      const effects = [...placesOf(definition).values()].flatMap(({ state }) => state.invoke ?? [])
      return [definition.id, [...new Set(effects.map(({ src }) => src))].sort()]
    })
    const told = Object.entries(EFFECTS).map(([machine, effects]) => [machine, Object.keys(effects).sort()])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(used))
  })

  it('docs/machines.md is fresh (node fleet/charts/machines-page.ts)', () => {
    expect(readFileSync(new URL('../../docs/machines.md', import.meta.url), 'utf8')).toBe(machinesPage())
  })
})

describe('holdfast charts', () => {
  it.each([
    ['mermaid', '.mmd', /^stateDiagram-v2\n/],
    ['svg', '.svg', /^<svg .*<\/svg>\n$/s],
    ['xstate', '.machine.js', /export const machine = createMachine\(\{/],
  ])('writes every machine as %s', async (format, ending, form) => {
    const desk = await Desk.open()
    try {
      expect((await desk.run(`charts --format ${format} --out a/b`)).code).toBe(0)
      const files = await readdir(desk.path('a/b'))
      expect(files.sort()).toEqual([...DEFINITIONS.keys()].map((name) => `${name}${ending}`))
      for (const file of files) expect(await readFile(desk.path(`a/b/${file}`), 'utf8')).toMatch(form)
    } finally {
      await desk.clear()
    }
  })

  it('prints one, and says what is missing or unknown', async () => {
    const desk = await Desk.open()
    try {
      expect(await desk.run('charts --machine device')).toMatchObject({
        code: 0,
        out: `${mermaidOf(DEFINITIONS.get('device')!)}\n`,
      })
      for (const [line, fault] of [
        ['charts', 'with --machine, or a directory with --out'],
        ['charts --machine lamp', '--machine: "lamp" is none of device, network, provision, update'],
        ['charts --format png', '--format: "png" is none of mermaid, svg, xstate'],
      ] as const)
        expect(await desk.run(line)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(fault) })
      await desk.write('taken', '')
      expect(await desk.run('charts --out taken')).toMatchObject({
        code: 1,
        err: expect.stringContaining('HF_FILE_UNREADABLE'),
      })
    } finally {
      await desk.clear()
    }
  })
})
