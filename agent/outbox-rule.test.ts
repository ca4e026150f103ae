/** What waits for a broker that is away is bounded, and no answer of a command that was taken is ever lost. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answered, forgotten, isOwnId, OUTBOX_BOUNDS, ownId, paced, reserveFor, roomFor } from './outbox-rule.ts'

const answered = fc.array(
  fc.record({ bytes: fc.integer({ min: 1, max: 60_000 }), isOwn: fc.boolean(), waits: fc.boolean() }),
  { maxLength: 400 },
)
const numbered = (list: readonly Omit<Answered, 'id'>[]): Answered[] => list.map((one, n) => ({ ...one, id: `c${n}` }))
const bytesOf = (list: readonly Answered[]) => list.reduce((sum, { bytes }) => sum + bytes, 0)

describe('what is forgotten', () => {
  const stays = (all: readonly Answered[]) => all.filter(({ id }) => !forgotten(all).includes(id))

  it('is never an answer from the broker that it has not acknowledged', () => {
    fc.assert(
      fc.property(answered, (list) => {
        const all = numbered(list)
        const kept = new Set(stays(all).map(({ id }) => id))
        expect(all.filter(({ isOwn, waits, id }) => !isOwn && waits && !kept.has(id))).toEqual([])
      }),
    )
  })

  it('leaves the own ones within their bytes, and of all no more than are remembered, but for those that wait', () => {
    fc.assert(
      fc.property(answered, (list) => {
        const kept = stays(numbered(list))
        expect(bytesOf(kept.filter(({ isOwn, waits }) => isOwn && waits))).toBeLessThanOrEqual(OUTBOX_BOUNDS.own)
        const waiting = kept.filter(({ waits }) => waits).length
        expect(kept.length).toBeLessThanOrEqual(Math.max(OUTBOX_BOUNDS.remembered, waiting))
      }),
    )
  })

  it('is the oldest of its kind, and no more than has to be', () => {
    fc.assert(
      fc.property(answered, (list) => {
        const all = numbered(list)
        const gone = new Set(forgotten(all))
        const own = all.filter(({ isOwn, waits }) => isOwn && waits)
        const firstKept = own.findIndex(({ id }) => !gone.has(id))
        expect(own.slice(Math.max(0, firstKept)).some(({ id }) => firstKept >= 0 && gone.has(id))).toBe(false)
        const newestGone = own[firstKept - 1]
        if (firstKept > 0 && newestGone) expect(bytesOf(own.slice(firstKept - 1))).toBeGreaterThan(OUTBOX_BOUNDS.own)
      }),
    )
  })
})

describe('a command', () => {
  it.each([
    ['identify', 0, [], 'take'],
    ['reboot', OUTBOX_BOUNDS.results - reserveFor('reboot'), [], 'take'],
    ['reboot', OUTBOX_BOUNDS.results - reserveFor('reboot') + 1, [], 'refuse'],
    ['exec', OUTBOX_BOUNDS.results - reserveFor('reboot'), [], 'refuse'],
    ['reboot', OUTBOX_BOUNDS.results - 2 * reserveFor('exec'), ['exec', 'exec'], 'refuse'],
    ['reboot', OUTBOX_BOUNDS.results + OUTBOX_BOUNDS.refusals, [], 'leave'],
  ] as const)('%s, with %i bytes that wait and %j under way: %s', (action, waiting, underWay, room) => {
    expect(roomFor(action, waiting, underWay)).toBe(room)
  })

  it('that is taken always has room for its answer, in whatever order they come and go', () => {
    const actions = fc.constantFrom('exec', 'reboot', 'logs', 'flight')
    const moves = fc.array(
      fc.record({
        action: actions,
        answers: fc.nat(3),
        acked: fc.nat(2),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { maxLength: 300 },
    )
    fc.assert(
      fc.property(moves, (list) => {
        const underWay: string[] = []
        const waiting: number[] = []
        const bytes = () => waiting.reduce((sum, each) => sum + each, 0)
        for (const { action, answers, acked, share } of list) {
          const room = roomFor(action, bytes(), underWay)
          if (room === 'take') underWay.push(action)
          if (room === 'refuse') waiting.push(reserveFor('reboot'))
          for (const done of underWay.splice(0, answers)) waiting.push(Math.round(share * reserveFor(done)))
          waiting.splice(0, acked)
          expect(bytes()).toBeLessThanOrEqual(OUTBOX_BOUNDS.results + OUTBOX_BOUNDS.refusals)
        }
      }),
    )
  })

  it('of the device is known by its id', () => {
    expect([isOwnId(ownId(7)), isOwnId('local-x'), isOwnId('deploy-7')]).toEqual([true, false, false])
  })
})

describe('the pace', () => {
  it('lets a few go at once, and then one after the other; a rest makes it whole', () => {
    const pace = { burst: 3, everyMs: 100 }
    let now = 5_000
    let state = { wholeAtMs: 0 }
    const sent: number[] = []
    const send = () => {
      const { waitMs, next } = paced(state, now, pace)
      now += waitMs
      state = next
      sent.push(now)
    }
    for (let n = 0; n < 5; n += 1) send()
    expect(sent).toEqual([5_000, 5_000, 5_000, 5_100, 5_200])
    now += 60_000
    for (let n = 0; n < 3; n += 1) send()
    expect(sent.slice(5)).toEqual([65_200, 65_200, 65_200])
  })

  it('never lets more go in a time than the burst and what has grown since', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (rests, burst) => {
        let now = 0
        let state = { wholeAtMs: 0 }
        const sent = rests.map((rest) => {
          now += rest
          const { waitMs, next } = paced(state, now, { burst, everyMs: 100 })
          state = next
          now += waitMs
          return now
        })
        for (const [from, at] of sent.entries())
          for (const [to, then] of sent.entries())
            if (to >= from) expect(to - from + 1).toBeLessThanOrEqual(burst + (then - at) / 100)
      }),
      { numRuns: 30 },
    )
  })
})
