/** Every budget that covers something has its say, and none lets more go than it allows. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOCAL } from '../link-facts.ts'
import { type Budget, inForce, leftFor, reportPaceMs, usesOf } from './budget.ts'
import { BYTE_CLASSES, begun, counted, type Row } from './counts.ts'

const MB = 1_000_000
const budget = (change: Partial<Budget>): Budget => ({ class: 'all', link: '', dayBytes: 0, monthBytes: 0, ...change })
const ETHERNET = { type: 'ethernet', metered: false }
const CELLULAR = { type: 'cellular', metered: true }
const rowsOf = (...bytes: [Row['class'], typeof CELLULAR, number][]): Row[] =>
  bytes.reduce<Row[]>((rows, [of, link, count]) => counted(rows, of, link, count), [])

describe('what is left', () => {
  const rows = rowsOf(['content', CELLULAR, 8 * MB], ['logs', CELLULAR, MB], ['content', ETHERNET, 500 * MB])
  it.each<[string, Partial<Budget>[], Row['class'], typeof CELLULAR, number]>([
    ['nothing limits', [], 'content', CELLULAR, Number.POSITIVE_INFINITY],
    ['a class, on a link', [{ class: 'content', link: 'cellular', dayBytes: 10 * MB }], 'content', CELLULAR, 2 * MB],
    [
      'another link',
      [{ class: 'content', link: 'cellular', dayBytes: 10 * MB }],
      'content',
      ETHERNET,
      Number.POSITIVE_INFINITY,
    ],
    [
      'another class',
      [{ class: 'content', link: 'cellular', dayBytes: 10 * MB }],
      'logs',
      CELLULAR,
      Number.POSITIVE_INFINITY,
    ],
    ['all classes together', [{ link: 'cellular', monthBytes: 10 * MB }], 'logs', CELLULAR, MB],
    ['metered links together', [{ link: 'metered', dayBytes: 9 * MB }], 'reports', CELLULAR, 0],
    [
      'metered links, and one that is not',
      [{ link: 'metered', dayBytes: MB }],
      'content',
      ETHERNET,
      Number.POSITIVE_INFINITY,
    ],
    ['any link', [{ class: 'content', dayBytes: 600 * MB }], 'content', ETHERNET, 92 * MB],
    [
      'the least of several',
      [{ dayBytes: 600 * MB }, { link: 'cellular', dayBytes: 10 * MB }],
      'content',
      CELLULAR,
      MB,
    ],
    [
      'a month that is less than its day',
      [{ class: 'content', dayBytes: 600 * MB, monthBytes: 510 * MB }],
      'content',
      ETHERNET,
      2 * MB,
    ],
  ])('%s', (_, budgets, of, link, bytes) => {
    expect(leftFor(usesOf(budgets.map(budget), rows), of, link).bytes).toBe(bytes)
  })

  it('what neighbours give each other is of no link to the outside, and has a budget only by its own name', () => {
    const local = [{ class: 'content' as const, link: 'local', metered: false, day: 3 * MB, month: 3 * MB }]
    const any = usesOf([budget({ class: 'content', dayBytes: 5 * MB })], local)
    expect(leftFor(any, 'content', ETHERNET).bytes).toBe(5 * MB)
    expect(leftFor(any, 'content', LOCAL).bytes).toBe(Number.POSITIVE_INFINITY)
    const own = usesOf([budget({ class: 'content', link: 'local', dayBytes: 5 * MB })], local)
    expect(leftFor(own, 'content', LOCAL).bytes).toBe(2 * MB)
  })

  it('of two that are spent, is told of the one that lasts longer', () => {
    const uses = usesOf([budget({ class: 'content', link: 'cellular', dayBytes: MB, monthBytes: 2 * MB })], rows)
    expect(leftFor(uses, 'content', CELLULAR).by).toMatchObject({ period: 'month', whole: 2 * MB })
  })

  it('and what was counted make up the whole, for whatever is counted', () => {
    const links = fc.constantFrom(ETHERNET, CELLULAR, { type: 'wifi', metered: true })
    const events = fc.array(fc.tuple(fc.constantFrom(...BYTE_CLASSES), links, fc.nat(MB)), { maxLength: 60 })
    fc.assert(
      fc.property(events, fc.constantFrom('', 'metered', 'wifi'), (list, link) => {
        const all = rowsOf(...list)
        const sum = list
          .filter(([, on]) => link === '' || on.type === link || (link === 'metered' && on.metered))
          .reduce((total, [, , bytes]) => total + bytes, 0)
        const [use] = usesOf([budget({ link, dayBytes: 1 })], all)
        expect([use?.day, use?.month]).toEqual([sum, sum])
        const nextDay = usesOf([budget({ link, dayBytes: 1 })], begun(all, { isNewDay: true, isNewMonth: false }))
        expect([nextDay[0]?.day, nextDay[0]?.month]).toEqual([0, sum])
      }),
    )
  })
})

it('the budgets of the device go over those of the target, one by one; one of zero lifts it', () => {
  const target = [budget({ class: 'content', link: 'cellular', dayBytes: 5 }), budget({ class: 'logs', dayBytes: 7 })]
  const own = [budget({ class: 'content', link: 'cellular', monthBytes: 9 }), budget({ class: 'logs' })]
  expect(inForce(own, target)).toEqual([own[0]])
})

it('however many kinds of links there are, the rows are few, and nothing is lost', () => {
  const kinds = Array.from({ length: 500 }, (_, n) => ({ type: `kind-${n}`, metered: n % 2 === 0 }))
  const rows = kinds.reduce<Row[]>((all, link) => counted(all, 'control', link, 10), [])
  expect(rows.length).toBeLessThanOrEqual(32)
  expect(rows.reduce((sum, { day }) => sum + day, 0)).toBe(5_000)
})

it('reports are the slower the less is left', () => {
  const left = (used: number) =>
    leftFor(
      usesOf([budget({ class: 'reports', dayBytes: 100 })], rowsOf(['reports', CELLULAR, used])),
      'reports',
      CELLULAR,
    )
  expect([left(79), left(80), left(99), left(100), left(500)].map(reportPaceMs)).toEqual([
    0, 60_000, 60_000, 3_600_000, 3_600_000,
  ])
})
