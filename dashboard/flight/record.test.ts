import { describe, expect, it } from 'vitest'
import type { FlightEntry } from '../page/wire.ts'
import { lastMoveOf, momentAt, momentsOf, readRecord, writeRecord } from './record.ts'

let sequence = 0
const entry = (machine: string, to: string, bootId = 'a', monoMs = 0, event = 'E'): FlightEntry => {
  sequence += 1
  return { sequence, machine, bootId, monoMs, wallMs: 0, from: '', to, event, detail: '' }
}
const start = (bootId: string, monoMs = 0) => entry('agent', 'running', bootId, monoMs, 'start')

describe('the moments of a record', () => {
  it('hold the state of every machine', () => {
    const moments = momentsOf([
      start('a'),
      entry('update', 'idle'),
      entry('device', 'serving'),
      entry('update', 'fetching'),
    ])
    expect(moments.map(({ states }) => Object.fromEntries(states))).toEqual([
      { agent: 'running' },
      { agent: 'running', update: 'idle' },
      { agent: 'running', update: 'idle', device: 'serving' },
      { agent: 'running', update: 'fetching', device: 'serving' },
    ])
  })

  it('know nothing of machines of a life that has ended', () => {
    const moments = momentsOf([start('a'), entry('update', 'switching'), start('b')])
    expect([...moments[2]!.states]).toEqual([['agent', 'running']])
    expect(lastMoveOf(moments, 2, 'update')).toBeNull()
    expect(lastMoveOf(moments, 1, 'update')?.to).toBe('switching')
  })

  it('tell a power cut from a killed agent, and both from an end in good order', () => {
    const cuts = (entries: FlightEntry[]) => momentsOf(entries).map(({ cut }) => cut)
    expect(cuts([start('a'), entry('update', 'x'), start('b')])).toEqual([null, null, 'power'])
    expect(cuts([start('a'), entry('update', 'x'), start('a', 9)])).toEqual([null, null, 'killed'])
    expect(cuts([start('a'), entry('agent', 'stopped'), start('b')])).toEqual([null, null, null])
    expect(cuts([entry('update', 'x', 'a'), entry('update', 'y', 'b')]), 'its beginning was lost').toEqual([
      null,
      'power',
    ])
  })

  it('stand on an axis that never goes back, whatever the clocks say', () => {
    const axis = momentsOf([
      entry('u', 'x', 'a', 500),
      entry('u', 'y', 'a', 900),
      start('b', 3),
      entry('u', 'z', 'b', 1),
    ])
    expect(axis.map(({ axisMs }) => axisMs)).toEqual([0, 400, 1_400, 1_400])
  })

  it('are found by their number, and the last without one', () => {
    const moments = momentsOf([entry('u', 'x'), entry('u', 'y'), entry('u', 'z')])
    expect(momentAt(moments, moments[1]!.entry.sequence)).toBe(1)
    expect(momentAt(moments, null)).toBe(2)
    expect(momentAt(moments, 999_999)).toBe(2)
  })
})

describe('a file', () => {
  it('is read as it was written', () => {
    const entries = [start('a'), entry('update', 'idle')]
    expect(readRecord(writeRecord(entries))).toEqual(entries)
    expect(readRecord('\n\n')).toEqual([])
  })

  it('may come from "holdfast flight --json"', () => {
    const one = entry('update', 'idle')
    const text = [
      { event: 'entry', entry: one, stayedMs: 5 },
      { event: 'cut', cause: 'power', doing: [] },
    ]
      .map((line) => JSON.stringify(line))
      .join('\n')
    expect(readRecord(text)).toEqual([one])
  })

  it.each(['no JSON', '[]', '7', '{}', '{"machine":7,"to":"x"}', '{"machine":"u","to":"x","monoMs":"1"}'])(
    'is refused at its second line: %s',
    (line) => {
      expect(() => readRecord(`${JSON.stringify(entry('u', 'x'))}\n${line}`)).toThrow('line 2')
    },
  )
})
