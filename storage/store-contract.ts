/**
 * The contract of the store, as a suite that every key-value store under it runs.
 *
 * Invariant: nothing here knows what is underneath; damage is done through the raw key-value store.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NO_ACTION } from '../protocol/check-command.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { CommandRecord, FlightEntry } from '../protocol/types.ts'
import type { Kv } from './kv.ts'
import { openStore, type StoreOptions } from './open-store.ts'
import { QUARANTINE } from './repair.ts'
import type { Loaded, Store, Write } from './store.ts'

/** One place where a store lives. */
export interface Harness {
  /** Opens it; what was open before has been closed. */
  open(): Promise<Kv>
  dispose(): Promise<void>
}

const bytes = (text: string) => Uint8Array.from(Buffer.from(text))
const text = (body: Uint8Array | null | undefined) => (body ? Buffer.from(body).toString() : body)

const checkpoint = (machine: string, body: string): Write => ({
  op: 'checkpoint',
  machine,
  version: 3,
  body: bytes(body),
})
const outgoing = (key: string, payload = key): Write => ({
  op: 'outgoing',
  key,
  message: { topic: `hf/1/device/d/${key}`, payload: bytes(payload), retain: false },
})
const counter = (name: string, value: number): Write => ({ op: 'counter', name, value })
const document = (id: string, content = id): Write => ({ op: 'document', id, bytes: bytes(content) })
const transition = (to: string): Omit<FlightEntry, 'sequence'> => ({
  machine: 'update',
  bootId: 'boot',
  monoMs: 1,
  wallMs: 2,
  from: 'idle',
  to,
  event: 'TARGET',
  detail: '',
})
const flown = (...states: string[]): Write => ({ op: 'flight', entries: states.map(transition) })
const command = (id: string): Write => ({ op: 'command', record: commandRecord(id) })

function commandRecord(id: string): CommandRecord {
  return {
    command: { ...NO_ACTION, id, budgetMs: 1000, identify: {} },
    arrival: 0,
    bootId: 'boot',
    monoMs: 5,
    result: null,
    note: '',
  }
}

/** Runs the contract over a place that `make` makes anew for each test. */
export function storeContract(name: string, make: () => Promise<Harness>): void {
  describe(`the store ${name}`, () => {
    let harness: Harness
    let store: Store | null = null

    beforeEach(async () => {
      harness = await make()
    })
    afterEach(async () => {
      await store?.close()
      store = null
      await harness.dispose()
    })

    /** Closes what is open, as after a restart of the agent. */
    async function reopen(options?: StoreOptions): Promise<Loaded> {
      await store?.close()
      store = await openStore(await harness.open(), options)
      return store.load()
    }

    async function commit(...writes: Write[]): Promise<void> {
      await store!.commit(writes)
    }

    /** Works on what is underneath, with the store closed. */
    async function underneath(work: (kv: Kv) => Promise<void>): Promise<void> {
      await store?.close()
      store = null
      const kv = await harness.open()
      await work(kv)
      await kv.close()
    }

    async function keys(prefix: string): Promise<string[]> {
      const found: string[] = []
      await underneath(async (kv) => {
        for await (const [key] of kv.entries(prefix)) found.push(key)
      })
      return found
    }

    /** Flips one bit in the middle of each value under the prefix. */
    async function damage(prefix: string): Promise<void> {
      await underneath(async (kv) => {
        for await (const [key, value] of kv.entries(prefix)) {
          const middle = value.byteLength >> 1
          value[middle] = value[middle]! ^ 0x10
          await kv.batch([{ key, value }], true)
        }
      })
    }

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
        expect(text(await store!.document('target-1'))).toBe('target-1')
        expect(await store!.flight(10)).toEqual([{ ...transition('fetching'), sequence: 1 }])
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
          store!.commit([counter('good', 1), flown('a')]),
          store!.commit([counter('bad', 1), flown('b'), bad]),
        ])
        expect(good.status).toBe('fulfilled')
        expect(refused).toMatchObject({
          reason: { code: expect.stringMatching(/^HF_(ENCODE_INVALID|WIRE_TOO_LARGE)$/) },
        })
        await commit(flown('c'))
        expect(await reopen()).toMatchObject({ counters: new Map([['good', 1]]), problems: [] })
        expect((await store!.flight(10)).map(({ sequence, to }) => [sequence, to])).toEqual([
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
            await store!.commit([counter('last', n), outgoing(`m${n}`), flown(`s${n}`), checkpoint('update', `${n}`)])
            done.push(n)
          }),
        )
        const order = Array.from({ length: 20 }, (_, n) => n)
        expect(done).toEqual(order)
        const loaded = await reopen()
        expect(loaded.counters.get('last')).toBe(19)
        expect(text(loaded.checkpoints.get('update')?.body)).toBe('19')
        expect(loaded.outgoing.map(({ key }) => key)).toEqual(order.map((n) => `m${n}`))
        expect((await store!.flight(100)).map(({ sequence, to }) => [sequence, to])).toEqual(
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
        expect(await store!.document('d3')).toBeNull()
        await commit({ op: 'drop-document', id: 'd1' }, { op: 'drop-document', id: 'never was' })
        expect(await store!.document('d1')).toBeNull()
        expect(await reopen()).toMatchObject({ documents: ['d2'], problems: [] })
      })

      it('that is damaged while the store is open is null, and that is told', async () => {
        await reopen()
        await commit(document('d1'))
        const kv = await damagedUnderway(store!, 'document/d1')
        expect(await kv.document('d1')).toBeNull()
        expect((await kv.load()).problems).toEqual([expect.stringContaining('document/d1')])
        await kv.close()

        /** The store opened again, on a key-value store that damages the record when it is read later. */
        async function damagedUnderway(open: Store, victim: string): Promise<Store> {
          await open.close()
          const under = await harness.open()
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

    describe('the flight record', () => {
      const five = ['s1', 's2', 's3', 's4', 's5']

      it('keeps the last entries within its bound, numbered across restarts', async () => {
        await reopen({ flight: { entries: 3 } })
        await commit(flown(...five))
        await reopen({ flight: { entries: 3 } })
        await commit(flown('s6'))
        expect((await store!.flight(100)).map(({ sequence, to }) => [sequence, to])).toEqual([
          [4, 's4'],
          [5, 's5'],
          [6, 's6'],
        ])
        expect((await store!.flight(2)).map(({ to }) => to)).toEqual(['s5', 's6'])
        expect(await store!.flight(0)).toEqual([])
        expect((await reopen()).problems).toEqual([])
        expect(await keys('flight/')).toHaveLength(3)
      })

      const of = (machine: string, ...states: string[]): Write => ({
        op: 'flight',
        entries: states.map((to) => ({ ...transition(to), machine })),
      })
      const many = (count: number) => Array.from({ length: count }, (_, n) => `u${n}`)
      const kept = async () => (await store!.flight(1000)).map(({ machine, to }) => `${machine} ${to}`)

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
        expect((await store!.flight(5)).map(({ to }) => to)).toEqual(['s5', 'u3', 'u4', 'u5', 'u6'])
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
        expect((await store!.flight(100)).map(({ to }) => to)).toEqual(['s3', 's4'])
        await commit({ op: 'flight', entries: [{ ...transition('huge'), detail: 'x'.repeat(9000) }] })
        expect((await store!.flight(100)).map(({ to }) => to)).toEqual(['huge'])
      })

      it('never uses a number again after its entries were damaged', async () => {
        await reopen()
        await commit(flown(...five))
        await damage('flight/')
        expect((await reopen()).problems).toEqual([
          expect.stringMatching(/^5 entries of the flight record were damaged/),
        ])
        await commit(flown('next'))
        expect(await store!.flight(9)).toEqual([{ ...transition('next'), sequence: 6 }])
      })
    })

    describe('damage', () => {
      it('of a checkpoint brings back the last good copy, and says so until that has been heard', async () => {
        await reopen()
        await commit(checkpoint('update', 'older'))
        await commit(checkpoint('update', 'good'))
        await commit(checkpoint('update', 'newest'), checkpoint('device', 'whole'))
        await damage('checkpoint/update/a')
        for (const _ of ['first', 'second']) {
          const loaded = await reopen()
          expect(text(loaded.checkpoints.get('update')?.body)).toBe('good')
          expect(text(loaded.checkpoints.get('device')?.body)).toBe('whole')
          expect(loaded.fresh).toBe(false)
          expect(loaded.problems).toEqual([
            expect.stringContaining('"checkpoint/update/a" was set aside'),
            expect.stringContaining('The last checkpoint of "update" is lost; its last good copy'),
          ])
        }
        await commit(checkpoint('update', 'goes on'))
        expect((await reopen()).problems).toHaveLength(2)
        await commit({ op: 'drop-problems' })
        const after = await reopen()
        expect(after.problems).toEqual([])
        expect(text(after.checkpoints.get('update')?.body)).toBe('goes on')
      })

      it('of the second copy loses nothing', async () => {
        await reopen()
        for (const body of ['good', 'newest']) await commit(checkpoint('update', body))
        await damage('checkpoint/update/a')
        const loaded = await reopen()
        expect(text(loaded.checkpoints.get('update')?.body)).toBe('newest')
        expect(loaded.problems).toEqual([expect.stringContaining('was set aside')])
      })

      it('of everything is told, and the store is not taken for fresh', async () => {
        await reopen()
        await commit(checkpoint('update', 'x'), document('d'), command('c'), outgoing('o'), counter('n', 1), flown('s'))
        await damage('')
        const loaded = await reopen()
        expect(loaded).toMatchObject({ commands: [], outgoing: [], documents: [], fresh: false })
        expect(loaded.checkpoints.size + loaded.counters.size).toBe(0)
        for (const what of [
          'checkpoint/update/a',
          'document/d',
          'command/c',
          'outgoing/',
          'counter/n/a',
          'inventory',
          'flight record',
        ])
          expect(loaded.problems).toContainEqual(expect.stringContaining(what))
        await commit(checkpoint('update', 'again'), { op: 'drop-problems' })
        expect(await reopen()).toMatchObject({ fresh: false, problems: [] })
      })

      it('leaves the damaged bytes in the quarantine, within its bound', async () => {
        await reopen()
        await commit(...Array.from({ length: 40 }, (_, n) => document(`d${n}`)))
        await damage('document/')
        const { problems } = await reopen()
        expect(problems).toHaveLength(32)
        expect(problems.at(-1)).toMatch(/There were \d+ more/)
        expect(await keys('quarantine/')).toHaveLength(QUARANTINE.entries)
        expect(await keys('document/')).toEqual([])
      })

      it.each<[string, string, string]>([
        ['a document under the key of another', 'document/d1', 'document/d2'],
        ['a document under the key of a checkpoint', 'document/d1', 'checkpoint/update/b'],
        ['a checkpoint under the key of a command', 'checkpoint/update/a', 'command/c3'],
        ['a command under the key of another', 'command/c1', 'command/c2'],
        ["one machine's checkpoint under another's key", 'checkpoint/update/a', 'checkpoint/device/a'],
      ])('%s does not pass for good', async (_, from, to) => {
        await reopen()
        await commit(document('d1'), document('d2', 'two'), checkpoint('update', 'u'), command('c1'))
        await underneath(async (kv) => {
          await kv.batch([{ key: to, value: await kv.get(from) }], true)
        })
        const loaded = await reopen()
        expect(loaded.problems[0]).toContain(`${JSON.stringify(to)} was set aside: it belongs to`)
        expect(text(loaded.checkpoints.get('update')?.body)).toBe('u')
        expect(loaded.checkpoints.has('device')).toBe(false)
        expect(loaded.commands).toHaveLength(1)
      })

      it.each([
        ['nothing', new Uint8Array()],
        ['zeros', new Uint8Array(64)],
        ['noise', bytes('\u00ff\u0001noise')],
      ])('to %s does not pass for good', async (_, value) => {
        await reopen()
        await commit(document('d1'))
        await underneath((kv) => kv.batch([{ key: 'document/d1', value }], true))
        expect(await reopen()).toMatchObject({ documents: [], problems: [expect.stringContaining('document/d1')] })
      })

      it('of a key is set aside with its value', async () => {
        await reopen()
        await commit(document('d1'))
        await underneath(async (kv) => {
          const value = await kv.get('document/d1')
          await kv.batch(
            [
              { key: 'document/d1', value: null },
              { key: 'docu\u00eent/d1', value },
            ],
            true,
          )
        })
        expect((await reopen()).problems).toEqual([expect.stringContaining('docu'), '1 document is lost.'])
        expect(await keys('docu')).toEqual([])
      })

      it.each<[string, string, string]>([
        ['checkpoint', 'checkpoint/update/a', 'The checkpoint of "update" is lost.'],
        ['counter', 'counter/n/a', '1 counter is lost.'],
        ['document', 'document/d', '1 document is lost.'],
        ['command', 'command/c', '1 command is lost.'],
        ['outgoing message', 'outgoing/', '1 outgoing message is lost.'],
        ['flight entry', 'flight/0000000000000002', '1 entry of the flight record is lost.'],
      ])('that makes the %s vanish without a trace is told', async (_, victim, problem) => {
        await reopen()
        await commit(checkpoint('update', 'x'), document('d'), command('c'), outgoing('o'), counter('n', 1))
        await commit(flown('s1', 's2', 's3'))
        await underneath(async (kv) => {
          for await (const [key] of kv.entries(victim)) await kv.batch([{ key, value: null }], true)
        })
        expect(await reopen()).toMatchObject({ fresh: false, problems: [problem] })
        await commit({ op: 'drop-problems' })
        expect((await reopen()).problems).toEqual([])
      })

      it('that brings back a dropped message is told', async () => {
        await reopen()
        await commit(outgoing('o'))
        let old: Uint8Array | null = null
        const key = (await keys('outgoing/'))[0]!
        await underneath(async (kv) => {
          old = await kv.get(key)
        })
        await reopen()
        await commit({ op: 'drop-outgoing', key: 'o' })
        await underneath((kv) => kv.batch([{ key, value: old }], true))
        expect((await reopen()).problems).toEqual(['1 outgoing message has come back that had been dropped.'])
      })
    })

    it('lets go of what is underneath when it cannot be opened', async () => {
      await reopen()
      await commit(checkpoint('update', 'good'))
      await damage('checkpoint/')
      const kv = await harness.open()
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
      const before = store!.commit([counter('n', 1)])
      const closing = store!.close()
      const refused = expect.objectContaining({ code: 'HF_STORE_CLOSED' })
      await expect(store!.commit([counter('n', 2)])).rejects.toEqual(refused)
      await expect(store!.load()).rejects.toEqual(refused)
      await expect(store!.document('d')).rejects.toEqual(refused)
      await expect(store!.flight(1)).rejects.toEqual(refused)
      await Promise.all([before, closing, store!.close()])
      expect((await reopen()).counters.get('n')).toBe(1)
    })

    it('holds what a simple model holds, over random commits and restarts', async () => {
      const name = fc.constantFrom('a', 'b', 'c')
      const write: fc.Arbitrary<Write> = fc.oneof(
        fc.tuple(name, fc.string()).map(([key, body]) => checkpoint(key, body)),
        fc.tuple(name, fc.string()).map(([key, body]) => document(key, body)),
        name.map((id): Write => ({ op: 'drop-document', id })),
        name.map(command),
        name.map((id): Write => ({ op: 'drop-command', id })),
        fc.tuple(name, fc.string()).map(([key, body]) => outgoing(key, body)),
        name.map((key): Write => ({ op: 'drop-outgoing', key })),
        fc.array(name, { maxLength: 4 }).map((states) => flown(...states)),
        fc.tuple(name, fc.maxSafeInteger()).map(([key, value]) => counter(key, value)),
      )
      const step = fc.oneof(
        { weight: 4, arbitrary: fc.array(fc.array(write, { maxLength: 5 }), { maxLength: 3 }) },
        fc.constant('restart' as const),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          await store?.close()
          store = null
          await harness.dispose()
          harness = await make()
          await reopen({ flight: { entries: 5 } })
          const model = new Model()
          for (const one of steps) {
            if (one === 'restart') await reopen({ flight: { entries: 5 } })
            else await Promise.all(one.map((writes) => store!.commit(writes)))
            if (one !== 'restart') for (const writes of one) model.commit(writes)
            expect(model.view(await store!.load(), await store!.flight(9))).toEqual(model.expected())
          }
        }),
        { numRuns: 40 },
      )
    })
  })
}

/** What the store should hold, in plain maps. */
class Model {
  #checkpoints = new Map<string, string>()
  #documents = new Set<string>()
  #commands = new Set<string>()
  #outgoing = new Map<string, string>()
  #counters = new Map<string, number>()
  #flight: [number, string][] = []
  #flown = 0

  commit(writes: readonly Write[]): void {
    for (const write of writes) {
      if (write.op === 'checkpoint') this.#checkpoints.set(write.machine, Buffer.from(write.body).toString())
      if (write.op === 'document') this.#documents.add(write.id)
      if (write.op === 'drop-document') this.#documents.delete(write.id)
      if (write.op === 'command') this.#commands.add(write.record.command!.id)
      if (write.op === 'drop-command') this.#commands.delete(write.id)
      if (write.op === 'outgoing' || write.op === 'drop-outgoing') this.#outgoing.delete(write.key)
      if (write.op === 'outgoing') this.#outgoing.set(write.key, Buffer.from(write.message.payload).toString())
      if (write.op === 'counter') this.#counters.set(write.name, write.value)
      if (write.op === 'flight') for (const { to } of write.entries) this.#flight.push([++this.#flown, to])
    }
    this.#flight = this.#flight.slice(-5)
  }

  expected(): unknown {
    return {
      checkpoints: this.#checkpoints,
      documents: this.#documents,
      commands: this.#commands,
      outgoing: [...this.#outgoing],
      counters: this.#counters,
      flight: this.#flight,
      problems: [],
    }
  }

  view(loaded: Loaded, flight: readonly FlightEntry[]): unknown {
    return {
      checkpoints: new Map([...loaded.checkpoints].map(([key, { body }]) => [key, Buffer.from(body).toString()])),
      documents: new Set(loaded.documents),
      commands: new Set(loaded.commands.map((record) => record.command!.id)),
      outgoing: loaded.outgoing.map(({ key, message }) => [key, Buffer.from(message.payload).toString()]),
      counters: loaded.counters,
      flight: flight.map(({ sequence, to }) => [sequence, to]),
      problems: loaded.problems,
    }
  }
}
