import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type DeviceRecord, NEVER_SENT, type SecretRecord } from './records.ts'
import { heldBy, holdsOf, isDue, nextRevision, wantedBy } from './wanted.ts'

const KEPT = { encapsulatedKey: '', ciphertext: '' }
const TILL = { device: 'till-1', fleet: 'shop', key: 'k1' }

const record = fc.record<SecretRecord>({
  scope: fc.constantFrom(
    { kind: 'fleet', name: 'shop' },
    { kind: 'fleet', name: 'till-1' },
    { kind: 'device', name: 'till-1' },
    { kind: 'device', name: 'shop' },
  ),
  name: fc.constantFrom('db', 'api'),
  version: fc.integer({ min: 1, max: 3 }),
  setMs: fc.constant(0),
  kept: fc.constantFrom(KEPT, null),
})
const kept = fc.uniqueArray(record, { selector: ({ scope, name }) => `${scope.kind} ${scope.name} ${name}` })
const sentFor = (secrets: readonly SecretRecord[], revision: number): DeviceRecord => ({
  ...NEVER_SENT,
  device: 'till-1',
  revision,
  sealedTo: 'k1',
  holds: holdsOf(wantedBy(secrets, TILL)),
})

it("gives a device its own and its fleet's, each name once, and what was removed never", () => {
  fc.assert(
    fc.property(kept, (secrets) => {
      const wanted = wantedBy(secrets, TILL)
      expect(new Set(wanted.map(({ name }) => name)).size).toBe(wanted.length)
      for (const one of wanted) {
        expect(one.kept).not.toBeNull()
        expect(one.scope.name).toBe(one.scope.kind === 'fleet' ? 'shop' : 'till-1')
        const own = secrets.some(
          ({ scope, name, kept: value }) =>
            scope.name === 'till-1' && scope.kind === 'device' && name === one.name && value !== null,
        )
        expect(one.scope.kind).toBe(own ? 'device' : 'fleet')
      }
    }),
  )
})

it('is due until it was sent, and then again for another value, another key and another revision on the broker', () => {
  fc.assert(
    fc.property(kept, kept, fc.nat(9), (before, after, revision) => {
      const sent = sentFor(before, revision + 1)
      const wanted = wantedBy(before, TILL)
      expect(isDue(undefined, wanted, TILL, 0)).toBe(wanted.length > 0)
      expect(isDue(sent, wanted, TILL, revision + 1)).toBe(false)
      expect(isDue(sent, wanted, { ...TILL, key: 'k2' }, revision + 1)).toBe(true)
      expect(isDue(sent, wanted, TILL, revision)).toBe(true)
      const changed = wantedBy(after, TILL)
      const isSame = JSON.stringify(holdsOf(changed)) === JSON.stringify(sent.holds)
      expect(isDue(sent, changed, TILL, revision + 1)).toBe(!isSame)
    }),
  )
})

it('counts revisions above all that was accepted, but for what nobody can have sent', () => {
  expect(nextRevision(undefined, 0, 0)).toBe(1)
  expect(nextRevision(sentFor([], 4), 7, 2)).toBe(8)
  expect(nextRevision(sentFor([], 4), 0, 9)).toBe(10)
  expect(nextRevision(sentFor([], 4), 0, Number.MAX_SAFE_INTEGER)).toBe(5)
})

it('takes for held what the device itself reports, by the key that it was sealed to', () => {
  const db: SecretRecord = { scope: { kind: 'fleet', name: 'shop' }, name: 'db', version: 2, setMs: 0, kept: KEPT }
  const sent = sentFor([db], 3)
  expect(heldBy(undefined, db, TILL, null)).toBe('due')
  expect(heldBy(sent, { ...db, version: 3 }, TILL, { revision: 3, key: 'k1' })).toBe('due')
  expect(heldBy(sent, db, { ...TILL, key: 'k2' }, { revision: 3, key: 'k2' })).toBe('due')
  expect(heldBy(sent, db, TILL, null)).toBe('sent')
  expect(heldBy(sent, db, TILL, { revision: 2, key: 'k1' })).toBe('sent')
  expect(heldBy(sent, db, TILL, { revision: 3, key: 'k2' })).toBe('sent')
  expect(heldBy(sent, db, TILL, { revision: 3, key: 'k1' })).toBe('held')
})
