import { describe, expect, it } from 'vitest'
import { faultsIn, releaseOf } from './testing.ts'

it.each([
  ['022', 18],
  ['-0_22', -18],
  ['0b1_1', 3],
  ['1_000', 1000],
  ['0', 0],
  ['08', 8],
  ['"022"', '022'],
  ['!!str 022', '022'],
  ['1_a', '1_a'],
  ['_1', '_1'],
  ['0_b1', '0_b1'],
  ['0777777777777777777777', '0777777777777777777777'],
])('%s is what every compose tool takes it for', (text, value) => {
  const release = releaseOf({ 'c.yml': `services: { a: { image: x, environment: { A: ${text} } } }` })
  expect(release.services[0]?.environment.A).toBe(String(value))
})

describe('a file that the parser of YAML gives up on', () => {
  it.each<[string, string, RegExp]>([
    ['lists within lists', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, /^c\.yml:1:\d+: is nested deeper than 100/],
    ['items within items', '- '.repeat(20_000), /^c\.yml:1:\d+: is nested deeper than 100 levels$/],
    ['just too deep', `a: ${'['.repeat(101)}${']'.repeat(101)}`, /^c\.yml:1:\d+: is nested deeper than 100 levels$/],
    ['a second document', 'a: 1\n---\nb: 2\n', /^c\.yml:2:1: holds a second document; a compose file is one$/],
  ])('has one fault, in words about the file: %s', (_, text, fault) => {
    const faults = faultsIn({ 'c.yml': text })
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(fault)
  })
})
