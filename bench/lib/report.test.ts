import { describe, expect, it } from 'vitest'
import { percentile } from '../../simulators/statistics.ts'
import { judge, table } from './report.ts'

describe('a figure', () => {
  it('with a floor is held to its ratio', () => {
    const slow = { name: 'p50', value: 1.3, unit: 'ms', floor: 1, budget: 1.25 }
    expect(judge(slow)).toMatchObject({ ratio: 1.3, ok: false })
    expect(judge({ ...slow, value: 1.25 })).toMatchObject({ ratio: 1.25, ok: true })
  })

  it('is judged before it is rounded', () => {
    expect(judge({ name: 'p50', value: 1.2502, unit: 'ms', floor: 1, budget: 1.25 })).toMatchObject({
      ratio: 1.25,
      ok: false,
    })
  })

  it('without a floor is held to its value, from above or from below', () => {
    expect(judge({ name: 'resident', value: 80, unit: 'MB', budget: 75 })).toMatchObject({ ok: false })
    expect(judge({ name: 'survived', value: 99, unit: 'of 100', budget: 100, atLeast: true })).toMatchObject({
      ok: false,
    })
  })

  it('without a budget only informs', () => {
    expect(judge({ name: 'p99', value: 2, unit: 'ms' })).toEqual({ name: 'p99', value: 2, unit: 'ms' })
  })

  it('that misses its budget stands out in the table', () => {
    const machine = { cpu: 'a cpu', cores: 2, memoryBytes: 2 ** 30, kernel: '6.1', node: '24.0.0' }
    const lines = table('b', machine, [judge({ name: 'x', value: 3, unit: 'ms', floor: 1, budget: 2 })]).split('\n')
    expect(lines[0]).toBe('b on a cpu, 2 cores, 1.0 GiB, Linux 6.1, Node 24.0.0')
    expect(lines[3]).toMatch(/^x\s+3 ms\s+1 ms\s+3 ×\s+2 ×\s+MISSED$/)
  })
})

describe('a percentile', () => {
  it.each([
    [0.5, 5],
    [0.99, 10],
    [0.01, 1],
    [1, 10],
  ])('of %s is by nearest rank', (share, expected) => {
    expect(percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share)).toBe(expected)
  })

  it('of nothing is an error', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError)
  })
})
