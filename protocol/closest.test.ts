import { describe, expect, it } from 'vitest'
import { closest } from './closest.ts'

const words = ['device', 'deviceType', 'fleet', 'broker', 'trustedKeys', 'url']

describe('did you mean', () => {
  it.each([
    ['devcie', 'device'],
    ['Device', 'device'],
    ['devicetype', 'deviceType'],
    ['trustedKey', 'trustedKeys'],
    ['trusted_keys', 'trustedKeys'],
    ['flet', 'fleet'],
    ['uri', 'url'],
  ])('%s → %s', (word, meant) => {
    expect(closest(word, words)).toBe(meant)
  })

  it.each(['', 'x', 'password', 'e'.repeat(100_000)])('nothing is near %.20j', (word) => {
    expect(closest(word, words)).toBeNull()
  })
})
