import { describe, expect, it } from 'vitest'
import type { FlightEntry } from '../../protocol/types.ts'
import { flightAnswer } from './answer-flight.ts'

const entry = (sequence: number, detail = ''): FlightEntry => ({
  sequence,
  machine: 'update',
  bootId: 'b',
  monoMs: 1,
  wallMs: 1,
  from: 'a',
  to: 'b',
  event: 'E',
  detail,
})
const linesOf = (entries: FlightEntry[]) =>
  flightAnswer(entries)
    .output.split('\n')
    .map((line) => (JSON.parse(line) as FlightEntry).sequence)

describe('the answer to "flight"', () => {
  it('is one entry a line, oldest first', () => {
    expect(linesOf([entry(1), entry(2), entry(3)])).toEqual([1, 2, 3])
  })

  it('of nothing is empty', () => {
    expect(flightAnswer([])).toMatchObject({ outcome: 'ok', output: '' })
  })

  it('stays below 64 KiB and keeps the newest, also when they are long and not ASCII', () => {
    const entries = Array.from({ length: 512 }, (_, n) => entry(n + 1, 'ü'.repeat(200)))
    const answer = flightAnswer(entries)
    expect(Buffer.byteLength(answer.output)).toBeLessThanOrEqual(64 * 1024)
    expect(linesOf(entries).at(-1)).toBe(512)
    expect(answer.message).toMatch(/^\d+ older entries did not fit$/)
  })
})
