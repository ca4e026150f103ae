import { describe, expect, it } from 'vitest'
import { faultsIn } from './testing.ts'

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
