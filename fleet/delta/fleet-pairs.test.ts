import { expect, it } from 'vitest'
import { Strategy } from '../../protocol/enums.ts'
import type { Release, Report } from '../../protocol/types.ts'
import type { Seen } from '../follow/seen.ts'
import { fleetPairs } from './fleet-pairs.ts'

/** @param services what the device says it runs: service to image */
function device(name: string, services: Record<string, string> | null): Seen {
  const list = Object.entries(services ?? {}).map(([service, image]) => ({ service, image }))
  return { device: name, presence: null, report: services === null ? null : ({ services: list } as unknown as Report) }
}

/** @param services service to image; one with "!" deletes before it downloads */
function release(services: Record<string, string>): Release {
  const list = Object.entries(services).map(([name, image]) => ({
    name: name.replace('!', ''),
    image,
    strategy: name.endsWith('!') ? Strategy.STRATEGY_DELETE_THEN_DOWNLOAD : Strategy.STRATEGY_HAND_OVER,
  }))
  return { services: list } as unknown as Release
}

it.each([
  ['nobody', [], { web: 'w2' }, []],
  ['a device that has said nothing', [device('a', null)], { web: 'w2' }, []],
  ['a device that runs nothing', [device('a', {})], { web: 'w2' }, []],
  ['one that runs it already', [device('a', { web: 'w2' })], { web: 'w2' }, []],
  ['a service that is new', [device('a', { db: 'd1' })], { web: 'w2' }, []],
  ['a service without its image yet', [device('a', { web: '' })], { web: 'w2' }, []],
  ['a service that deletes its image first', [device('a', { web: 'w1' })], { 'web!': 'w2' }, []],
  ['one', [device('a', { web: 'w1' })], { web: 'w2' }, [{ old: 'w1', fresh: 'w2', devices: 1 }]],
  [
    'several, the most wanted first',
    [device('a', { web: 'w0' }), device('b', { web: 'w1' }), device('c', { web: 'w1' })],
    { web: 'w2' },
    [
      { old: 'w1', fresh: 'w2', devices: 2 },
      { old: 'w0', fresh: 'w2', devices: 1 },
    ],
  ],
  [
    'two services of one image, once for each device',
    [device('a', { web: 'x1', job: 'x1' }), device('b', { web: 'x1', job: 'x1' })],
    { web: 'x2', job: 'x2' },
    [{ old: 'x1', fresh: 'x2', devices: 2 }],
  ],
] as const)('for %s', (_, members, services, pairs) => {
  expect(fleetPairs(members, release(services))).toEqual(pairs)
})
