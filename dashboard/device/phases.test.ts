import { expect, it } from 'vitest'
import type { FlightEntry } from '../page/wire.ts'
import { lastUpdate, phaseOf, phaseSpans } from './phases.ts'

const at = (monoMs: number, to: string, bootId = 'a', machine = 'update'): FlightEntry => ({
  sequence: monoMs,
  machine,
  bootId,
  monoMs,
  wallMs: 0,
  from: '',
  to,
  event: '',
  detail: '',
})
const spans = (...entries: FlightEntry[]) =>
  phaseSpans(entries).map(({ phase, fromMs, toMs, isOpen }) => [phase, toMs - fromMs, isOpen])

it('a phase lasts until the next one begins, whatever happens inside of it', () => {
  expect(spans(at(0, 'fetching.pulling'), at(5, 'fetching.waiting'), at(9, 'switching.looking'))).toEqual([
    ['fetching', 9, false],
    ['switching', 0, true],
  ])
})

it('what other machines do shows that a phase still lasts', () => {
  expect(spans(at(0, 'proving.x'), at(70, 'serving', 'a', 'device'))).toEqual([['proving', 70, true]])
})

it('no phase is measured over a change of the boot', () => {
  expect(spans(at(500, 'switching.x', 'a'), at(3, 'reconciling.x', 'b'), at(8, 'switching.x', 'b'))).toEqual([
    ['switching', 0, false],
    ['reconciling', 5, false],
    ['switching', 0, true],
  ])
})

it('the last update begins after the last rest', () => {
  const all = phaseSpans([
    at(0, 'proving.x'),
    at(1, 'idle.x'),
    at(2, 'fetching.x'),
    at(3, 'proving.x'),
    at(4, 'idle.x'),
  ])
  expect(lastUpdate(all).map(({ phase }) => phase)).toEqual(['fetching', 'proving', 'idle'])
  expect(lastUpdate(all.slice(1, 2)).map(({ phase }) => phase)).toEqual(['idle'])
})

it('the phase of a state is its first word', () => {
  expect(['idle', 'switching.acting', 'serving(a, b)', ''].map(phaseOf)).toEqual(['idle', 'switching', 'serving', ''])
})
