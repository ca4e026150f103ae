import { describe, expect, it } from 'vitest'
import type { FlightEntry } from '../../protocol/types.ts'
import { flightLines } from './flight-lines.ts'
import { storyOf } from './flight-story.ts'

const WALL = Date.UTC(2026, 0, 1)

function record(...lines: [boot: string, ms: number, machine: string, to: string, event: string, detail?: string][]) {
  return lines.map(
    ([bootId, monoMs, machine, to, event, detail = ''], index): FlightEntry => ({
      sequence: index + 1,
      machine,
      bootId,
      monoMs,
      wallMs: WALL + monoMs,
      from: '',
      to,
      event,
      detail,
    }),
  )
}

const shown = (entries: FlightEntry[]): string[] => flightLines(storyOf(entries), (_, text) => text)

describe('a flight record', () => {
  it('shows what the device was doing when the power went', () => {
    const entries = record(
      ['b1', 1000, 'agent', 'running', 'start', 'life 1'],
      ['b1', 1010, 'update', 'idle.checking', 'TARGET'],
      ['b1', 1510, 'update', 'switching.acting', 'xstate.done.actor.gate'],
      ['b1', 1520, 'device', 'serving', 'PHASE'],
      ['b2', 300, 'agent', 'running', 'start', 'life 2'],
      ['b2', 350, 'update', 'reconciling.observing', 'start'],
    )
    expect(shown(entries)).toEqual([
      'SINCE BOOT  MACHINE  STATE                  FOR     BECAUSE OF',
      "boot b1, 2026-01-01T00:00:01.000Z by the device's clock",
      '1.000s      agent    running                        start: life 1',
      '1.010s      update   idle.checking          0.500s  TARGET',
      '1.510s      update   switching.acting               xstate.done.actor.gate',
      '1.520s      device   serving                        PHASE',
      '✂ the power went, or the machine was started anew, while:',
      '    update was switching.acting, for at least 0.010s',
      '    device was serving, for at least 0.000s',
      "boot b2, 2026-01-01T00:00:00.300Z by the device's clock",
      '0.300s      agent    running                        start: life 2',
      '0.350s      update   reconciling.observing          start',
    ])
  })

  it('tells a killed agent from a cut of the power by the boot', () => {
    const killed = record(['b1', 1, 'agent', 'running', 'start'], ['b1', 2, 'agent', 'running', 'start'])
    expect(storyOf(killed)).toMatchObject([{ kind: 'entry' }, { kind: 'cut', cause: 'killed' }, { kind: 'entry' }])
  })

  it('tells no cut where the agent said that it stopped', () => {
    const stopped = record(
      ['b1', 1, 'agent', 'running', 'start'],
      ['b1', 2, 'agent', 'stopped', 'SIGTERM'],
      ['b2', 1, 'agent', 'running', 'start'],
    )
    expect(storyOf(stopped).every(({ kind }) => kind === 'entry')).toBe(true)
  })

  it('takes no duration across boots, and none from the agent’s own entries', () => {
    const entries = record(['b1', 9_000, 'update', 'idle', 'a'], ['b2', 1, 'update', 'admitting', 'b'])
    expect(storyOf(entries).map((told) => told.kind === 'entry' && told.stayedMs)).toEqual([null, false, null])
  })

  it('tells moments to the millisecond, also long after the boot', () => {
    const [, , line] = shown(record(['b1', 3_600_000 + 2 * 60_000 + 3_045, 'update', 'idle', 'x']))
    expect(line).toMatch(/^1h02m03\.045s/)
  })

  it('cannot move the cursor of whoever reads it', () => {
    const [, , line] = shown(record(['b1', 1, 'update', '\u001b[2J', 'x']))
    expect(line).toContain('\\x1b[2J')
  })

  it('of nothing is only a header', () => {
    expect(shown([])).toEqual(['SINCE BOOT  MACHINE  STATE  FOR  BECAUSE OF'])
  })
})
