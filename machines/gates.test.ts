import { describe, expect, it } from 'vitest'
import { blocker, recheckMs } from './gates.ts'

const of = (...kinds: string[]) => kinds.map((kind) => blocker('download', kind, 'why'))

describe('a closed gate', () => {
  it.each([
    ['that only a word can open is asked again seldom', ['rollout'], 43_200_000],
    ['that two words can open, too', ['rollout', 'hold'], 43_200_000],
    ['that a command keeps shut, too: its end is told', ['busy'], 43_200_000],
    ['that a lock keeps shut is asked again soon: it may go without a word', ['lock'], 30_000],
    ['that a word and a window keep shut is asked again soon', ['rollout', 'window'], 30_000],
    ['that a full disk keeps shut is asked again soon', ['space'], 30_000],
    ['of which nothing is known is asked again soon', [], 30_000],
  ])('%s', (_, kinds, ms) => {
    expect(recheckMs(of(...kinds))).toBe(ms)
  })
})
