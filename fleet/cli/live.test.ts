/** Lines that are drawn over again leave nothing behind, however wide and however many they are. */
import { expect, it } from 'vitest'
import { terminal } from '../testing.ts'
import { LiveLines } from './live.ts'

const ESC = String.fromCharCode(27)
const PARTS = new RegExp(`(${ESC}\\[\\d*[A-Za-z]|\n)`)
const UP = new RegExp(`^${ESC}\\[(\\d+)A$`)

/** What a terminal of this size shows in the end; a line that is too wide wraps, as on a real one. */
function screen(out: string, columns: number): string[] {
  const rows: string[] = []
  let at = 0
  for (const part of out.split(PARTS)) {
    const up = UP.exec(part)
    if (up !== null) at -= Number(up[1])
    else if (part === `${ESC}[J`) rows.splice(at)
    else if (part === '\n') at += 1
    else if (!part.startsWith(ESC))
      for (const char of part) {
        if (rows[at]?.length === columns) at += 1
        rows[at] = (rows[at] ?? '') + char
      }
  }
  return rows
}

it.each([
  ['plain', (text: string) => text],
  ['in colour', (text: string) => `${ESC}[31m${text}${ESC}[0m`],
])('draws over lines that are wider than the terminal, %s', (_, paint) => {
  const { io, out } = terminal({ columns: 20, rows: 24 })
  const live = new LiveLines(io)
  live.draw([paint('x'.repeat(70)), 'second'])
  live.draw([paint('y'.repeat(45)), 'second\nthird\tand'])
  expect(screen(out(), 20)).toEqual([`${'y'.repeat(18)}…`, 'second', 'third and'])
})

it('says how many there are no rows for', () => {
  const { io, out } = terminal({ columns: 80, rows: 4 })
  new LiveLines(io).draw(['a', 'b', 'c', 'd'])
  expect(screen(out(), 80)).toEqual(['a', 'b', '… and 2 more'])
})
