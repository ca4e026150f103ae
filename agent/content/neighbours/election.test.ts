/** Who goes outside for a blob. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BlobState, decide, type Sighting } from './election.ts'
import { longestMs, patience, STALLED_MS, type Waiting, waitedOn } from './patience.ts'

const D = `sha256:${'a'.repeat(64)}`
const [A, B, C] = ['192.168.7.1:48482', '192.168.7.2:48482', '192.168.7.3:48482'] as const
const seen = (...states: [string, BlobState][]): Sighting[] => states.map(([address, state]) => ({ address, state }))

/** Of two that claim, the one that keeps its claim. */
const [above, below] = decide(D, A, true, seen([B, 'claiming'])).act === 'look' ? [A, B] : [B, A]

describe('a device that claims a blob', () => {
  it.each([
    ['nobody else is there', above, seen(), { act: 'fetch' }],
    ['nobody else has to do with it', above, seen([below, 'none'], [C, 'none']), { act: 'fetch' }],
    ['one has it', above, seen([below, 'whole'], [C, 'growing']), { act: 'take', from: below }],
    ['one brings it', above, seen([below, 'growing'], [C, 'claiming']), { act: 'wait', for: below }],
    ['one above claims it', below, seen([above, 'claiming']), { act: 'wait', for: above }],
    ['one below claims it', above, seen([below, 'claiming']), { act: 'look', for: below }],
    ['one claims it, and sees no claim of it', '', seen([below, 'claiming']), { act: 'wait', for: below }],
  ] as const)('when %s', (_, self, others, verdict) => expect(decide(D, self, true, others)).toEqual(verdict))

  it.each([
    ['nobody has to do with it', seen([below, 'none']), { act: 'claim' }],
    ['one has it', seen([below, 'whole']), { act: 'take', from: below }],
    ['one brings it', seen([below, 'growing']), { act: 'wait', for: below }],
    ['one claims it, of whatever rank', seen([below, 'claiming']), { act: 'wait', for: below }],
  ] as const)('does so first when %s', (_, others, verdict) => expect(decide(D, above, false, others)).toEqual(verdict))

  it('goes outside for some blobs, and others for others', () => {
    const first = Array.from({ length: 40 }, (_, index) => {
      const digest = `sha256:${String(index).padStart(64, '0')}`
      return [A, B, C].find((self) => {
        const others = [A, B, C].filter((one) => one !== self)
        return (
          decide(digest, self, true, seen(...others.map((one): [string, BlobState] => [one, 'claiming']))).act ===
          'look'
        )
      })
    })
    for (const one of [A, B, C]) expect(first.filter((self) => self === one).length).toBeGreaterThan(4)
  })
})

/** A device that looks at the others one by one, as slowly as it is let. */
class Looker {
  state: BlobState = 'none'
  fetches = 0
  readonly #self: string
  #seen: Sighting[] = []

  constructor(self: string) {
    this.#self = self
  }

  step(others: readonly [string, Looker][]): void {
    if (this.state === 'whole') return
    if (this.state === 'growing') {
      this.state = 'whole'
      return
    }
    const next = others[this.#seen.length]
    if (next !== undefined) {
      this.#seen.push({ address: next[0], state: next[1].state })
      return
    }
    const { act } = decide(D, this.#self, this.state === 'claiming', this.#seen)
    this.#seen = []
    if (act === 'claim') this.state = 'claiming'
    if (act === 'take') this.state = 'whole'
    if (act === 'wait') this.state = 'none'
    if (act !== 'fetch') return
    this.state = 'growing'
    this.fetches += 1
  }
}

it('in whatever order they look, one goes outside, and all have it in the end', () => {
  const run = fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.nat(4), { maxLength: 120 }), (count, order) => {
    const all = Array.from({ length: count }, (_, index): [string, Looker] => {
      const address = `192.168.7.${index + 1}:48482`
      return [address, new Looker(address)]
    })
    const round = Array.from({ length: 40 * count }, () => all.map((_, index) => index)).flat()
    for (const index of [...order, ...round]) {
      const mine = all[index % count]
      mine?.[1].step(all.filter((one) => one !== mine))
    }
    expect(all.map(([, { state }]) => state)).toEqual(all.map(() => 'whole'))
    expect(all.reduce((sum, [, { fetches }]) => sum + fetches, 0)).toBe(1)
  })
  fc.assert(run, { numRuns: 2000 })
})

describe('waiting', () => {
  const MB = 1024 * 1024
  const waited = (...words: [string, number, number][]): Waiting =>
    words.reduce<Waiting | null>((before, [who, done, at]) => waitedOn(before, who, done, at), null) as Waiting

  it.each([
    ['just begun', waited([B, 0, 1000]), 1000, 'lasts'],
    ['without a byte more', waited([B, 0, 1000], [B, 0, 9000]), 1000 + STALLED_MS, 'stalled'],
    ['with less than before', waited([B, 9, 1000], [B, 3, 9000]), 1000 + STALLED_MS, 'stalled'],
    ['with a byte more', waited([B, 0, 1000], [B, 1, 9000]), 1000 + STALLED_MS, 'lasts'],
    ['for another one', waited([B, 0, 1000], [C, 0, 9000]), 1000 + STALLED_MS, 'lasts'],
    ['for longer than it could take', waited([B, 0, 0], [B, MB, 90_000]), 90_000, 'over'],
  ] as const)('%s', (_, waiting, nowMs, left) => expect(patience(waiting, MB, nowMs)).toBe(left))

  it('ends, whatever the others say', () => {
    const words = fc.array(fc.tuple(fc.constantFrom(A, B, C), fc.nat(), fc.nat(1000)), { minLength: 1 })
    fc.assert(
      fc.property(words, fc.nat(1e9), (said, bytes) => {
        const at = (index: number): number => said.slice(0, index + 1).reduce((sum, [, , later]) => sum + later, 0)
        const waiting = waited(...said.map(([who, done], index): [string, number, number] => [who, done, at(index)]))
        expect(patience(waiting, bytes, (said[0]?.[2] ?? 0) + longestMs(bytes))).toBe('over')
      }),
    )
  })
})
