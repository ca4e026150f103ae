import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fleetLines } from './fleet-lines.ts'
import { add, figuresOf, freshTally, sumOf, type Tally } from './fleet-tally.ts'

const tallies: fc.Arbitrary<Tally> = fc
  .record({
    devices: fc.nat(99),
    sent: fc.nat(999),
    failures: fc.dictionary(fc.constantFrom('HF_A', 'HF_B'), fc.integer({ min: 1, max: 9 })),
    convergedMs: fc.array(fc.nat(9_999)),
  })
  .map((given) => ({ ...freshTally(), ...given }))

describe('what several processes have counted', () => {
  it('adds up, in whatever order and grouping', () => {
    fc.assert(
      fc.property(fc.array(tallies), fc.nat(9), (parts, at) => {
        const whole = sumOf(parts)
        expect(whole.sent).toBe(parts.reduce((sum, { sent }) => sum + sent, 0))
        expect(whole.convergedMs).toHaveLength(parts.reduce((sum, { convergedMs }) => sum + convergedMs.length, 0))
        expect(sumOf([sumOf(parts.slice(0, at)), sumOf(parts.slice(at))])).toEqual(whole)
      }),
    )
  })

  it('has in a table only what there is', () => {
    const table = {}
    add(table, 'idle', 1)
    add(table, 'idle', -1)
    expect(table).toEqual({})
  })
})

describe('the figures at the end', () => {
  it('are percentiles of convergence, failures by reason, messages, bytes and memory for each device', () => {
    const tally: Tally = {
      ...freshTally(),
      devices: 10,
      connected: 9,
      convergedMs: Array.from({ length: 100 }, (_, n) => (n + 1) * 10),
      failures: { HF_HEALTH_FAILED: 3 },
      faults: { 'power-cut': 2 },
      sent: 300,
      received: 100,
      baseBytes: 50_000_000,
      residentBytes: 51_000_000,
      baseHeapBytes: 20_000_000,
      heapBytes: 20_500_000,
      cpuMs: 500,
    }
    const figures = Object.fromEntries(figuresOf(tally, 20_000).map(({ name, value }) => [name, value]))
    expect(figures).toMatchObject({
      'converged, half of them within': 0.5,
      'converged, 99 of 100 within': 0.99,
      'refused: HF_HEALTH_FAILED': 3,
      'fault: power-cut': 2,
      'messages for each update': 4,
      'memory for each device': 100,
      'of it on the heap': 50,
      'processor for each update': 5,
    })
    expect(fleetLines(tally, 20_000, null).join('\n')).toMatch(
      /9 of 10 devices connected[\s\S]*HF_HEALTH_FAILED 3[\s\S]*100 KB for each device/,
    )
  })

  it('are there for a fleet that has done nothing', () => {
    for (const { value } of figuresOf(freshTally(), 0)) expect(Number.isFinite(value)).toBe(true)
  })
})
