/** Damaged values are set aside and told, and never pass for good ones. */
import { describe, expect, it } from 'vitest'
import { QUARANTINE } from '../repair.ts'
import type { Place } from './place.ts'
import { bytes, checkpoint, command, counter, document, flown, outgoing, text } from './writes.ts'

export function damageContract(place: Place): void {
  const { reopen, commit, damage, keys, underneath } = place

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
}
