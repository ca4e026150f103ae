import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Report } from '../../protocol/types.ts'
import { Steering } from './steering.ts'

const report = (given: Loose<Report>): Report =>
  decode(KINDS.Report, encode(KINDS.Report, { device: 'd', fleet: 'f', phase: 'idle', ...given }))
const running = (epoch: number) => ({ epoch, releaseId: 'sha256:1', name: 'shop', version: '1' })
const refusal = (epoch: number) => ({ epoch, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' })

describe('the time from the word to the release', () => {
  it('begins with the last word that came while the device was at rest', () => {
    const steering = new Steering()
    steering.reported(report({}), 0)
    steering.steered(10)
    steering.steered(100)
    steering.reported(report({ phase: 'fetching' }), 150)
    steering.steered(200)
    expect(steering.reported(report({ current: running(1) }), 400)).toMatchObject({ epoch: 1, convergedMs: 300 })
    expect(steering.reported(report({ current: running(1) }), 500).convergedMs).toBeNull()
  })

  it('begins anew for a device that has waited for its turn', () => {
    const steering = new Steering()
    steering.steered(10)
    steering.reported(report({ phase: 'waiting' }), 20)
    steering.steered(1_000)
    expect(steering.reported(report({ current: running(3) }), 1_200).convergedMs).toBe(200)
  })

  it('is none for what it ran already when it was first heard', () => {
    expect(new Steering().reported(report({ current: running(7) }), 5).convergedMs).toBeNull()
  })

  it('counts each refusal once, and none from before', () => {
    const steering = new Steering()
    expect(steering.reported(report({ refused: [refusal(1)] }), 0).refused).toEqual([])
    expect(steering.reported(report({ refused: [refusal(1), refusal(2)] }), 1).refused).toEqual(['HF_HEALTH_FAILED'])
    expect(steering.reported(report({ refused: [refusal(1), refusal(2)] }), 2).refused).toEqual([])
  })
})
