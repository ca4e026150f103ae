import { describe, expect, it } from 'vitest'
import { Gate } from './enums.ts'
import type { Window } from './types.ts'
import { LOOK_AHEAD_MS, windowState } from './windows.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const at = (text: string): number => Date.parse(text)

function window(schedule: string, timeZone = 'Europe/Berlin', durationMs = HOUR, gate = Gate.GATE_UNSPECIFIED): Window {
  return { schedule, timeZone, durationMs, gate }
}

/** "open until …" or "closed until …", for the gate `apply`. */
function told(windows: readonly Window[], time: string): string {
  const { isOpen, changesAtMs } = windowState(windows, 'apply', at(time))
  const when = changesAtMs === null ? 'ever' : new Date(changesAtMs).toISOString().replace('.000', '')
  return `${isOpen ? 'open' : 'closed'} until ${when}`
}

describe('a gate', () => {
  it('is open for ever without windows', () => {
    expect(windowState([], 'apply', 0)).toEqual({ isOpen: true, changesAtMs: null })
  })

  it('is not bound by the windows of the other', () => {
    const windows = [window('0 2 * * *', '', HOUR, Gate.GATE_DOWNLOAD)]
    expect(windowState(windows, 'apply', 0)).toEqual({ isOpen: true, changesAtMs: null })
    expect(windowState(windows, 'download', 0)).toEqual({ isOpen: false, changesAtMs: 2 * HOUR })
  })

  it('is bound by a window that names none', () => {
    expect(windowState([window('0 2 * * *', '')], 'download', 0).isOpen).toBe(false)
    expect(windowState([window('0 2 * * *', '')], 'apply', 0).isOpen).toBe(false)
  })

  it('is open in any of several', () => {
    const windows = [window('0 2 * * *', ''), window('0 12 * * sat', '')]
    expect(told(windows, '2026-01-03T12:30:00Z')).toBe('open until 2026-01-03T13:00:00Z')
    expect(told(windows, '2026-01-03T11:00:00Z')).toBe('closed until 2026-01-03T12:00:00Z')
    expect(told(windows, '2026-01-03T13:00:00Z')).toBe('closed until 2026-01-04T02:00:00Z')
  })

  it('never opens in a window with a fault', () => {
    expect(told([window('0 25 * * *')], '2026-01-01T00:00:00Z')).toBe('closed until ever')
    expect(told([window('0 2 * * *', 'Europe/Atlantis')], '2026-01-01T00:00:00Z')).toBe('closed until ever')
  })
})

describe('a window', () => {
  it.each([
    ['2026-01-10T00:59:59.999Z', 'closed until 2026-01-10T01:00:00Z'],
    ['2026-01-10T01:00:00Z', 'open until 2026-01-10T02:00:00Z'],
    ['2026-01-10T01:59:59.999Z', 'open until 2026-01-10T02:00:00Z'],
    ['2026-01-10T02:00:00Z', 'closed until 2026-01-11T01:00:00Z'],
  ])('of 02:00 in Berlin, at %s: %s', (time, words) => {
    expect(told([window('0 2 * * *')], time)).toBe(words)
  })

  it('may be longer than a day, over the end of a year', () => {
    const weekend = [window('0 18 * * fri', '', 62 * HOUR)]
    expect(told(weekend, '2027-01-03T12:00:00Z')).toBe('open until 2027-01-04T08:00:00Z')
    expect(told(weekend, '2027-01-04T08:00:00Z')).toBe('closed until 2027-01-08T18:00:00Z')
  })

  it('closes when the last of those that follow on each other is over', () => {
    expect(told([window('0,30 2-3 * * *', '', 30 * MINUTE)], '2026-01-01T02:10:00Z')).toBe(
      'open until 2026-01-01T04:00:00Z',
    )
    const two = [window('0 2 * * *', '', 2 * HOUR), window('0 4 * * *', '', HOUR)]
    expect(told(two, '2026-01-01T03:00:00Z')).toBe('open until 2026-01-01T05:00:00Z')
  })

  it('that never closes is asked for again after a week, or what four hundred openings last', () => {
    const now = at('2026-01-01T00:00:30Z')
    const hourly = windowState([window('0 * * * *', '', HOUR)], 'apply', now)
    expect(hourly.isOpen).toBe(true)
    expect(hourly.changesAtMs).toBeGreaterThan(now + LOOK_AHEAD_MS)
    const minutely = windowState([window('* * * * *', '', MINUTE)], 'apply', now)
    expect(minutely.isOpen).toBe(true)
    expect(minutely.changesAtMs).toBe(now - 30_000 + 400 * MINUTE)
  })

  it('needs both days when both are named, as node-cron has it', () => {
    expect(told([window('0 2 1-7 * sun', '')], '2026-01-01T00:00:00Z')).toBe('closed until 2026-01-04T02:00:00Z')
    expect(told([window('0 2 1-7 * sun', '')], '2026-01-04T03:00:00Z')).toBe('closed until 2026-02-01T02:00:00Z')
  })

  it('of a leap day comes again, in 2104 after 2096', () => {
    expect(told([window('0 0 29 2 *', '')], '2096-03-01T00:00:00Z')).toBe('closed until 2104-02-29T00:00:00Z')
    expect(told([window('0 0 29 2 mon', '')], '2072-03-01T00:00:00Z')).toBe('closed until 2112-02-29T00:00:00Z')
  })

  it('is told by the present time alone: a clock that comes from 1970 leaves nothing behind', () => {
    const windows = [window('0 2 * * *')]
    const before = told(windows, '2026-01-10T01:30:00Z')
    expect(told(windows, '1970-01-01T00:00:00Z')).toBe('closed until 1970-01-01T01:00:00Z')
    expect(told(windows, '2099-06-01T12:00:00Z')).toBe('closed until 2099-06-02T00:00:00Z')
    expect(told(windows, '2026-01-10T01:30:00Z')).toBe(before)
  })
})

describe('when clocks go forward (Berlin, 29 March 2026, 02:00 to 03:00 at 01:00Z)', () => {
  it.each(['0 2 * * *', '30 2 * * *', '59 2 * * *'])('%s opens at the shift', (schedule) => {
    expect(told([window(schedule)], '2026-03-29T00:59:59Z')).toBe('closed until 2026-03-29T01:00:00Z')
    expect(told([window(schedule)], '2026-03-29T01:00:00Z')).toBe('open until 2026-03-29T02:00:00Z')
    expect(told([window(schedule)], '2026-03-29T02:00:00Z').startsWith('closed until 2026-03-30T00:')).toBe(true)
  })

  it('a window over the shift lasts its real duration', () => {
    expect(told([window('0 1 * * *', 'Europe/Berlin', 3 * HOUR)], '2026-03-29T02:30:00Z')).toBe(
      'open until 2026-03-29T03:00:00Z',
    )
  })

  it('a day that a zone skips whole opens at the shift (Apia, 30 December 2011)', () => {
    expect(told([window('0 12 30 12 *', 'Pacific/Apia')], '2011-12-30T09:59:59Z')).toBe(
      'closed until 2011-12-30T10:00:00Z',
    )
    expect(told([window('0 12 30 12 *', 'Pacific/Apia')], '2011-12-30T10:30:00Z')).toBe(
      'open until 2011-12-30T11:00:00Z',
    )
  })
})

describe('when clocks go back (Berlin, 25 October 2026, 03:00 to 02:00 at 01:00Z)', () => {
  it('a schedule in the hour that comes twice opens in the first', () => {
    const windows = [window('30 2 * * *')]
    expect(told(windows, '2026-10-25T00:30:00Z')).toBe('open until 2026-10-25T01:30:00Z')
    expect(told(windows, '2026-10-25T01:30:00Z')).toBe('closed until 2026-10-26T01:30:00Z')
  })

  it('a schedule of every hour opens in both', () => {
    const windows = [window('30 * * * *', 'Europe/Berlin', 10 * MINUTE)]
    expect(told(windows, '2026-10-25T00:35:00Z')).toBe('open until 2026-10-25T00:40:00Z')
    expect(told(windows, '2026-10-25T00:45:00Z')).toBe('closed until 2026-10-25T01:30:00Z')
    expect(told(windows, '2026-10-25T01:35:00Z')).toBe('open until 2026-10-25T01:40:00Z')
  })

  it('knows shifts of half an hour (Lord Howe, 5 April 2026, 02:00 to 01:30 at 15:00Z of the day before)', () => {
    const windows = [window('45 1 * * *', 'Australia/Lord_Howe', 10 * MINUTE)]
    expect(told(windows, '2026-04-04T14:45:00Z')).toBe('open until 2026-04-04T14:55:00Z')
    expect(told(windows, '2026-04-04T15:15:00Z')).toBe('closed until 2026-04-05T15:15:00Z')
  })
})
