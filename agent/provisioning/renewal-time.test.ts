import { describe, expect, it } from 'vitest'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { ageOf, renewalMs } from './renewal-time.ts'

const DAY = 86_400_000
const identity = (claim: string): IdentityFact => ({
  device: 'd',
  fleet: 'f',
  claim,
  certificates: '',
  authority: '',
  brokerUrl: '',
  serialNumber: '1',
  notBeforeMs: 0,
  notAfterMs: 90 * DAY,
})

describe('the day of a renewal', () => {
  it.each([
    ['00000000', 51],
    ['7fffffff', 60],
    ['ffffffff', 69],
  ])('of a key that begins with %s is after %i of 90 days', (claim, days) => {
    expect(Math.round(renewalMs(identity(claim)) / DAY)).toBe(days)
  })

  it('is early, then due, and in the end over', () => {
    const one = identity('7fffffff')
    expect([0, 59, 61, 89, 90, 9000].map((days) => ageOf(one, days * DAY))).toEqual([
      'early',
      'early',
      'due',
      'due',
      'over',
      'over',
    ])
  })
})
