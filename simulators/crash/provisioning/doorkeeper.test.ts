import { expect, it } from 'vitest'
import type { Registry } from '../../../fleet/registrar/records.ts'
import { refusalOf } from './doorkeeper.ts'
import { NAME } from './steps.ts'
import { NO_TROUBLES, type Troubles } from './troubles.ts'

const registry = {
  device: new Map([[NAME, { given: [{ serialNumber: 'first' }, { serialNumber: 'next' }] }]]),
  revoked: new Map([['revoked', {}]]),
} as unknown as Registry

it.each<[string, string, Partial<Troubles>, number, boolean]>([
  ['one that is in force', 'first', {}, 99, true],
  ['one that has ended', 'first', {}, 100, false],
  ['one that was revoked', 'revoked', {}, 0, false],
  ['any, of a broker that takes none', 'first', { brokerRefuses: true }, 0, false],
  ['the first, of a broker that takes no other', 'first', { brokerRefusesNext: true }, 0, true],
  ['the next, of a broker that takes only the first', 'next', { brokerRefusesNext: true }, 0, false],
])('a certificate is taken, or not: %s', (_, serialNumber, more, nowMs, isTaken) => {
  const troubles = { ...NO_TROUBLES, ...more }
  expect(refusalOf({ serialNumber, notAfterMs: 100 }, { registry, troubles, nowMs }) === null).toBe(isTaken)
})
