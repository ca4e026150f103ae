import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { Health } from '../../protocol/enums.ts'
import type { Report } from '../../protocol/types.ts'
import { statusLines } from './status-lines.ts'

const seven = { epoch: 7, releaseId: 'r7', name: 'shop', version: '2' }

/** What stands below the header, with the colours named. */
function shown(report: Loose<Report>): string[] {
  const whole = decode(
    KINDS.Report,
    encode(KINDS.Report, { device: 'd', phase: 'idle', current: seven, target: seven, ...report }),
  )
  const lines = statusLines([{ device: 'd', presence: null, report: whole }], (colour, text) => `${colour}<${text}>`)
  const [, row, ...remarks] = lines
  return [row!.replace(/ +/g, ' '), ...remarks]
}

describe('the status of a device', () => {
  it('counts a stopped service as stopped, and says until when', () => {
    expect(
      shown({
        services: [
          { service: 'db', state: 'running' },
          { service: 'web', state: 'exited', exitCode: 137 },
        ],
        stopped: [{ service: 'web', forMs: 5_400_000 }],
      }),
    ).toEqual([
      'd dim<?> 7 (shop 2) - idle yellow<1/2 web stopped>',
      'yellow<  web is stopped by an operator, for 1h30m>',
    ])
  })

  it('names what is at fault before what was stopped', () => {
    const [row] = shown({
      services: [
        { service: 'cache', state: 'missing' },
        { service: 'db', state: 'running', health: Health.HEALTH_UNHEALTHY },
        { service: 'web', state: 'missing' },
      ],
      stopped: [{ service: 'web' }],
    })
    expect(row).toMatch(/red<0\/3 cache missing, db unhealthy, web stopped>$/)
  })

  it('shows what it goes back to, which is of the same epoch', () => {
    const [row] = shown({ phase: 'reverting', target: { ...seven, releaseId: 'r6', version: '1' } })
    expect(row).toContain(' 7 (shop 2) 7 (shop 1) reverting')
  })

  it('shows a pause, and refusals only while they matter', () => {
    const refused = [{ epoch: 8, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }]
    const blockers = [{ kind: 'hold', gate: 'apply', message: 'audit' }]
    expect(shown({ refused, blockers, target: { epoch: 8 } }).slice(1)).toEqual([
      'yellow<  blocked at apply by hold: audit>',
      'red<  refused epoch 8: HF_HEALTH_FAILED web is unhealthy>',
    ])
    expect(shown({ refused })).toHaveLength(1)
  })

  it('shows a pause of which nothing is late yet, once', () => {
    expect(shown({ hold: { reason: 'market\u0007 day' } }).slice(1)).toEqual([
      'yellow<  paused by an operator: market\\x07 day>',
    ])
    expect(shown({ hold: { downloads: true } }).slice(1)).toEqual(['yellow<  paused by an operator, downloads too>'])
    expect(shown({ hold: { reason: 'audit' }, blockers: [{ kind: 'hold', message: 'audit' }] })).toHaveLength(2)
  })

  it('has restarts of services where there is room', () => {
    const services = [
      { service: 'db', state: 'running' },
      { service: 'web', state: 'running', restarts: 4 },
    ]
    const wide = (of: Loose<Report>) =>
      statusLines(
        [{ device: 'd', presence: null, report: decode(KINDS.Report, encode(KINDS.Report, of)) }],
        (_, text) => text,
        true,
      )
    expect(wide({ device: 'd', services }).join('\n')).toMatch(/RESTARTS\n.* web 4$/)
    expect(wide({ device: 'd' }).join('\n')).toMatch(/RESTARTS\n.* 0$/)
  })

  it('shows what became of a bundle only where somebody has to do something', () => {
    const bundle = { path: '/media/b.tar', epoch: 8, outcome: 'refused', code: 'HF_EPOCH_STALE', message: 'is old' }
    expect(shown({ bundle }).slice(1)).toEqual([
      'yellow<  it refused the bundle /media/b.tar (epoch 8): HF_EPOCH_STALE is old>',
    ])
    expect(shown({ bundle: { path: '/media/b.tar', epoch: 7, outcome: 'committed' } })).toHaveLength(1)
  })
})
