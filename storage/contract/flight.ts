/** The flight record: bounded, numbered without a gap, with a floor for each machine. */
import { describe, expect, it } from 'vitest'
import type { Write } from '../store.ts'
import type { Place } from './place.ts'
import { flown, transition } from './writes.ts'

export function flightContract(place: Place): void {
  const { reopen, commit, damage, keys } = place

  describe('the flight record', () => {
    const five = ['s1', 's2', 's3', 's4', 's5']

    it('keeps the last entries within its bound, numbered across restarts', async () => {
      await reopen({ flight: { entries: 3 } })
      await commit(flown(...five))
      await reopen({ flight: { entries: 3 } })
      await commit(flown('s6'))
      expect((await place.store.flight(100)).map(({ sequence, to }) => [sequence, to])).toEqual([
        [4, 's4'],
        [5, 's5'],
        [6, 's6'],
      ])
      expect((await place.store.flight(2)).map(({ to }) => to)).toEqual(['s5', 's6'])
      expect(await place.store.flight(0)).toEqual([])
      expect((await reopen()).problems).toEqual([])
      expect(await keys('flight/')).toHaveLength(3)
    })

    const of = (machine: string, ...states: string[]): Write => ({
      op: 'flight',
      entries: states.map((to) => ({ ...transition(to), machine })),
    })
    const many = (count: number) => Array.from({ length: count }, (_, n) => `u${n}`)
    const kept = async () => (await place.store.flight(1000)).map(({ machine, to }) => `${machine} ${to}`)

    it('keeps the last entries of a quiet machine however much a busy one does', async () => {
      await reopen()
      await commit(of('device', 'd1', 'd2'), of('provision', 'p1'))
      for (let n = 0; n < 52; n++) await commit(of('update', ...many(10)))
      const before = await kept()
      expect(before).toHaveLength(512)
      expect(before.slice(0, 4)).toEqual(['device d1', 'device d2', 'provision p1', 'update u1'])
      await reopen()
      await commit(of('update', ...many(100)))
      expect((await kept()).slice(0, 3)).toEqual(before.slice(0, 3))
      expect(await kept()).toHaveLength(512)
      expect(await keys('flight/')).toHaveLength(512)
      expect((await reopen()).problems).toEqual([])
    })

    it('keeps no more of a quiet machine than its floor, once there is no room', async () => {
      const options = { flight: { entries: 6, floor: 2 } }
      await reopen(options)
      await commit(of('device', ...five))
      await commit(of('update', 'u1', 'u2', 'u3'))
      expect(await kept()).toEqual(['device s3', 'device s4', 'device s5', 'update u1', 'update u2', 'update u3'])
      await reopen(options)
      await commit(of('update', 'u4', 'u5', 'u6'))
      expect(await kept()).toEqual(['device s4', 'device s5', 'update u3', 'update u4', 'update u5', 'update u6'])
      expect((await place.store.flight(5)).map(({ to }) => to)).toEqual(['s5', 'u3', 'u4', 'u5', 'u6'])
    })

    it('keeps within its bound however many machines there are, something of each for as long as it can', async () => {
      await reopen({ flight: { entries: 6, floor: 4 } })
      for (let n = 0; n < 9; n++) await commit(of(`service-${n}`, 'a', 'b'))
      expect(await kept()).toEqual([3, 4, 5, 6, 7, 8].map((n) => `service-${n} b`))
    })

    it('is not emptied of the others by one machine with long entries', async () => {
      await reopen({ flight: { bytes: 8000, floor: 8 } })
      await commit(of('device', 'd1', 'd2'))
      const long = { ...transition('long'), detail: 'x'.repeat(1500) }
      for (let n = 0; n < 9; n++) await commit({ op: 'flight', entries: [long] })
      expect(await kept()).toEqual(['device d1', 'device d2', ...Array(5).fill('update long')])
    })

    it('keeps within its bytes, and always the last entry', async () => {
      await reopen({ flight: { bytes: 4000 } })
      const long = (n: number): Write => ({
        op: 'flight',
        entries: [{ ...transition(`s${n}`), detail: 'x'.repeat(1500) }],
      })
      for (let n = 0; n < 5; n++) await commit(long(n))
      expect((await place.store.flight(100)).map(({ to }) => to)).toEqual(['s3', 's4'])
      await commit({ op: 'flight', entries: [{ ...transition('huge'), detail: 'x'.repeat(9000) }] })
      expect((await place.store.flight(100)).map(({ to }) => to)).toEqual(['huge'])
    })

    it('never uses a number again after its entries were damaged', async () => {
      await reopen()
      await commit(flown(...five))
      await damage('flight/')
      expect((await reopen()).problems).toEqual([expect.stringMatching(/^5 entries of the flight record were damaged/)])
      await commit(flown('next'))
      expect(await place.store.flight(9)).toEqual([{ ...transition('next'), sequence: 6 }])
    })
  })
}
