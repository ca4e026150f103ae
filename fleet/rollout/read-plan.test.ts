import { describe, expect, it } from 'vitest'
import { chooses } from '../query/match-query.ts'
import type { Query } from '../query/parse-query.ts'
import { DEFAULT_GATE, DEFAULT_PLAN } from './plan.ts'
import { readPlan } from './read-plan.ts'

const KNOWN = [
  { name: 'b', fleet: 'f', tags: ['canary'] },
  { name: 'a', fleet: 'f', tags: ['canary', 'site=berlin'] },
]
const find = (query: Query) => KNOWN.filter((device) => chooses([query], device)).map(({ name }) => name)
const read = (text: string) => readPlan(text, 'plan.yml', find)

const WHOLE = `
defaults:
  gate: { success: 95%, failure: 5%, minimum: 10 }
  bake: 10m
waves:
  - tags: [canary]
    bake: 1h
  - names: [till-1, till-2]
  - devices: 20
    rate: { per-minute: 10, factor: 2, every: 50, by: notified, most: 1000 }
  - share: 25%
    timeout: 2h
    gate: { minimum: 100 }
  - share: 100%
on-breach: revert
progress-timeout: 30m
retries: 1
restarts: 5
start: 2030-01-31T02:00:00Z
windows:
  - { schedule: "0 2 * * *", time-zone: Europe/Berlin, duration: 3h }
`

describe('a plan', () => {
  it('is read with all that it has', () => {
    const plan = read(WHOLE)
    expect(plan.waves.map(({ size }) => size)).toEqual([
      { kind: 'devices', devices: ['a', 'b'] },
      { kind: 'devices', devices: ['till-1', 'till-2'] },
      { kind: 'count', count: 20 },
      { kind: 'share', share: 2500 },
      { kind: 'share', share: 10_000 },
    ])
    expect(plan.waves[0]).toMatchObject({
      bakeMs: 3_600_000,
      rate: null,
      gate: { ...DEFAULT_GATE, success: 0.95, failure: 0.05, minimum: 10 },
    })
    expect(plan.waves[2]?.rate).toEqual({ perMinute: 10, factor: 2, every: 50, by: 'notified', most: 1000 })
    expect(plan.waves[3]).toMatchObject({ stepTimeoutMs: 7_200_000, gate: { success: 0.95, minimum: 100 } })
    expect(plan).toMatchObject({ onBreach: 'revert', progressTimeoutMs: 1_800_000, retries: 1, restarts: 5 })
    expect(plan.notBeforeMs).toBe(Date.UTC(2030, 0, 31, 2))
    expect(plan.windows).toEqual([{ schedule: '0 2 * * *', timeZone: 'Europe/Berlin', durationMs: 10_800_000 }])
  })

  it('chooses the devices of a wave by a query', () => {
    const plan = read('waves:\n  - where: canary, site!=berlin\n  - tags: [site=berlin]')
    expect(plan.waves.map(({ size }) => size)).toEqual([
      { kind: 'devices', devices: ['b'] },
      { kind: 'devices', devices: ['a'] },
    ])
  })

  it('has the usual waves where it names none, with its own defaults', () => {
    const plan = read('defaults: { bake: 5s }')
    expect(plan.waves.map(({ size }) => size)).toEqual(DEFAULT_PLAN.waves.map(({ size }) => size))
    expect(plan.waves.every(({ bakeMs }) => bakeMs === 5000)).toBe(true)
  })

  it.each<[string, string, RegExp]>([
    ['a word that is not known', 'wavez: []', /^plan\.yml:1:1.*"wavez".*waves/s],
    ['no waves', 'waves: []', /^plan\.yml:1:8/],
    ['a wave of two kinds', 'waves:\n  - { share: 5%, devices: 3 }', /^plan\.yml:2:5.*exactly one/s],
    ['a share that is none', 'waves:\n  - share: 101%', /^plan\.yml:2:12/],
    ['a share that shrinks', 'waves:\n  - share: 50%\n  - share: 20%', /^plan\.yml:3:5.*larger/s],
    ['a rate without a number', 'waves:\n  - share: 5%\n    rate: { factor: 2 }', /^plan\.yml:3:11.*per-minute/s],
    ['a rate that shrinks', 'waves:\n  - share: 5%\n    rate: { per-minute: 1, factor: 0.5 }', /^plan\.yml:3:36/],
    [
      'a gate with a word that is not known',
      'waves:\n  - share: 5%\n    gate: { sucess: 5% }',
      /^plan\.yml:3:13.*success/s,
    ],
    ['a query that is none', 'waves:\n  - where: site=', /^plan\.yml:2:12.*character 6: a value is missing/s],
    ['a query that nobody answers', 'waves:\n  - where: site=paris', /^plan\.yml:2:12.*no device/s],
    [
      'tags that nobody has',
      'waves:\n  - tags: [x, y=1]',
      /^plan\.yml:2:11.*no device of the fleet has these tags: x, y=1/,
    ],
    ['a name that is none', 'waves:\n  - names: ["../a"]', /^plan\.yml:2:13/],
    ['a duration without a unit', 'progress-timeout: 30', /^plan\.yml:1:19/],
    ['an instant that is none', 'start: tomorrow', /^plan\.yml:1:8/],
    ['a window that never opens', 'windows:\n  - { schedule: "61 * * * *" }', /^plan\.yml:2:5/],
    ['a breach that nobody knows', 'on-breach: panic', /^plan\.yml:1:12/],
    [
      'too many names',
      `waves:\n${[0, 1].map((at) => `  - names: [${Array.from({ length: 600 }, (_, one) => `d${at}-${one}`).join(', ')}]`).join('\n')}`,
      /1200 devices/,
    ],
    ['no YAML', 'a: [', /^plan\.yml:/],
    ['a list', '- a', /^plan\.yml:1:1/],
  ])('with %s is refused with its place', (_, text, words) => {
    let error: { code?: string; place?: string; message?: string } = {}
    try {
      read(text)
    } catch (thrown) {
      error = thrown as object
    }
    expect(error.code).toBe('HF_PLAN_INVALID')
    expect(`${error.place} ${error.message}`).toMatch(words)
  })

  it('tells every fault at once', () => {
    expect(() => read('retries: many\nrestarts: few')).toThrow(/2:11/)
  })
})
