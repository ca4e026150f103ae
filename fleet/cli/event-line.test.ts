import { expect, it } from 'vitest'
import { eventLine } from './event-line.ts'

const FACTS = { event: 'refused', by: 'x', why: 'one\n1970-01-01T00:00:00.000Z  enrolled  device=forged\u001b[2J' }

it('is one line for people, whatever is in it', () => {
  expect(eventLine(FACTS, 0, false)).toBe(
    '1970-01-01T00:00:00.000Z  refused  by=x why=one\\x0a1970-01-01T00:00:00.000Z  enrolled  device=forged\\x1b[2J\n',
  )
})

it('is one line for programs, with all that was said', () => {
  const line = eventLine(FACTS, 0, true)
  expect(line.trimEnd()).not.toContain('\n')
  expect(JSON.parse(line)).toEqual({ at: '1970-01-01T00:00:00.000Z', ...FACTS })
})
