import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextMove, type Traffic } from './liveness-rule.ts'

const patience = { intervalMs: 60_000, answerMs: 20_000 }
const quiet: Traffic = { heardMs: 0, saidMs: 0, byteMs: 0, pingMs: null, owed: null, owedBytes: 0 }
const publish = { sinceMs: 0, what: 'PUBACK' as const }

describe('whether the broker is still there', () => {
  it.each<[string, Partial<Traffic>, number, object]>([
    ['waits for the rest of the interval', {}, 10_000, { kind: 'wait', ms: 50_000 }],
    ['asks after the interval', {}, 60_000, { kind: 'ping' }],
    [
      'asks although we hear of it: it has to hear of us',
      { heardMs: 50_000, byteMs: 50_000 },
      60_000,
      { kind: 'ping' },
    ],
    ['asks although we talk: nobody may listen', { saidMs: 50_000 }, 60_000, { kind: 'ping' }],
    ['asks no second time', { pingMs: 60_000 }, 70_000, { kind: 'wait', ms: 10_000 }],
    [
      'gives up without an answer',
      { pingMs: 60_000 },
      80_000,
      { kind: 'dead', why: expect.stringContaining('no PINGRESP for 20 s') },
    ],
    [
      'gives up without an acknowledgement',
      { owed: publish },
      20_000,
      { kind: 'dead', why: expect.stringContaining('no PUBACK for 20 s') },
    ],
    [
      'waits while bytes come',
      { pingMs: 60_000, saidMs: 60_000, byteMs: 75_000 },
      80_000,
      { kind: 'wait', ms: 15_000 },
    ],
    [
      'asks again while a long message comes: the broker would take us for dead',
      { pingMs: 60_000, saidMs: 60_000, byteMs: 119_000 },
      120_000,
      { kind: 'ping' },
    ],
    [
      'asks no second time where nothing comes',
      { pingMs: 60_000, saidMs: 10_000, byteMs: 60_000 },
      70_000,
      { kind: 'wait', ms: 10_000 },
    ],
    ['waits for what a slow link takes', { owed: publish, owedBytes: 50_000 }, 60_000, { kind: 'ping' }],
    [
      'gives up one that answers and does not acknowledge',
      { owed: publish, byteMs: 119_000, heardMs: 119_000, saidMs: 119_000 },
      120_000,
      { kind: 'dead', why: expect.stringContaining('does not acknowledge: no PUBACK for 120 s') },
    ],
  ])('%s', (_, traffic, nowMs, move) => {
    expect(nextMove({ ...quiet, ...traffic }, patience, nowMs)).toEqual(move)
  })

  it('notices a half-open connection within the interval and the time for an answer, whatever we send', () => {
    const limitMs = patience.intervalMs + patience.answerMs
    fc.assert(
      fc.property(
        fc.array(fc.record({ atMs: fc.nat(100_000), acknowledged: fc.boolean() }), { maxLength: 30 }),
        (sent) => {
          // Nothing comes any more from zero on.
          const traffic = { ...quiet }
          const sends = sent.toSorted((one, other) => one.atMs - other.atMs)
          let nowMs = 0
          for (;;) {
            const move = nextMove(traffic, patience, nowMs)
            if (move.kind === 'dead') break
            if (move.kind === 'ping') {
              traffic.pingMs = nowMs
              traffic.saidMs = nowMs
              continue
            }
            const next = sends[0]
            if (next !== undefined && next.atMs <= nowMs + move.ms) {
              sends.shift()
              nowMs = next.atMs
              traffic.saidMs = nowMs
              if (next.acknowledged) traffic.owed ??= { sinceMs: nowMs, what: 'PUBACK' }
            } else nowMs += move.ms
          }
          expect(nowMs).toBeLessThanOrEqual(limitMs)
        },
      ),
    )
  })

  it('never gives up a broker that answers each question at once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 600_000 }),
        fc.integer({ min: 10, max: 20_000 }),
        (intervalMs, afterMs) => {
          const traffic = { ...quiet }
          let nowMs = 0
          for (let step = 0; step < 50; step++) {
            const move = nextMove(traffic, { intervalMs, answerMs: 20_001 }, nowMs)
            expect(move.kind).not.toBe('dead')
            if (move.kind === 'wait') nowMs += move.ms
            if (move.kind !== 'ping') continue
            nowMs += afterMs
            Object.assign(traffic, { heardMs: nowMs, saidMs: nowMs, byteMs: nowMs })
          }
          expect(nowMs).toBeGreaterThan(intervalMs)
        },
      ),
    )
  })
})
