import { describe, expect, it } from 'vitest'
import { windowFault } from './window-fault.ts'

const NIGHTLY = { schedule: '0 2 * * *', timeZone: 'Europe/Berlin', durationMs: 3_600_000 }

describe('a window', () => {
  it.each([
    ['a schedule, a zone and a duration', {}],
    ['no zone, which is UTC', { timeZone: '' }],
    ['no duration, which is an hour', { durationMs: 0 }],
    ['the shortest duration', { durationMs: 60_000 }],
    ['the longest duration', { durationMs: 31 * 86_400_000 }],
    ['a zone of three parts', { timeZone: 'America/Argentina/Buenos_Aires' }],
  ])('may have %s', (_, change) => {
    expect(windowFault({ ...NIGHTLY, ...change })).toBeNull()
  })

  it.each([
    ['a schedule of six fields', { schedule: '0 0 2 * * *' }, 'five fields'],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }, '"Europe/Atlantis"'],
    ['an offset for a zone', { timeZone: '+02:00' }, '"+02:00"'],
    ['a duration below a minute', { durationMs: 59_999 }, 'between one minute and 31 days'],
    ['a duration beyond a month', { durationMs: 31 * 86_400_000 + 1 }, 'between one minute and 31 days'],
    ['a duration that is no number', { durationMs: Number.NaN }, null],
  ])('may not have %s', (_, change, words) => {
    const fault = windowFault({ ...NIGHTLY, ...change })
    // What is not set takes the default, and NaN is not set.
    if (words === null) expect(fault).toBeNull()
    else expect(fault).toContain(words)
  })
})
