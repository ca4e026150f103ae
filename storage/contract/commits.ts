/** What a commit writes is there, all of it or nothing. */
import { describe, expect, it } from 'vitest'
import { openStore } from '../open-store.ts'
import type { Store, Write } from '../store.ts'
import type { Place } from './place.ts'
import {
  bytes,
  checkpoint,
  command,
  commandRecord,
  counter,
  document,
  flown,
  outgoing,
  text,
  transition,
} from './writes.ts'

export function commitsContract(place: Place): void {
  const { reopen, commit } = place

  describe('at first', () => {
    it('is fresh and empty, and stays fresh until something was committed', async () => {
      const nothing = { commands: [], outgoing: [], documents: [], fresh: true, problems: [] }
      expect(await reopen()).toMatchObject(nothing)
      expect(await reopen()).toMatchObject(nothing)
      await commit(counter('starts', 1))
      expect(await reopen()).toMatchObject({ fresh: false, problems: [] })
    })

    it('takes an empty commit for nothing', async () => {
      await reopen()
      await commit()
      expect((await reopen()).fresh).toBe(true)
    })
  })

  describe('a commit', () => {
    it('is there after a restart, all of it', async () => {
      await reopen()
      await commit(
        checkpoint('update', 'fetching'),
        document('target-1'),
        command('c1'),
        outgoing('report'),
        counter('epoch', 7),
        flown('fetching'),
      )
      const loaded = await reopen()
      expect(loaded.problems).toEqual([])
      expect(loaded.checkpoints.get('update')).toMatchObject({ machine: 'update', version: 3 })
      expect(text(loaded.checkpoints.get('update')?.body)).toBe('fetching')
      expect(loaded.documents).toEqual(['target-1'])
      expect(loaded.commands).toEqual([{ ...commandRecord('c1'), arrival: 1 }])
      expect(loaded.outgoing.map(({ key, message }) => [key, text(message.payload)])).toEqual([['report', 'report']])
      expect(loaded.counters).toEqual(new Map([['epoch', 7]]))
      expect(text(await place.store.document('target-1'))).toBe('target-1')
      expect(await place.store.flight(10)).toEqual([{ ...transition('fetching'), sequence: 1 }])
    })

    it.each<[string, Write]>([
      ['a field that would not arrive', { op: 'outgoing', key: 'x', message: { topic: 5 } as never }],
      ['a counter that is no whole number', counter('epoch', 1.5)],
      ['an empty name', checkpoint('', 'x')],
      ['a name that is no Unicode', document('\ud800')],
      ['a document that is too large', { op: 'document', id: 'd', bytes: new Uint8Array(2 ** 20) }],
      ['a version that is none', { op: 'checkpoint', machine: 'm', version: -1, body: bytes('x') }],
    ])('with %s changes nothing, and spoils no other', async (_, bad) => {
      await reopen()
      const [good, refused] = await Promise.allSettled([
        place.store.commit([counter('good', 1), flown('a')]),
        place.store.commit([counter('bad', 1), flown('b'), bad]),
      ])
      expect(good.status).toBe('fulfilled')
      expect(refused).toMatchObject({
        reason: { code: expect.stringMatching(/^HF_(ENCODE_INVALID|WIRE_TOO_LARGE)$/) },
      })
      await commit(flown('c'))
      expect(await reopen()).toMatchObject({ counters: new Map([['good', 1]]), problems: [] })
      expect((await place.store.flight(10)).map(({ sequence, to }) => [sequence, to])).toEqual([
        [1, 'a'],
        [2, 'c'],
      ])
    })

    it('takes any name apart from any other', async () => {
      await reopen()
      const names = ['a', 'a/b', 'a%2Fb', 'ä', '__proto__', ' ', '../x', 'a/a', 'A']
      await commit(...names.map((name, index) => counter(name, index)), ...names.map((name) => document(name)))
      const loaded = await reopen()
      expect(loaded.counters).toEqual(new Map(names.map((name, index) => [name, index] as const)))
      expect(new Set(loaded.documents)).toEqual(new Set(names))
    })

    it('keeps the order of twenty made at once', async () => {
      await reopen()
      const done: number[] = []
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await place.store.commit([
            counter('last', n),
            outgoing(`m${n}`),
            flown(`s${n}`),
            checkpoint('update', `${n}`),
          ])
          done.push(n)
        }),
      )
      const order = Array.from({ length: 20 }, (_, n) => n)
      expect(done).toEqual(order)
      const loaded = await reopen()
      expect(loaded.counters.get('last')).toBe(19)
      expect(text(loaded.checkpoints.get('update')?.body)).toBe('19')
      expect(loaded.outgoing.map(({ key }) => key)).toEqual(order.map((n) => `m${n}`))
      expect((await place.store.flight(100)).map(({ sequence, to }) => [sequence, to])).toEqual(
        order.map((n) => [n + 1, `s${n}`]),
      )
    })

    it("raises the checkpoint's revision every time, also across restarts", async () => {
      await reopen()
      let last = 0
      for (const body of ['a', 'b', 'c', 'd']) {
        await commit(checkpoint('update', body))
        const { revision } = (await reopen()).checkpoints.get('update')!
        expect(revision).toBeGreaterThan(last)
        last = revision
      }
    })
  })

  describe('a document', () => {
    it('is null when there is none, and gone when it was dropped', async () => {
      await reopen()
      await commit(document('d1'), document('d2'))
      expect(await place.store.document('d3')).toBeNull()
      await commit({ op: 'drop-document', id: 'd1' }, { op: 'drop-document', id: 'never was' })
      expect(await place.store.document('d1')).toBeNull()
      expect(await reopen()).toMatchObject({ documents: ['d2'], problems: [] })
    })

    it('that is damaged while the store is open is null, and that is told', async () => {
      await reopen()
      await commit(document('d1'))
      const kv = await damagedUnderway('document/d1')
      expect(await kv.document('d1')).toBeNull()
      expect((await kv.load()).problems).toEqual([expect.stringContaining('document/d1')])
      await kv.close()

      /** The store opened again, on a key-value store that damages the record when it is read later. */
      async function damagedUnderway(victim: string): Promise<Store> {
        await place.store.close()
        const under = await place.open()
        const again = await openStore(under)
        await again.load()
        await under.batch([{ key: victim, value: bytes('rot') }], true)
        return again
      }
    })
  })

  describe('outgoing messages', () => {
    it('keep the order of writing across restarts; one that is written anew moves to the end', async () => {
      await reopen()
      for (const key of ['z', 'report', 'a']) await commit(outgoing(key))
      await reopen()
      await commit(outgoing('m'), outgoing('report', 'newer'))
      await commit({ op: 'drop-outgoing', key: 'z' }, { op: 'drop-outgoing', key: 'z' })
      const { outgoing: left, problems } = await reopen()
      expect(left.map(({ key, message }) => [key, text(message.payload)])).toEqual([
        ['a', 'a'],
        ['m', 'm'],
        ['report', 'newer'],
      ])
      expect(problems).toEqual([])
    })

    it('written and dropped in one commit are not there', async () => {
      await reopen()
      await commit(outgoing('x'), { op: 'drop-outgoing', key: 'x' })
      expect((await reopen()).outgoing).toEqual([])
    })
  })

  describe('commands', () => {
    it('come back in order of arrival, which an answer does not change', async () => {
      await reopen()
      for (const id of ['c', 'b', 'a']) await commit(command(id))
      const answered = (await reopen()).commands[0]!
      const result = {
        id: 'c',
        device: 'd',
        outcome: 1,
        code: '',
        message: '',
        output: bytes(''),
        bootId: 'boot',
        exitCode: 0,
      }
      await commit({ op: 'command', record: { ...answered, result } }, { op: 'drop-command', id: 'b' })
      await commit(command('d'))
      const { commands } = await reopen()
      expect(commands.map((record) => [record.command?.id, record.arrival, record.result?.outcome])).toEqual([
        ['c', 1, 1],
        ['a', 3, undefined],
        ['d', 4, undefined],
      ])
    })

    it('of the same id are one', async () => {
      await reopen()
      await commit(command('once'), command('once'))
      await commit(command('once'))
      expect((await reopen()).commands).toHaveLength(1)
    })
  })
}
