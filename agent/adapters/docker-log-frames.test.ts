import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../machines/ports.ts'
import { entriesOf, framesOf, rawOf } from './docker-log-frames.ts'

const AT = '2026-01-02T03:04:05.678901234Z'
const AT_MS = Date.parse('2026-01-02T03:04:05.678Z')

function frame(type: number, text: string): Buffer {
  const content = Buffer.from(text)
  const header = Buffer.alloc(8)
  header.writeUInt8(type, 0)
  header.writeUInt32BE(content.length, 4)
  return Buffer.concat([header, content])
}

/** The bytes, in chunks of so many. */
async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function all(entries: AsyncIterable<LogEntry>): Promise<LogEntry[]> {
  const list: LogEntry[] = []
  for await (const entry of entries) list.push(entry)
  return list
}

describe('a log without a terminal', () => {
  const log = Buffer.concat([
    frame(1, `${AT} first\n`),
    frame(2, `${AT} wärning\n`),
    frame(1, `${AT} \n`),
    frame(1, `${AT} long `),
    frame(2, `${AT} between\n`),
    frame(1, `${AT} line\n`),
    frame(1, `${AT} unended`),
  ])

  it.each([1, 3, 7, 4096])('is its lines, in chunks of %i bytes too', async (size) => {
    const seen = await all(entriesOf(framesOf(inChunks(log, size))))
    expect(seen.map(({ stderr, text }) => `${stderr ? 'err' : 'out'}:${text}`)).toEqual([
      'out:first',
      'err:wärning',
      'out:',
      'err:between',
      'out:long line',
      'out:unended',
    ])
    expect(seen.every(({ atMs }) => atMs === AT_MS)).toBe(true)
  })

  it('keeps what looks like a time in the text', async () => {
    const seen = await all(entriesOf(framesOf(inChunks(frame(1, `${AT} ${AT} started\n`), 64))))
    expect(seen).toEqual([{ stderr: false, atMs: AT_MS, text: `${AT} started` }])
  })

  it('gives a line without end in pieces, so that memory is bounded', async () => {
    const pieces = Array.from({ length: 20 }, () => frame(1, `${AT} ${'x'.repeat(16_384)}`))
    const seen = await all(entriesOf(framesOf(inChunks(Buffer.concat(pieces), 65_536))))
    expect(seen.length).toBeGreaterThan(3)
    expect(seen.reduce((sum, { text }) => sum + text.length, 0)).toBe(20 * 16_384)
  })

  it('refuses what is not in frames', async () => {
    const bytes = Buffer.from('<html>this is not a log</html>')
    await expect(all(entriesOf(framesOf(inChunks(bytes, 64))))).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
  })
})

describe('a log with a terminal', () => {
  it.each([1, 5, 4096])('is its lines without the carriage return, in chunks of %i bytes too', async (size) => {
    const bytes = Buffer.from(`${AT} one\r\n${AT} zwölf\r\n${AT} three`)
    const seen = await all(entriesOf(rawOf(inChunks(bytes, size))))
    expect(seen.map(({ text }) => text)).toEqual(['one', 'zwölf', 'three'])
    expect(seen.every(({ atMs, stderr }) => atMs === AT_MS && !stderr)).toBe(true)
  })
})
