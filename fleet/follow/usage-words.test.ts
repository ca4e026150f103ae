import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { ByteClass } from '../../protocol/enums.ts'
import type { Report } from '../../protocol/types.ts'
import { lastOutcomes, spentWords, usageWords } from './usage-words.ts'

const reported = (report: Loose<Report>) => decode<Report>(KINDS.Report, encode(KINDS.Report, report))
const usageOf = (usage: Loose<Report['usage'] & object>) => reported({ usage }).usage!
const { BYTE_CLASS_CONTENT, BYTE_CLASS_REPORTS } = ByteClass

describe('what has gone over the links', () => {
  const usage = usageOf({
    link: 'cellular',
    metered: true,
    counts: [
      { class: BYTE_CLASS_CONTENT, link: 'ethernet', dayBytes: 0, monthBytes: 812_000_000 },
      { class: BYTE_CLASS_CONTENT, link: 'cellular', metered: true, dayBytes: 20_000_000, monthBytes: 61_000_000 },
      { class: BYTE_CLASS_REPORTS, link: 'cellular', metered: true, dayBytes: 1_234, monthBytes: 98_765 },
    ],
    budgets: [
      {
        budget: { class: BYTE_CLASS_CONTENT, link: 'cellular', dayBytes: 20_000_000, monthBytes: 500_000_000 },
        dayBytes: 20_000_000,
        monthBytes: 61_000_000,
        wholeAtMs: Date.parse('2026-01-31T00:00Z'),
      },
      { budget: { link: 'metered', monthBytes: 1_000_000_000 }, dayBytes: 20_001_234, monthBytes: 61_098_765 },
    ],
  })

  it('is said by link, and of each budget', () => {
    expect(usageWords(usage)).toEqual([
      'over ethernet: 0 B today, 812 MB this month (content 812 MB)',
      'over cellular, which it uses now: 20 MB today, 61.1 MB this month (content 61 MB, reports 98.8 kB)',
      'the byte budget for content over cellular: 20 MB of 20 MB today, 61 MB of 500 MB this month; it is spent until 2026-01-31T00:00:00.000Z',
      'the byte budget for everything over metered links: 61.1 MB of 1 GB this month',
    ])
  })

  it('is remarked on where it is spent', () => {
    expect(spentWords(usage)).toEqual([usageWords(usage)[2]])
    expect(spentWords(usageOf({}))).toEqual([])
  })
})

it('the last updates are told, the newest first, and why one was refused', () => {
  const atMs = Date.parse('2026-01-30T12:00Z')
  const report = reported({
    outcomes: [
      { number: 1, outcome: 'committed', epoch: 6, version: 'v6', atMs },
      {
        number: 2,
        outcome: 'refused',
        epoch: 7,
        version: 'v7',
        code: 'HF_HEALTH_TIMEOUT',
        message: 'not healthy in time',
        atMs,
      },
      { number: 3, outcome: 'went-back', epoch: 5, atMs },
    ],
  })
  expect(lastOutcomes(report, 2)).toEqual([
    'went-back epoch 5 at 2026-01-30T12:00:00.000Z',
    'refused epoch 7 (v7) at 2026-01-30T12:00:00.000Z: HF_HEALTH_TIMEOUT not healthy in time',
  ])
})
