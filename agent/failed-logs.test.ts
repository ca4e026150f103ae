import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Write } from '../storage/store.ts'
import { FailedLogs, lastOf, MAX_FAILED_BYTES } from './failed-logs.ts'

const entry = (text: string) => ({ stderr: false, atMs: 1, text })
const log = (service: string, text = 'x', release = 'r1') => ({
  service,
  container: `${service}-1`,
  release,
  atMs: 5,
  entries: [entry(text)],
})

/** Keeps these one after the other, and is read again from what was written. */
async function keptAfter(...logs: ReturnType<typeof log>[]): Promise<FailedLogs> {
  let saved: { version: number; body: Uint8Array } | undefined
  const commit = async ([write]: readonly Write[]) => {
    if (write?.op === 'checkpoint') saved = write
  }
  const first = new FailedLogs({ store: { commit }, saved: undefined })
  for (const each of logs) await first.keep(each)
  expect(first.all()).toEqual(new FailedLogs({ store: { commit }, saved }).all())
  return new FailedLogs({ store: { commit }, saved })
}

describe('what is kept of services that failed', () => {
  it('is of each the newest, in the next life too', async () => {
    const kept = await keptAfter(log('web', 'old'), log('db'), log('web', 'new', 'r2'))
    expect(kept.all()).toEqual([log('db'), log('web', 'new', 'r2')])
    expect(kept.problem).toBe(null)
  })

  it('is of the last four', async () => {
    const kept = await keptAfter(...['a', 'b', 'c', 'd', 'e'].map((name) => log(name)))
    expect(kept.all().map(({ service }) => service)).toEqual(['b', 'c', 'd', 'e'])
  })

  it('stays what it was when it cannot be written', async () => {
    const commit = () => Promise.reject(new Error('no room'))
    const logs = new FailedLogs({ store: { commit }, saved: undefined })
    await expect(logs.keep(log('web'))).rejects.toThrow('no room')
    expect(logs.all()).toEqual([])
  })
})

describe('the last lines', () => {
  it('are whole ones from the end', () => {
    const lines = ['first', 'second', 'third'].map(entry)
    expect(lastOf(lines, 11)).toEqual(lines.slice(1))
    expect(lastOf(lines, 10)).toEqual(lines.slice(2))
    expect(lastOf(lines, 3)).toEqual([entry('thi')])
    expect(lastOf([], 3)).toEqual([])
  })

  it('never have more bytes than are kept, and are the end of what was written', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 20 })
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 300 }), (texts, maxBytes) => {
        const kept = lastOf(texts.map(entry), maxBytes).map(({ text }) => text)
        // A character that was cut in the middle stands as one of three bytes.
        expect(kept.reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThanOrEqual(maxBytes + 2)
        expect(kept.slice(1)).toEqual(texts.slice(texts.length - kept.length).slice(1))
      }),
    )
    expect(MAX_FAILED_BYTES).toBe(65_536)
  })
})
