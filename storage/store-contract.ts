/**
 * The contract of the store, as a suite that every key-value store under it runs.
 *
 * Invariant: nothing here knows what is underneath; damage is done through the raw key-value store.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HoldfastError } from '../protocol/errors.ts'
import { commitsContract } from './contract/commits.ts'
import { damageContract } from './contract/damage.ts'
import { flightContract } from './contract/flight.ts'
import { modelContract } from './contract/model.ts'
import { type Harness, Place } from './contract/place.ts'
import { bytes, checkpoint, counter } from './contract/writes.ts'
import type { Kv } from './kv.ts'
import { openStore } from './open-store.ts'

/** Runs the contract over a place that `make` makes anew for each test. */
export function storeContract(name: string, make: () => Promise<Harness>): void {
  describe(`the store ${name}`, () => {
    const place = new Place(make)
    const { reopen, commit, damage, keys, underneath } = place
    beforeEach(() => place.begin())
    afterEach(() => place.end())

    commitsContract(place)
    flightContract(place)
    damageContract(place)
    modelContract(place)

    it('lets go of what is underneath when it cannot be opened', async () => {
      await reopen()
      await commit(checkpoint('update', 'good'))
      await damage('checkpoint/')
      const kv = await place.open()
      const full = new HoldfastError('HF_STORE_UNWRITABLE', 'No space left on device')
      const unwritable: Kv = {
        batch: () => Promise.reject(full),
        get: (key) => kv.get(key),
        entries: (prefix, from) => kv.entries(prefix, from),
        close: () => kv.close(),
      }
      await expect(openStore(unwritable)).rejects.toBe(full)
      expect((await reopen()).problems).not.toEqual([])
    })

    it('leaves good records alone that only a newer agent knows', async () => {
      await reopen()
      await commit(counter('n', 1))
      const { seal } = await import('./record.ts')
      const value = seal('lease/update', { version: 9, revision: 1, body: bytes('?') })
      await underneath((kv) => kv.batch([{ key: 'lease/update', value }], true))
      expect((await reopen()).problems).toEqual([])
      expect(await keys('lease/')).toEqual(['lease/update'])
    })

    it('once closed, does what was asked before and refuses everything after', async () => {
      await reopen()
      const before = place.store.commit([counter('n', 1)])
      const closing = place.store.close()
      const refused = expect.objectContaining({ code: 'HF_STORE_CLOSED' })
      await expect(place.store.commit([counter('n', 2)])).rejects.toEqual(refused)
      await expect(place.store.load()).rejects.toEqual(refused)
      await expect(place.store.document('d')).rejects.toEqual(refused)
      await expect(place.store.flight(1)).rejects.toEqual(refused)
      await Promise.all([before, closing, place.store.close()])
      expect((await reopen()).counters.get('n')).toBe(1)
    })
  })
}
