/** What a flight record has to tell of cuts, and what is taken for a fault in it. */
import { expect, it } from 'vitest'
import type { FlightEntry } from '../../protocol/types.ts'
import { flightFaults, type Outside } from './flight-faults.ts'

const OUTSIDE: Outside = { lives: 2, isCut: true }

function entry(sequence: number, given: Partial<FlightEntry> = {}): FlightEntry {
  const plain = {
    machine: 'update',
    bootId: 'b1',
    monoMs: sequence,
    wallMs: 0,
    from: '',
    to: '',
    event: '',
    detail: '',
  }
  return { ...plain, sequence, ...given }
}
const begin = (sequence: number, life: number, given: Partial<FlightEntry> = {}) =>
  entry(sequence, { machine: 'agent', to: 'running', event: 'start', detail: `life ${life}, agent 0`, ...given })
const end = (sequence: number) => entry(sequence, { machine: 'agent', to: 'stopped', event: 'SIGTERM' })

const faults = (entries: FlightEntry[], outside: Partial<Outside> = {}, damaged = 0) =>
  flightFaults({ entries, damaged }, { ...OUTSIDE, ...outside })

it('a record with an entry of each life, the last one without its end, is whole', () => {
  expect(faults([begin(1, 1), entry(2), end(3), begin(4, 2), entry(5)])).toEqual([])
})

it('a record may have lost its beginning, and may know of a life that nobody else has seen', () => {
  expect(faults([entry(70), begin(90, 7), entry(91), begin(99, 8)], { lives: 7 })).toEqual([])
})

it('machines may be written down one after the other', () => {
  expect(faults([begin(1, 2), entry(2, { monoMs: 9 }), entry(3, { machine: 'device', monoMs: 5 })])).toEqual([])
})

it('commands may be written down in another order than they came in, each of them before its answer', () => {
  const of = (sequence: number, monoMs: number, detail: string) =>
    entry(sequence, { machine: 'command', monoMs, detail })
  expect(faults([begin(1, 2), of(2, 9, 'c1 ok'), of(3, 8, 'c2 restart')])).toEqual([])
  expect(faults([begin(1, 2), of(2, 9, 'c1 restart'), of(3, 8, 'c1')]).join()).toMatch(/of command c1 before it/)
})

it('time begins anew with a boot', () => {
  expect(faults([begin(8, 1), entry(9), begin(10, 2, { bootId: 'b2', monoMs: 1 })])).toEqual([])
})

it.each<[string, FlightEntry[], Partial<Outside>, RegExp]>([
  ['nothing at all', [], {}, /tells of life 0, and 2 were seen/],
  ['not of the last life', [begin(1, 1), entry(2)], {}, /tells of life 1, and 2 were seen/],
  ['not of one in between', [begin(1, 1), begin(2, 3)], {}, /does not tell of life 2/],
  ['of an end where there was a cut', [begin(1, 2), end(2)], {}, /life 2 ended in order/],
  ['of a time before', [begin(1, 2), entry(2, { monoMs: 9 }), entry(3, { monoMs: 8 })], {}, /entry 3 .* was before/],
  ['in a wrong order', [begin(2, 2), entry(2)], {}, /entry 2 .* comes after 2/],
  ['without a boot', [begin(1, 2), entry(2, { bootId: '' })], {}, /entry 2 .* has no boot/],
  [
    'of a boot that was over',
    [begin(1, 1), begin(2, 2, { bootId: 'b2' }), entry(3)],
    {},
    /entry 3 .* is of a boot that was over/,
  ],
  ['of another boot', [begin(1, 2)], { bootId: 'b9' }, /another boot than b9/],
])('a record that tells %s is not', (_, entries, outside, fault) => {
  expect(faults(entries, outside).join()).toMatch(fault)
})

it('a record with damaged entries is not', () => {
  expect(faults([begin(1, 2)], {}, 3)).toEqual(['3 entries of the flight record are damaged'])
})
