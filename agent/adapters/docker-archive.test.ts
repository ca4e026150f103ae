import { describe, expect, it } from 'vitest'
import { isOfEarlierRun } from './docker-archive.ts'

describe('a file in a container', () => {
  const STARTED = Date.parse('2026-03-01T12:00:00.400Z')
  const at = (seconds: number) => Math.floor(STARTED / 1000) * 1000 + seconds * 1000

  it.each([
    ['written before the start', at(-1), STARTED, at(60), true],
    ['written in the second of the start', at(0), STARTED, at(60), false],
    ['written since', at(30), STARTED, at(60), false],
    ['written after the clock was set back, so that the start is yet to come', at(-3600), STARTED, at(-3500), false],
    ['written at a time that cannot be read', Number.NaN, STARTED, at(60), false],
    ['of a container whose start cannot be read', at(30), Number.NaN, at(60), false],
  ])('%s', (_, writtenMs, startedMs, nowMs, isLeftOver) => {
    expect(isOfEarlierRun(writtenMs, startedMs, nowMs)).toBe(isLeftOver)
  })
})
