/** Windows against a second opinion: a search through every minute, with node-cron's word on local times. */
import fc from 'fast-check'
import nodeCron from 'node-cron'
import { expect, it } from 'vitest'
import { Gate } from './enums.ts'
import { windowState } from './windows.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const at = (text: string): number => Date.parse(text)

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Havana', // shifts at midnight
  'America/St_Johns',
  'Australia/Lord_Howe', // by half an hour
  'Africa/Casablanca', // back for Ramadan
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Asia/Beirut', // at midnight
  'UTC',
]
/** Around every shift of these zones in two years, and anywhere. */
const MOMENTS = fc.oneof(
  fc
    .constantFrom(
      '2026-03-29T01:00Z',
      '2026-10-25T01:00Z',
      '2026-03-08T07:00Z',
      '2026-11-01T06:00Z',
      '2026-03-08T05:00Z',
      '2026-11-01T05:00Z',
      '2026-04-04T15:00Z',
      '2026-10-03T15:30Z',
      '2026-02-15T02:00Z',
      '2026-03-22T02:00Z',
      '2026-03-28T22:00Z',
      '2026-10-24T21:00Z',
      '2011-12-30T10:00Z',
    )
    .map(at),
  fc.integer({ min: at('2024-01-01T00:00Z'), max: at('2028-01-01T00:00Z') }),
)

const formats = new Map<string, Intl.DateTimeFormat>()

/** By the zone's name for its offset: "GMT+02:00". */
function offsetOf(zone: string, ms: number): number {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  formats.set(zone, format)
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE)
}

/** Whether a schedule fires at this minute: node-cron's word on local times, and the rules for shifts. */
function firesAt(isLocal: (localMs: number) => boolean, isHourly: boolean, zone: string, ms: number): boolean {
  const [offset, before] = [offsetOf(zone, ms), offsetOf(zone, ms - MINUTE)]
  for (let skipped = ms + before; skipped < ms + offset; skipped += MINUTE) if (isLocal(skipped)) return true
  if (!isLocal(ms + offset)) return false
  if (isHourly) return true
  // Shown before, if an earlier minute had the same local time.
  for (let back = 30 * MINUTE; back <= 3 * HOUR; back += 30 * MINUTE)
    if (ms - back + offsetOf(zone, ms - back) === ms + offset) return false
  return true
}

const SCHEDULES = fc
  .tuple(
    fc.constantFrom('0', '30', '15,45', '*/10', '59'),
    fc.constantFrom('*', '0', '1', '2', '3', '23', '1-3', '*/2'),
    fc.constantFrom('*', '*', '29', '1-7'),
    fc.constantFrom('*', '*', '3,10'),
    fc.constantFrom('*', '*', '0', 'sat-mon'),
  )
  .map((fields) => fields.join(' '))

it('opens and closes as a search through every minute says', () => {
  fc.assert(
    fc.property(
      SCHEDULES,
      fc.constantFrom(...ZONES),
      fc.constantFrom(10, 45, 60, 150),
      MOMENTS,
      fc.integer({ min: -200, max: 200 }),
      (schedule, zone, minutes, moment, away) => {
        const task = nodeCron.createTask(schedule, () => {}, { timezone: 'UTC' })
        try {
          const isLocal = (localMs: number): boolean => task.match(new Date(localMs))
          const isHourly = schedule.split(' ')[1] === '*'
          const fired = new Map<number, boolean>()
          const fires = (ms: number): boolean => {
            const known = fired.get(ms) ?? firesAt(isLocal, isHourly, zone, ms)
            fired.set(ms, known)
            return known
          }
          const isOpenAt = (ms: number): boolean => {
            for (let back = 0; back < minutes; back += 1) if (fires(ms - back * MINUTE)) return true
            return false
          }
          const window = { schedule, timeZone: zone, durationMs: minutes * MINUTE, gate: Gate.GATE_UNSPECIFIED }
          const now = Math.floor(moment / MINUTE) * MINUTE + away * MINUTE
          const { isOpen, changesAtMs } = windowState([window], 'apply', now)
          expect({ isOpen }).toEqual({ isOpen: isOpenAt(now) })
          // The change, if it comes in four hours, is where it is said to be, and nothing changes before.
          let change = now + MINUTE
          while (change < now + 4 * HOUR && isOpenAt(change) === isOpen) change += MINUTE
          if (change < now + 4 * HOUR) expect(changesAtMs).toBe(change)
          else expect(changesAtMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(change)
        } finally {
          void task.destroy()
        }
      },
    ),
    { numRuns: 200, examples: [['30 2 * * *', 'Europe/Berlin', 60, at('2026-03-29T01:00Z'), 0]] },
  )
})
