import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { paintWith, tableLines, verdictLine } from './look.ts'
import { Screen } from './screen.ts'
import { reported, trueStory } from './test-facts.ts'

const ESCAPE = '\u001b'

function screenOn(terminal: boolean, env: Record<string, string> = {}, columns = 80) {
  let written = ''
  const screen = new Screen({ write: (text) => (written += text), isTTY: terminal, columns }, env)
  return { screen, written: () => written }
}

const fetching = (doneBytes: number) =>
  reported('fetching', '1', '2', { progress: { step: 'fetching tide', doneBytes, totalBytes: 4_000_000, percent: 20 } })

describe('on a terminal', () => {
  it('the device has one line with a bar, drawn over again, always below what is said', () => {
    const { screen, written } = screenOn(true)
    screen.device(fetching(1_000_000), false)
    screen.say('power cut!')
    screen.device(fetching(2_000_000), true)
    const text = stripVTControlCharacters(written())
    expect(written().split('\n')).toHaveLength(2)
    expect(text).toContain('█')
    expect(text).toContain('fetching tide, 1.0 of 4.0 MB')
    expect(text.split('\n').at(-1)).toContain('no power')
  })

  it('there are colours, unless NO_COLOR is set', () => {
    const coloured = screenOn(true)
    coloured.screen.device(fetching(0), false)
    expect(coloured.written()).toContain(`${ESCAPE}[36m`)
    const plain = screenOn(true, { NO_COLOR: '1' })
    plain.screen.device(fetching(0), false)
    expect(plain.written().replace(`${ESCAPE}[K`, '')).not.toContain(ESCAPE)
  })

  it.each([60, 80, 200])('no line of the device is wider than %i columns', (columns) => {
    const { screen, written } = screenOn(true, {}, columns)
    const long = reported('fetching', '1', '2', { progress: { step: `fetching ${'tide, '.repeat(40)}`, percent: 20 } })
    screen.device(long, false)
    expect(stripVTControlCharacters(written()).replace('\r', '').length).toBeLessThan(columns)
  })
})

describe('without a terminal', () => {
  it('each thing that the device does has one plain line, bytes have none', () => {
    const { screen, written } = screenOn(false)
    for (const report of [fetching(1_000_000), fetching(2_000_000), reported('switching', '1', '2')])
      screen.device(report, false)
    expect(written().split('\n')).toEqual([
      '   pier  20%  fetching tide, 1.0 of 4.0 MB  (version 2)',
      '   pier   0%  switching  (version 2)',
      '',
    ])
    expect(written()).not.toContain(ESCAPE)
  })

  it('nothing is said of a device without power', () => {
    const { screen, written } = screenOn(false)
    screen.device(fetching(0), true)
    expect(written()).toBe('')
  })
})

describe('the table', () => {
  it.each([80, 100, 140])('fits into %i columns and loses nothing', (columns) => {
    const rows = judge(trueStory())
    const lines = tableLines(rows, columns, paintWith(false))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns)
    const words = lines.join(' ')
    for (const { step, expected, seen } of rows)
      for (const word of `${step} ${expected} ${seen}`.split(' ')) expect(words).toContain(word)
  })

  it('marks what did not happen', () => {
    const [row] = judge({ images: new Map(), moments: {} })
    expect(tableLines([row!], 100, paintWith(false))[1]).toMatch(/^ ✗ version 1 .* not reached .* -$/)
    expect(verdictLine(row!, 100, paintWith(false))).toBe('   ✗ should be: runs 1, healthy; is: not reached')
  })
})
