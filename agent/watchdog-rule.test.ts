import { describe, expect, it } from 'vitest'
import { commandEffects } from '../machines/commands.ts'
import { networkEffects } from '../machines/network-effects.ts'
import { provisionEffects } from '../machines/provision-effects.ts'
import { updateEffects } from '../machines/update-effects.ts'
import { stuckIn } from './watchdog-rule.ts'

const HOUR = 3_600_000
const effect = (src: string, sinceMs = 0, allowanceMs = 0) => ({ key: `update/${src}`, src, sinceMs, allowanceMs })
const judge = (effects: ReturnType<typeof effect>[], nowMs: number, workingSinceMs: number | null = null) =>
  stuckIn({ effects, workingSinceMs }, nowMs)

describe('the agent is stuck', () => {
  it.each(['observe', 'admit', 'plan', 'gate', 'survey', 'prove', 'stage', 'act', 'tidy', 'fetch'])(
    'when %s goes on for ever without progress, and not within its bound',
    (src) => {
      expect(judge([effect(src)], HOUR)).toBe(`update/${src} (${src}) has made no progress for 3600 s`)
      expect(judge([effect(src)], 4 * 60_000)).toBe(null)
      expect(judge([effect(src, HOUR - 1000)], HOUR)).toBe(null)
    },
  )

  it('when one event is worked on for ever, though nothing else is under way', () => {
    expect(judge([], HOUR, HOUR - 301_000)).toBe('one event has been worked on for 301 s')
    expect(judge([], HOUR, HOUR - 299_000)).toBe(null)
  })

  it('in a claim only long after the hour for which an operator is waited for', () => {
    expect(judge([effect('claim')], HOUR + 10 * 60_000)).toBe(null)
    expect(judge([effect('claim')], 2 * HOUR)).toContain('claim')
  })

  it('also in an effect that is new', () => {
    expect(judge([effect('dream')], HOUR)).toContain('dream')
  })

  it('only after the grace that a stop was given', () => {
    expect(judge([effect('act', 0, HOUR)], HOUR)).toBe(null)
    expect(judge([effect('act', 0, HOUR)], HOUR + 16 * 60_000)).toContain('act')
  })
})

const WAITING = [
  'confirmContact',
  'contact',
  'expire',
  'expireBehind',
  'patience',
  'pause',
  'runCommand',
  'stopsEnd',
  'streamLogs',
  'unlock',
  'untilRenewal',
]

describe('what waits by its nature', () => {
  it.each(WAITING)('%s is never stuck', (src) => {
    expect(judge([effect(src)], 1_000 * HOUR)).toBe(null)
  })

  it('is all that has no bound', () => {
    const all = { ...updateEffects, ...commandEffects, ...networkEffects, ...provisionEffects }
    const free = Object.keys(all).filter((src) => judge([effect(src)], 2 * HOUR) === null)
    expect(free.sort()).toEqual(WAITING)
  })
})
